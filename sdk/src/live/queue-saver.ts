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
  /** Null when what had failed is saved after all. */
  onProblem(error: unknown): void;
}

/** Creates the saver of a queue. A store that fails must not keep edits from being sent. */
export function createQueueSaver(
  store: Pick<PendingStore, 'save'>,
  { onSaved, onProblem }: SaverEvents,
): QueueSaver {
  const saved = new Set<string>();
  const keeper = createKeeper(store, onProblem);
  let waiting: QueueChange | null = null;
  let running: Promise<void> | null = null;

  const isWaiting = (id: string) => waiting !== null && waiting.put.some((each) => each.id === id);
  const run = async (): Promise<void> => {
    while (waiting !== null) {
      const change = copyChange(waiting);
      waiting = null;
      await keeper.keep(change);
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
      keeper.adopt(mutations);
    },
    settled: () => running ?? Promise.resolve(),
  };
}

/** Writes to the store; what could not be written goes with the next one. */
function createKeeper(store: Pick<PendingStore, 'save'>, onProblem: SaverEvents['onProblem']) {
  /** Ids that the store has; others need not be removed from it. */
  const stored = new Set<string>();
  let failed: QueueChange | null = null;
  const whole = (change: QueueChange): QueueChange => {
    const isOver = new Set(change.remove);
    const known = { ...change, remove: change.remove.filter((id) => stored.has(id)) };
    const joined = failed === null ? known : join(failed, known);
    return { ...joined, put: joined.put.filter(({ id }) => !isOver.has(id)) };
  };
  return {
    adopt(mutations: readonly PendingMutation[]): void {
      for (const { id } of mutations) stored.add(id);
    },
    async keep(change: QueueChange): Promise<void> {
      const written = whole(change);
      try {
        await store.save(written);
      } catch (error) {
        failed = written;
        onProblem(error ?? new Error('the store failed'));
        return;
      }
      for (const { id } of written.put) stored.add(id);
      for (const id of written.remove) stored.delete(id);
      if (failed !== null) onProblem(null);
      failed = null;
    },
  };
}

/** As it is now; it may become another while it is saved. */
function copyChange(change: QueueChange): QueueChange {
  return { ...change, put: change.put.map((each) => ({ ...each })) };
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
