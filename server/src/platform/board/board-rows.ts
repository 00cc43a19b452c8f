import type { BoardEntity, BoardState } from '@boardwire/contract/board-state';
import type { Board, Column, Group } from '@boardwire/contract/board-model';
import type { Transaction } from '../database/database.ts';
import { writeRows, type RowStatements } from './row-table.ts';

/** A collection of a board's rows. */
export type Collection = Exclude<BoardEntity, 'board'>;

/** The rows of one board that a transaction has read or made. */
export interface BoardRows {
  readonly state: BoardState;
  /** Reads rows that are not there yet. */
  load(name: Collection, ids: readonly string[]): Promise<void>;
  /** Takes in rows that were read by these ids; those of them that are missing the board does not have. */
  take(name: Collection, ids: readonly string[], read: readonly { id: string }[]): void;
  /** Reads rows by a condition on `t`, whose first parameter is the board; answers their ids. */
  loadWhere(name: Collection, condition: string, values: readonly unknown[]): Promise<string[]>;
  /** Notes that a row is about to change. */
  touch(entity: BoardEntity, id: string): void;
  /** Sends what was touched, the board's own row aside, before it returns: rows may change while `written` is waited for. */
  write(tx: Transaction): { isBoardTouched: boolean; written: Promise<unknown> };
  forget(name: Collection): void;
}

/** What rows are read by. */
export interface RowSource {
  tx: Transaction;
  statements: Record<Collection, RowStatements>;
  organizationId: string;
  boardId: string;
}

/** In this order, since items refer to groups, and conflicts and comments to items. */
const COLLECTIONS: readonly Collection[] = [
  'groups',
  'columns',
  'views',
  'items',
  'conflicts',
  'comments',
];

/** Creates the rows of a board whose columns and groups are loaded. */
export function createBoardRows(
  source: RowSource,
  board: Board,
  loaded: { columns: Column[]; groups: Group[] },
): BoardRows {
  const { tx, statements, boardId } = source;
  const state = createState(board, loaded);
  const known = createKnown(loaded);
  const touched = new Map<BoardEntity, Set<string>>();
  const take: BoardRows['take'] = (name, ids, read) => {
    keepRows(read, state[name], known[name]);
    for (const id of ids) if (!known[name].has(id)) known[name].set(id, false);
  };
  const writeTouched = (writer: Transaction, name: Collection) => {
    const ids = [...(touched.get(name) ?? [])];
    const written = { ids, rows: state[name], known: known[name] };
    const sent = writeCollection(writer, source, name, written);
    for (const id of ids) known[name].set(id, state[name].has(id));
    return sent;
  };
  return {
    state,
    async load(name, ids) {
      const missing = [...new Set(ids)].filter((id) => !known[name].has(id));
      if (missing.length === 0) return;
      take(name, missing, await tx.query(statements[name].select, [boardId, missing]));
    },
    take,
    async loadWhere(name, condition, values) {
      const text = `${statements[name].selectAll} and ${condition}`;
      const read = await tx.query<{ id: string }>(text, [boardId, ...values]);
      return keepRows(read, state[name], known[name]);
    },
    touch(entity, id) {
      const ids = touched.get(entity) ?? new Set();
      touched.set(entity, ids.add(id));
      if (entity !== 'board' && !known[entity].has(id)) known[entity].set(id, false);
    },
    write(writer) {
      const isBoardTouched = touched.has('board');
      const written = COLLECTIONS.map((name) => writeTouched(writer, name));
      touched.clear();
      return { isBoardTouched, written: Promise.all(written) };
    },
    forget(name) {
      state[name].clear();
      known[name].clear();
    },
  };
}

/** Takes read rows in; answers their ids. */
function keepRows(
  read: readonly { id: string }[],
  rows: Map<string, unknown>,
  known: Map<string, boolean>,
): string[] {
  for (const row of read) {
    // What this transaction changed is newer than what the database has.
    if (known.has(row.id)) continue;
    known.set(row.id, true);
    rows.set(row.id, row);
  }
  return read.map(({ id }) => id);
}

function createState(board: Board, { columns, groups }: { columns: Column[]; groups: Group[] }) {
  const state: BoardState = {
    board,
    columns: new Map(columns.map((row) => [row.id, row])),
    groups: new Map(groups.map((row) => [row.id, row])),
    items: new Map(),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
  return state;
}

/** Ids that need no reading, by collection; true for those that the database has. */
type Known = Record<Collection, Map<string, boolean>>;

function createKnown({ columns, groups }: { columns: Column[]; groups: Group[] }): Known {
  const stored = (rows: { id: string }[]) => new Map(rows.map(({ id }) => [id, true]));
  return {
    columns: stored(columns),
    groups: stored(groups),
    items: new Map(),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
}

interface Touched {
  ids: readonly string[];
  rows: ReadonlyMap<string, { id: string }>;
  known: ReadonlyMap<string, boolean>;
}

async function writeCollection(
  tx: Transaction,
  { statements, ...place }: RowSource,
  name: Collection,
  { ids, rows, known }: Touched,
): Promise<void> {
  if (ids.length === 0) return;
  const { insert, update, remove } = statements[name];
  const isStored = (id: string) => known.get(id) === true;
  const present = ids.filter((id) => rows.has(id));
  const removed = ids.filter((id) => !rows.has(id) && isStored(id));
  const rowsOf = (wanted: readonly string[]) => wanted.map((id) => rows.get(id));
  await Promise.all([
    removed.length > 0 && tx.query(remove, [place.boardId, removed]),
    writeRows(tx, update, rowsOf(present.filter(isStored)), place),
    writeRows(tx, insert, rowsOf(present.filter((id) => !isStored(id))), place),
  ]);
}
