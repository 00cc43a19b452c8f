import type { ServerMessage } from '@boardwire/contract/sync';
import type { NotSaved } from './not-saved.ts';
import type { MutationOutcome, PendingMutation } from './pending-mutation.ts';
import type { PendingStore } from './pending-store.ts';

/** What a queue tells. */
export interface QueueEvents {
  /** There may be something to send. */
  onReady(): void;
  /** Mutations have a number that is stored; they may have had another one before. */
  onNumbered(mutations: readonly PendingMutation[]): void;
  /** It has its answer, or was given up. Answers what is to be kept of it until somebody has been told. */
  onSettled(mutation: PendingMutation, outcome: MutationOutcome): NotSaved | null;
  /** The connection has to begin anew: with another client id, or to be sure what the server knows. */
  onRestart(): void;
  /** The epoch of this board is not the one that the mutation names. */
  onWrongEpoch(mutation: PendingMutation): void;
  /** The store failed: entries are kept in memory only. Null when it has taken them after all. */
  onStoreProblem(error: unknown): void;
}

/** What a queue stands on. */
export interface QueueParts {
  store: PendingStore;
  events: QueueEvents;
  createId(): string;
  nowMs(): number;
}

/** A client's mutations of all boards, numbered without gap and answered in order (live L15–L17). */
export interface MutationQueue {
  readonly client: string;
  /** Without an answer, oldest first. */
  readonly entries: readonly PendingMutation[];
  /** What was not saved, and nobody has been told of yet. */
  readonly notSaved: readonly NotSaved[];
  /** True while the queue is so old that its writer has to decide about it. */
  readonly isStale: boolean;
  /** Milliseconds until it may go on sending. */
  waitMs(): number;
  /** Reads what is stored; false when it could not, and is to be called again in a while. */
  load(): Promise<boolean>;
  /**
   * False when it is full. One that this client numbered before takes its old place, whatever became of it: the
   * server repeats its answer.
   */
  add(mutation: PendingMutation): boolean;
  /** The next one to send over the connection; null while there is none or too many are on their way. */
  next(): PendingMutation | null;
  markSent(mutation: PendingMutation): void;
  /** When the oldest one without an answer was sent on this connection; null when none was. */
  unansweredSinceMs(): number | null;
  /** A connection begins: nothing was sent on it. */
  begin(): void;
  answer(message: Answer): void;
  /** A board has this epoch: what waits for it is sent as of then. */
  setEpoch(board: string, epoch: number): void;
  /** Sends a stale queue after all. */
  keepStale(): void;
  /** Gives one up; false when it is not there any more. */
  discard(id: string): boolean;
  /** Keeps what was not saved, in the place of what was kept under the same id. */
  keepNotSaved(kept: NotSaved): void;
  /** Somebody has been told of these. */
  forgetNotSaved(ids: readonly string[]): void;
  /** Throws a stale queue away. */
  discardStale(): void;
  /** Resolves when everything up to now is saved, or could not be. */
  saved(): Promise<void>;
}

/** An answer to a mutation. */
export type Answer = ServerMessage & { t: 'ack' | 'nack' | 'retry' };
