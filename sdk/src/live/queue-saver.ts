import type { PendingMutation } from './pending-mutation.ts';
import type { PendingStore, QueueChange } from './pending-store.ts';

/** Saves changes of a queue one after the other, those that gather meanwhile together. */
export interface QueueSaver {
  save(change: QueueChange): void;
  /** Whether it is saved as it is now, with its present number. */
  isSaved(id: string): boolean;
  /** Takes these as saved. */
  adopt(mutations: readonly PendingMutation[]): void;
  /** Resolves when everything up to now is saved, or could not be. */
  settled(): Promise<void>;
}

/** What a saver tells. */
export interface SaverEvents {
  /** These are saved as they are given here; they may have become others since. */
  onSaved(mutations: readonly PendingMutation[]): void;
  onProblem(error: unknown): void;
}

/** Creates the saver of a queue. A store that fails must not keep edits from being sent. */
export function createQueueSaver(
  store: PendingStore,
  { onSaved, onProblem }: SaverEvents,
): QueueSaver {
  const saved = new Set<string>();
  let waiting: QueueChange | null = null;
  let running: Promise<void> | null = null;

  const isWaiting = (id: string) => waiting !== null && waiting.put.some((each) => each.id === id);
  const run = async (): Promise<void> => {
    while (waiting !== null) {
      const change: QueueChange = { ...waiting, put: waiting.put.map((each) => ({ ...each })) };
      waiting = null;
      await store.save(change).catch(onProblem);
      for (const { id } of change.put) if (!isWaiting(id)) saved.add(id);
      for (const id of change.remove) saved.delete(id);
      onSaved(change.put);
    }
    running = null;
  };
  return {
    save(change) {
      for (const { id } of change.put) saved.delete(id);
      waiting = waiting === null ? change : join(waiting, change);
      running ??= run();
    },
    isSaved: (id) => saved.has(id),
    adopt(mutations) {
      for (const { id } of mutations) saved.add(id);
    },
    settled: () => running ?? Promise.resolve(),
  };
}

function join(first: QueueChange, second: QueueChange): QueueChange {
  const { client, nextMid, remove } = second;
  const isOver = new Set(remove);
  const put = new Map([...first.put, ...second.put].map((mutation) => [mutation.id, mutation]));
  return {
    client,
    nextMid,
    put: [...put.values()].filter(({ id }) => !isOver.has(id)),
    remove: [...first.remove, ...remove],
  };
}
