import {
  applyBoardEvent,
  type BoardEntity,
  type BoardEvent,
  type BoardState,
} from '@boardwire/contract/board-state';
import type { Board } from '@boardwire/contract/board-model';
import type { Transaction } from '../database/database.ts';
import { notFound } from '../refusal.ts';
import type { BoardRows, Collection } from './board-rows.ts';
import type { RowTable } from './row-table.ts';

/** A row of a collection. */
export type RowOf<Name extends Collection> =
  BoardState[Name] extends Map<string, infer Row> ? Row : never;

/** How each collection is kept; the features that own the tables say so. */
export type BoardTables = Record<Collection, RowTable>;

/** One board within a transaction that holds its lock: rows are read on demand, changed by events, written together. */
export interface BoardUnit {
  readonly organizationId: string;
  readonly boardId: string;
  readonly epoch: number;
  /** Sequence of the last event, those of this transaction included. */
  readonly seq: number;
  /** Rows that were loaded so far; columns and groups always are. */
  readonly state: BoardState;
  /** Number of the next item; taking it counts on. */
  takeItemNumber(): number;
  /** Reads rows that are not there yet; ids that the board does not have are left out. */
  load(name: Collection, ids: readonly string[]): Promise<void>;
  /** Reads rows by a condition on `t`, whose first parameter is the board; answers their ids. */
  loadWhere(name: Collection, condition: string, values?: readonly unknown[]): Promise<string[]>;
  /** A row. Throws NOT_FOUND when the board does not have it. */
  require<Name extends Collection>(name: Name, id: string): Promise<RowOf<Name>>;
  /** Applies an event under the next sequence number. */
  apply(event: BoardEvent, info: { at: string; userId: string | null }): number;
  /** From here on `rollback` takes back what was applied. */
  begin(): void;
  rollback(): void;
  /** Writes the changed rows and the board's counters; all is sent when it returns, and what changes then is the next flush's. */
  flush(tx: Transaction): Promise<void>;
  /** Forgets rows that were written, to keep a long run's memory bounded. */
  forget(name: Collection): void;
}

/** The numbers of a board that count on. */
export interface Counters {
  seq: number;
  epoch: number;
  nextItemNumber: number;
}

/** Creates the unit of a board whose columns and groups are loaded. */
export function createUnit(rows: BoardRows, { epoch, ...first }: Counters): BoardUnit {
  const { state, load, forget } = rows;
  const { id: boardId, organizationId } = state.board;
  /** Of the mutation at hand, newest last. */
  let journal: BeforeImage[] = [];
  let now = first;
  let mark = first;
  return {
    organizationId,
    boardId,
    epoch,
    state,
    get seq() {
      return now.seq;
    },
    takeItemNumber() {
      now = { ...now, nextItemNumber: now.nextItemNumber + 1 };
      return now.nextItemNumber - 1;
    },
    load,
    loadWhere: (name, condition, values = []) => rows.loadWhere(name, condition, values),
    require: (name, id) => requireRow(rows, name, id) as never,
    apply(event, { at, userId }) {
      now = { ...now, seq: now.seq + 1 };
      applyBoardEvent(state, event, { seq: now.seq, at, userId }, (entity, id, before) => {
        journal.push({ entity, id, before });
        rows.touch(entity, id);
      });
      return now.seq;
    },
    begin() {
      journal = [];
      mark = now;
    },
    rollback() {
      for (const entry of journal.toReversed()) restore(state, entry);
      journal = [];
      now = mark;
    },
    async flush(tx) {
      const { isBoardTouched, written } = rows.write(tx);
      const counted = writeBoard(tx, state.board, { isBoardTouched }, now);
      journal = [];
      await Promise.all([written, counted]);
    },
    forget,
  };
}

async function requireRow({ state, load }: BoardRows, name: Collection, id: string) {
  await load(name, [id]);
  const row = state[name].get(id);
  if (row === undefined) throw notFound();
  return row;
}

/** A row as it was before a change. */
interface BeforeImage {
  entity: BoardEntity;
  id: string;
  before: unknown;
}

function restore(state: BoardState, { entity, id, before }: BeforeImage): void {
  if (entity === 'board') {
    state.board = before as Board;
    return;
  }
  const rows = state[entity] as Map<string, unknown>;
  if (before === undefined) rows.delete(id);
  else rows.set(id, before);
}

const UPDATE_COUNTERS = 'update boards set seq = $2, next_item_number = $3 where id = $1';
const UPDATE_BOARD = `update boards set seq = $2, next_item_number = $3, workspace_id = $4, name = $5, description = $6,
  prefix = $7, visibility = $8, archived_at = $9, deleted_at = $10 where id = $1`;

function writeBoard(
  tx: Transaction,
  board: Board,
  { isBoardTouched }: { isBoardTouched: boolean },
  { seq, nextItemNumber }: { seq: number; nextItemNumber: number },
): Promise<unknown> {
  if (!isBoardTouched) return tx.query(UPDATE_COUNTERS, [board.id, seq, nextItemNumber]);
  const { id, workspaceId, name, description, prefix, visibility, archivedAt, deletedAt } = board;
  const row = [workspaceId, name, description, prefix, visibility, archivedAt, deletedAt];
  return tx.query(UPDATE_BOARD, [id, seq, nextItemNumber, ...row]);
}
