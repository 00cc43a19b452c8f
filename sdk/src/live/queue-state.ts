import type { NotSaved } from './not-saved.ts';
import type { PendingMutation } from './pending-mutation.ts';
import type { QueueChange } from './pending-store.ts';
import { createQueueSaver } from './queue-saver.ts';
import type { QueueSaver } from './queue-saver.ts';
import type { QueueParts } from './queue-types.ts';

/** How many mutations may be without an answer at a time (live L17). */
export const MAX_UNANSWERED = 50;

/** What a queue remembers. */
export interface QueueState {
  parts: QueueParts;
  saver: QueueSaver;
  /** Why what is stored could not be read yet; null once it was. */
  loadProblem: Error | null;
  client: string;
  nextMid: number;
  entries: PendingMutation[];
  /** What nobody has been told of yet. */
  notSaved: NotSaved[];
  /** Edits that came before the stored queue was read: their numbers depend on it. Null from then on. */
  early: PendingMutation[] | null;
  /** Number of the newest one that was sent on this connection. */
  sentMid: number;
  sentAtMs: Map<string, number>;
  /** One until the first answer after a rewind: else each of fifty too early ones would cause another rewind. */
  window: number;
  resumeAtMs: number;
  isStale: boolean;
  keptStale: boolean;
  /** The server seems to have lost its memory; a fresh connection shows whether that was a late message. */
  isProbing: boolean;
}

/** A queue that has read nothing yet. */
export function createState(parts: QueueParts): QueueState {
  const { onNumbered, onReady, onStoreProblem: onProblem } = parts.events;
  const onSaved = (saved: readonly PendingMutation[]) => {
    // Not before: a number that a crash takes back would be given to another one.
    const mutations = saved.filter(({ verdict }) => verdict === undefined);
    if (mutations.length > 0) onNumbered(mutations);
    onReady();
  };
  // Written over the numbers of an unread client, what it sent would be sent a second time.
  const write = (change: QueueChange) =>
    queue.loadProblem === null ? parts.store.save(change) : Promise.reject(queue.loadProblem);
  const queue: QueueState = {
    parts,
    saver: createQueueSaver({ save: write }, { onSaved, onProblem }),
    loadProblem: new Error('The store was not read'),
    client: parts.createId(),
    nextMid: 1,
    entries: [],
    notSaved: [],
    early: [],
    sentMid: 0,
    sentAtMs: new Map(),
    window: MAX_UNANSWERED,
    resumeAtMs: 0,
    isStale: false,
    keptStale: false,
    isProbing: false,
  };
  return queue;
}

/** Writes what became other. */
export function save(
  { saver, client, nextMid }: QueueState,
  put: PendingMutation[],
  remove: string[] = [],
): void {
  saver.save({ client, nextMid, put, remove });
}

/** Sends everything without an answer again, the oldest first and alone. */
export function rewind(queue: QueueState): void {
  queue.sentMid = 0;
  queue.sentAtMs.clear();
  queue.window = 1;
}

/** Gives a mutation the next number. */
export function number(queue: QueueState, mutation: PendingMutation): void {
  mutation.client = queue.client;
  mutation.mid = queue.nextMid;
  queue.nextMid += 1;
  if (!queue.entries.includes(mutation)) queue.entries.push(mutation);
  save(queue, [mutation]);
}

/** Whether this client gave the mutation a number before. */
export function wasNumbered({ client, nextMid }: QueueState, mutation: PendingMutation): boolean {
  return mutation.client === client && mutation.mid > 0 && mutation.mid < nextMid;
}

/** Takes a mutation in: under its old number if it has one. */
export function enter(queue: QueueState, mutation: PendingMutation): void {
  if (queue.entries.some(({ id }) => id === mutation.id)) return;
  if (wasNumbered(queue, mutation)) restore(queue, mutation);
  else number(queue, mutation);
}

/** Its answer was given to a tab that is gone: asked again under its number, the server repeats it (live L15). */
function restore(queue: QueueState, mutation: PendingMutation): void {
  queue.entries.push(mutation);
  queue.entries.sort((a, b) => a.mid - b.mid);
  save(queue, [mutation]);
  rewind(queue);
}
