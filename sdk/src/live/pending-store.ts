import type { PendingMutation } from './pending-mutation.ts';

/** A queue as it is kept between page loads. */
export interface StoredQueue {
  client: string;
  /** Number of the next mutation. */
  nextMid: number;
  mutations: PendingMutation[];
}

/** What became other since the queue was saved. */
export interface QueueChange {
  client: string;
  nextMid: number;
  put: readonly PendingMutation[];
  /** Ids of mutations. */
  remove: readonly string[];
}

/** Where waiting mutations survive the page (live L19). */
export interface PendingStore {
  /** Null before anything was saved. */
  load(): Promise<StoredQueue | null>;
  /** All of it or nothing. */
  save(change: QueueChange): Promise<void>;
}

/** Name of the error, and of the problem, of a store that another tab keeps from being opened. */
export const STORE_BLOCKED = 'StoreBlocked';

/** A store that lasts as long as the program. */
export function createMemoryStore(): PendingStore {
  let saved: Omit<StoredQueue, 'mutations'> | null = null;
  const mutations = new Map<string, PendingMutation>();
  return {
    load: () =>
      Promise.resolve(saved && { ...saved, mutations: structuredClone([...mutations.values()]) }),
    save({ client, nextMid, put, remove }) {
      saved = { client, nextMid };
      for (const mutation of put) mutations.set(mutation.id, structuredClone(mutation));
      for (const id of remove) mutations.delete(id);
      return Promise.resolve();
    },
  };
}
