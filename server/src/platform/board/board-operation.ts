import type { BoardEvent } from '@boardwire/contract/board-state';
import type {
  EventSpec,
  OperationSpec,
  OutputOf,
  ParsedInputOf,
  PayloadOf,
} from '@boardwire/contract/define';
import type { Permission } from '@boardwire/contract/permissions';
import type { EpochSubject } from '../access-epochs.ts';
import type { Actor, RequestInfo } from '../actor.ts';
import type { AuditRecord } from '../audit.ts';
import type { Grant } from '../authorize.ts';
import type { Transaction } from '../database/database.ts';
import type { BoardUnit } from './board-unit.ts';

/** What a handler that changes a board works with. Its events are its changes: the board's rows follow from them. */
export interface BoardContext {
  unit: BoardUnit;
  /** For reading; only a solo operation may write with it. */
  tx: Transaction;
  actor: Actor;
  request: RequestInfo;
  /** When the operation began. */
  now: Date;
  grant: Grant | null;
  /** What the actor may do on this board; null for the system, which may all. */
  permissions: ReadonlySet<Permission> | null;
  /** The live mutation that it is part of. */
  mutation: MutationOrigin | null;
  /** Adds an event to the board's log and applies it; answers its sequence number. */
  emit<Spec extends EventSpec>(spec: Spec, payload: PayloadOf<Spec>): number;
  /** Who made the change with this sequence number, and when; null when the log no longer has it. */
  writerOf(seq: number): Promise<FieldWriter | null>;
  /** The event with this sequence number; null when the log no longer has it. */
  eventAt(seq: number): Promise<BoardEvent | null>;
  audit(record: AuditRecord): void;
  /** Voids cached access on every node when the transaction commits (security S26). */
  bumpEpoch(subject: EpochSubject): void;
  /**
   * Solo operations: writes what there is and forgets items and comments, so that memory stays bounded. All is sent when it
   * returns: the next items can be made while it is waited for, but rows that were forgotten are read behind it.
   */
  flush(): Promise<void>;
  /** Solo operations: another board that `alsoLocks` named. Throws NOT_FOUND or FORBIDDEN like a call on it. */
  onBoard(boardId: string, permission: Permission): Promise<BoardContext>;
}

/** Who wrote a value. */
export interface FieldWriter {
  kind: string;
  userId: string | null;
  clientId: string | null;
  /** ISO 8601. */
  at: string;
}

/** The mutation of a live client that an event came from (live L15). */
export interface MutationOrigin {
  clientId: string;
  mid: number;
  /** False when the versions that the client saw are of an epoch before (live L17). */
  hasCurrentEpoch: boolean;
}

/** An operation that changes a board, with its code. */
export interface BoardOperation {
  spec: OperationSpec;
  isBoardOperation: true;
  /** Runs alone in its transaction, since it writes other tables, other boards, or thousands of rows. */
  isSolo: boolean;
  /** Further boards that it changes. */
  alsoLocks?: (input: unknown) => readonly string[];
  /** Items that it will ask for, so that a batch reads them at once. */
  itemIds?: (input: unknown) => readonly string[];
  /** What its events repeat, where they are no news: a change taken back, an import, the original of a copy. */
  causeOf?: (input: unknown) => string;
  handle: (input: unknown, context: BoardContext) => Promise<unknown>;
}

/** Ties a declaration that changes a board to its handler. */
export function implementOnBoard<Spec extends OperationSpec>(
  spec: Spec,
  code: {
    isSolo?: boolean;
    alsoLocks?: (input: ParsedInputOf<Spec>) => readonly string[];
    itemIds?: (input: ParsedInputOf<Spec>) => readonly string[];
    causeOf?: (input: ParsedInputOf<Spec>) => string;
    handle: (input: ParsedInputOf<Spec>, context: BoardContext) => Promise<OutputOf<Spec>>;
  },
): BoardOperation {
  if (spec.changesBoard !== true) throw new Error(`${spec.name} does not declare changesBoard`);
  return { spec, isBoardOperation: true, isSolo: false, ...code } as BoardOperation;
}
