import type { PendingMutation } from './pending-mutation.ts';
import type { StoredQueue } from './pending-store.ts';

/** A store that could not be read once has edits of the client before, under numbers that are given again. */
export function sortOutSaved({ client, nextMid, mutations }: StoredQueue): {
  ours: PendingMutation[];
  strays: PendingMutation[];
} {
  const taken = new Set<number>();
  const isOurs = (mutation: PendingMutation) => {
    const { mid } = mutation;
    if (mutation.client !== client || mid >= nextMid || taken.has(mid)) return false;
    taken.add(mid);
    return true;
  };
  const ours = mutations.filter(isOurs);
  return { ours, strays: mutations.filter((mutation) => !ours.includes(mutation)) };
}
