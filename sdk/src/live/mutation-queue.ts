import { DISCARDED, NOTHING, TOO_OLD } from './discarded.ts';
import type { NotSaved } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import { load } from './queue-load.ts';
import {
  createState,
  enter,
  MAX_UNANSWERED,
  number,
  rewind,
  save,
  wasNumbered,
  type QueueState,
} from './queue-state.ts';
import type { Answer, MutationQueue, QueueParts } from './queue-types.ts';

/** Mutations that wait at most (live L19). */
const MAX_QUEUED = 1_000;
const DAY_MS = 86_400_000;
/** An older queue is shown to its writer instead of sent (live L17). */
const STALE_AFTER_MS = 30 * DAY_MS;
/** When the server does not say how long to wait. */
const RETRY_AFTER_MS = 1_000;

/** Creates a queue; it is empty until `load`. */
export function createMutationQueue(parts: QueueParts): MutationQueue {
  const queue = createState(parts);
  return {
    get client() {
      return queue.client;
    },
    get entries() {
      return queue.early === null ? queue.entries : [...queue.entries, ...queue.early];
    },
    get notSaved() {
      return queue.notSaved;
    },
    get isStale() {
      return queue.isStale;
    },
    waitMs: () => Math.max(0, queue.resumeAtMs - parts.nowMs()),
    load: () => load(queue, () => begin(queue)),
    add: (mutation) => add(queue, mutation),
    next: () => next(queue),
    markSent: (mutation) => markSent(queue, mutation),
    unansweredSinceMs: () => queue.sentAtMs.get(queue.entries[0]?.id ?? '') ?? null,
    begin: () => begin(queue),
    answer: (message) => answer(queue, message),
    setEpoch: (board, epoch) => setEpoch(queue, board, epoch),
    keepStale() {
      queue.keptStale = true;
      queue.isStale = false;
      parts.events.onReady();
    },
    discard: (id) => discard(queue, id),
    keepNotSaved: (kept) => keepNotSaved(queue, kept),
    forgetNotSaved: (ids) => forgetNotSaved(queue, ids),
    discardStale: () => discardStale(queue),
    saved: () => queue.saver.settled(),
  };
}

function add(queue: QueueState, mutation: PendingMutation): boolean {
  const { early, entries } = queue;
  const waiting = early ?? entries;
  if (waiting.some(({ id }) => id === mutation.id)) return true;
  const isKnown = early === null && wasNumbered(queue, mutation);
  if (!isKnown && waiting.length >= MAX_QUEUED) return false;
  if (early === null) enter(queue, mutation);
  else early.push(mutation);
  return true;
}

function next(queue: QueueState): PendingMutation | null {
  const { entries, sentMid, saver, parts } = queue;
  if (queue.isStale || parts.nowMs() < queue.resumeAtMs) return null;
  const index = entries.findIndex(({ mid }) => mid > sentMid);
  const mutation = entries[index];
  if (mutation === undefined || index >= queue.window) return null;
  return saver.isSaved(mutation.id) ? mutation : null;
}

function markSent(queue: QueueState, mutation: PendingMutation): void {
  queue.sentMid = mutation.mid;
  mutation.wasSent = true;
  queue.sentAtMs.set(mutation.id, queue.parts.nowMs());
}

function begin(queue: QueueState): void {
  const oldest = queue.entries[0];
  queue.isStale =
    !queue.keptStale &&
    oldest !== undefined &&
    queue.parts.nowMs() - oldest.createdAtMs > STALE_AFTER_MS;
  queue.resumeAtMs = 0;
  rewind(queue);
  if (!queue.isProbing) queue.window = MAX_UNANSWERED;
}

function answer(queue: QueueState, message: Answer): void {
  const mutation = queue.entries.find(({ mid }) => mid === message.mid);
  // Answered before: a repetition.
  if (mutation === undefined || !queue.sentAtMs.has(mutation.id)) return;
  switch (message.t) {
    case 'ack':
      return settle(queue, mutation, { kind: 'done', seq: message.seq, results: message.results });
    case 'nack':
      return settle(queue, mutation, { kind: 'refused', error: message.error });
    case 'retry':
      return retry(queue, mutation, message);
  }
}

function settle(queue: QueueState, mutation: PendingMutation, outcome: MutationOutcome): void {
  const index = queue.entries.indexOf(mutation);
  if (index === -1) return;
  queue.entries.splice(index, 1);
  queue.sentAtMs.delete(mutation.id);
  queue.window = MAX_UNANSWERED;
  queue.isProbing = false;
  const kept = mutation.isDiscarded ? null : queue.parts.events.onSettled(mutation, outcome);
  // In one go: whatever happens in between, one of both is stored.
  if (kept !== null) queue.notSaved.push(kept);
  save(queue, kept === null ? [] : [kept], [mutation.id]);
  queue.parts.events.onReady();
}

/** One of the same id, which told less, gives way. */
function keepNotSaved(queue: QueueState, kept: NotSaved): void {
  queue.notSaved = [...queue.notSaved.filter(({ id }) => id !== kept.id), kept];
  save(queue, [kept]);
}

function forgetNotSaved(queue: QueueState, ids: readonly string[]): void {
  const heard = new Set(ids);
  const gone = queue.notSaved.filter(({ id }) => heard.has(id));
  queue.notSaved = queue.notSaved.filter(({ id }) => !heard.has(id));
  const remove = gone.map(({ id }) => id);
  if (gone.length > 0) save(queue, [], remove);
}

function retry(queue: QueueState, mutation: PendingMutation, message: Answer & { t: 'retry' }) {
  const { events, nowMs } = queue.parts;
  if (message.reason === 'gap') return closeGap(queue, message.expect ?? 0);
  if (message.reason === 'epoch') events.onWrongEpoch(mutation);
  rewind(queue);
  queue.resumeAtMs = nowMs() + (message.afterMs ?? RETRY_AFTER_MS);
  events.onReady();
}

/** The server waits for an older one than it was sent. */
function closeGap(queue: QueueState, expect: number): void {
  const { events } = queue.parts;
  const oldest = queue.entries[0]?.mid ?? 0;
  if (expect >= oldest) {
    rewind(queue);
    return events.onReady();
  }
  if (queue.isProbing) return renew(queue);
  queue.isProbing = true;
  events.onRestart();
}

/** Everything below the oldest was answered, yet the server does not know it: it was restored (live L17). */
function renew(queue: QueueState): void {
  const { createId, events } = queue.parts;
  queue.client = createId();
  queue.nextMid = 1;
  queue.isProbing = false;
  for (const mutation of queue.entries) number(queue, mutation);
  rewind(queue);
  events.onRestart();
}

function setEpoch(queue: QueueState, board: string, epoch: number): void {
  const late = queue.entries.filter((each) => each.board === board && each.epoch !== epoch);
  if (late.length === 0) return;
  for (const mutation of late) {
    mutation.epoch = epoch;
    forgetVersions(mutation);
  }
  save(queue, late);
  queue.resumeAtMs = 0;
  queue.parts.events.onReady();
}

/** Versions of another epoch say nothing: as seen at 0 each of them counts as moved (live L17). */
function forgetVersions({ calls }: PendingMutation): void {
  for (const { input } of calls) {
    const { seen } = input;
    if (typeof seen !== 'object' || seen === null || Array.isArray(seen)) continue;
    input['seen'] = Object.fromEntries(Object.keys(seen).map((field) => [field, 0]));
  }
}

function discard(queue: QueueState, id: string): boolean {
  const mutation = [...queue.entries, ...(queue.early ?? [])].find((each) => each.id === id);
  if (mutation === undefined || mutation.isDiscarded) return false;
  queue.parts.events.onSettled(mutation, { kind: 'refused', error: DISCARDED });
  mutation.isDiscarded = true;
  mutation.calls = NOTHING;
  if (mutation.mid > 0) save(queue, [mutation]);
  // Nothing is left to decide about.
  queue.isStale &&= queue.entries.some(({ isDiscarded }) => !isDiscarded);
  return true;
}

function discardStale(queue: QueueState): void {
  if (!queue.isStale) return;
  const discarded = queue.entries.splice(0);
  const ids = discarded.map(({ id }) => id);
  queue.isStale = false;
  queue.client = queue.parts.createId();
  queue.nextMid = 1;
  save(queue, [], ids);
  for (const mutation of discarded) {
    if (mutation.isDiscarded) continue;
    queue.parts.events.onSettled(mutation, { kind: 'refused', error: TOO_OLD });
  }
  queue.parts.events.onRestart();
}
