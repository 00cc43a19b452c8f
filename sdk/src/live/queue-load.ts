import { isNotSaved } from './not-saved.ts';
import { enter, number, save } from './queue-state.ts';
import type { QueueState } from './queue-state.ts';
import { sortOutSaved } from './sort-out-saved.ts';
import type { StoredQueue } from './pending-store.ts';

/**
 * Reads what is stored; false when that has to be tried again. A queue that went on without its store meanwhile takes the
 * number of the stored one up again, so nothing is sent under a second one that may have been done under the first.
 */
export async function load(queue: QueueState, begin: () => void): Promise<boolean> {
  const { store, events } = queue.parts;
  const saved = await store.load().catch((error: unknown) => {
    queue.loadProblem = error instanceof Error ? error : new Error(String(error));
    events.onStoreProblem(queue.loadProblem);
    return undefined;
  });
  const isFirst = queue.early !== null;
  // They were sent under this client's numbers, and only under these the server repeats its answers.
  const isBusy = queue.entries.some(({ wasSent }) => wasSent === true);
  if (saved === undefined || isBusy) {
    takeEarly(queue);
    return false;
  }
  queue.loadProblem = null;
  const own = queue.entries;
  queue.entries = [];
  queue.early = [...own, ...(queue.early ?? [])];
  if (saved !== null) adopt(queue, saved, begin);
  takeEarly(queue);
  if (isFirst) return true;
  save(queue, []);
  events.onStoreProblem(null);
  if (saved !== null) events.onRestart();
  return true;
}

function takeEarly(queue: QueueState): void {
  const early = queue.early ?? [];
  queue.early = null;
  for (const mutation of early) enter(queue, mutation);
}

function adopt(queue: QueueState, saved: StoredQueue, begin: () => void): void {
  queue.client = saved.client;
  queue.nextMid = saved.nextMid;
  queue.notSaved = [...saved.mutations.filter(isNotSaved), ...queue.notSaved];
  const waiting = saved.mutations.filter((mutation) => !isNotSaved(mutation));
  const { ours, strays } = sortOutSaved({ ...saved, mutations: waiting });
  // Whether an earlier visit sent them is not known.
  queue.entries = ours.map((mutation) => ({ ...mutation, wasSent: true }));
  queue.saver.adopt(saved.mutations);
  begin();
  queue.parts.events.onNumbered(queue.entries);
  for (const mutation of strays) number(queue, mutation);
}
