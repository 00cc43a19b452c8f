import type { Readable } from 'node:stream';
import type {
  OperationSpec,
  OutputOf,
  ParsedInputOf,
  EventSpec,
  PayloadOf,
} from '@boardwire/contract/define';
import type { Actor, RequestInfo } from './actor.ts';
import type { EpochSubject } from './access-epochs.ts';
import type { AuditRecord } from './audit.ts';
import type { BoardAccess, Grant } from './authorize.ts';
import type { ReadCached } from './cache/cache.ts';
import type { Database, Transaction } from './database/database.ts';

/** What an operation's handler works with; everything it writes commits or rolls back together. */
export interface OperationContext {
  tx: Transaction;
  actor: Actor;
  request: RequestInfo;
  /** The moment the operation began, the same in every row it writes. */
  now: Date;
  /** What the actor may do in the organization at hand; null for operations that are not about one. */
  grant: Grant | null;
  /** What the board at hand says of the actor; null for operations that are not about one. */
  board: BoardAccess | null;
  /**
   * Takes the lock of an aggregate. An operation that emits events on an existing aggregate takes it before its first
   * write: then transaction ids, and with them the order of the event log, follow the order of changes.
   */
  lock(aggregateId: string): Promise<void>;
  /** Adds an event to the transaction. The aggregate is locked, or made by this operation (`isNew`). */
  emit<Spec extends EventSpec>(
    spec: Spec,
    aggregateId: string,
    payload: PayloadOf<Spec>,
    options?: EmitOptions,
  ): void;
  /** Adds an entry to the audit log. */
  audit(record: AuditRecord): void;
  /** Voids cached access on every node when the transaction commits (security S26). */
  bumpEpoch(subject: EpochSubject): void;
  /** Asks for a value that may be remembered; within what writes, it is loaded each time. */
  cached: ReadCached;
  /** Calls `work`, which does not throw, once the transaction is committed: for hints that may be lost. */
  afterCommit(work: () => void): void;
}

/** How an event relates to its surroundings. */
export interface EmitOptions {
  organizationId?: string;
  isNew?: boolean;
  /** The place in the sequence of the board that it is about; for a board that this operation makes. */
  boardSeq?: number;
}

/** What may be read before the transaction opens, for slow work such as hashing a password. */
export interface PrepareContext {
  database: Pick<Database, 'read'>;
  actor: Actor;
  request: RequestInfo;
  /** The file that comes with the call of an `upload` operation; null elsewhere. */
  body: Readable | null;
}

/** An operation with its code. `prepare` runs outside the transaction and hands its result to `handle`. */
export interface Operation {
  spec: OperationSpec;
  /** Fields that it looks through for text that no database carries by itself. */
  inspects?: readonly string[];
  prepare?: (input: unknown, context: PrepareContext) => Promise<unknown>;
  /** What `prepare` brings is the answer: no transaction is opened for it, unless an Idempotency-Key is to be kept. */
  isDonePrepared?: boolean;
  handle: (input: unknown, context: OperationContext, prepared: unknown) => Promise<unknown>;
}

/** Ties a declaration to its handler, with the types of both. */
export function implement<Spec extends OperationSpec, Prepared = undefined>(
  spec: Spec,
  code: {
    prepare?: (input: ParsedInputOf<Spec>, context: PrepareContext) => Promise<Prepared>;
    handle: (
      input: ParsedInputOf<Spec>,
      context: OperationContext,
      prepared: Prepared,
    ) => Promise<OutputOf<Spec>>;
  },
): Operation {
  return { spec, ...code } as Operation;
}

/** The person who asks; the runner has refused everybody else before. */
export function requireUserId(actor: Actor): string {
  if (actor.kind === 'user' || actor.kind === 'apiKey') return actor.userId;
  throw new Error(`a person is needed, not ${actor.kind}`);
}

/** The grant of an operation on an organization; the runner has made sure of it. */
export function requireGrant(context: OperationContext): Grant {
  if (context.grant === null) throw new Error('this operation declares no permission');
  return context.grant;
}
