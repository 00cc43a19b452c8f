import type { Board } from '@boardwire/contract/board-model';
import type { BoardEntity, BoardState } from '@boardwire/contract/board-state';
import type { BoardSnapshot } from './board-snapshot.ts';

/** A collection of a board. */
export type Collection = Exclude<BoardEntity, 'board'>;

/** Every collection of a board. */
export const collections = [
  'columns',
  'groups',
  'items',
  'views',
  'conflicts',
  'comments',
] as const satisfies readonly Collection[];

/** A snapshot's rows by id. */
export function toState(snapshot: BoardSnapshot): BoardState {
  return {
    board: snapshot.board,
    columns: byId(snapshot.columns),
    groups: byId(snapshot.groups),
    items: byId(snapshot.items),
    views: byId(snapshot.views),
    conflicts: byId(snapshot.conflicts),
    comments: new Map(),
  };
}

/** The rows as a snapshot, which `toState` reads. */
export function toSnapshot(
  state: BoardState,
  at: Pick<BoardSnapshot, 'epoch' | 'seq' | 'permissions' | 'people'>,
): BoardSnapshot {
  return {
    ...at,
    board: state.board,
    columns: [...state.columns.values()],
    groups: [...state.groups.values()],
    items: [...state.items.values()],
    views: [...state.views.values()],
    conflicts: [...state.conflicts.values()],
  };
}

/** The same rows in maps of their own. */
export function copyState(state: BoardState): BoardState {
  return {
    board: state.board,
    columns: new Map(state.columns),
    groups: new Map(state.groups),
    items: new Map(state.items),
    views: new Map(state.views),
    conflicts: new Map(state.conflicts),
    comments: new Map(state.comments),
  };
}

/** A board without content. */
export function emptyState(board: Board): BoardState {
  return {
    board,
    columns: new Map(),
    groups: new Map(),
    items: new Map(),
    views: new Map(),
    conflicts: new Map(),
    comments: new Map(),
  };
}

/** One row; undefined when there is none. */
export function readRow(state: BoardState, entity: BoardEntity, id: string): unknown {
  return entity === 'board' ? state.board : state[entity].get(id);
}

/** Makes one row of `to` what it is in `from`. */
export function copyRow(from: BoardState, to: BoardState, entity: BoardEntity, id: string): void {
  if (entity === 'board') {
    to.board = from.board;
    return;
  }
  const rows = to[entity] as Map<string, unknown>;
  const row = from[entity].get(id);
  if (row === undefined) rows.delete(id);
  else rows.set(id, row);
}

function byId<Row extends { id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
