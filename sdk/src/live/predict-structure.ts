import type { Column, Group } from '@boardwire/contract/board-model';
import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { Input } from '../operations.ts';
import type { BoardCall } from './board-operations.ts';
import type { PredictionInfo } from './prediction-info.ts';
import { placeProvisionally } from './provisional-rank.ts';

/** Predicts a change of the board itself, its columns and groups; undefined for calls of another kind. */
export function predictStructure(
  state: BoardState,
  call: BoardCall,
  info: PredictionInfo,
): BoardEvent[] | undefined {
  switch (call.op) {
    case 'boards.update':
      return updateBoard(state, call.input);
    case 'columns.create':
      return createColumn(state, call.input, info);
    case 'columns.update':
      return updateColumn(state, call.input);
    case 'columns.delete':
      return changeColumn(state, call.input.columnId, { deletedAt: info.at });
    case 'columns.restore':
      return changeColumn(state, call.input.columnId, { deletedAt: null });
    default:
      return predictGroup(state, call, info);
  }
}

function predictGroup(
  state: BoardState,
  call: BoardCall,
  info: PredictionInfo,
): BoardEvent[] | undefined {
  switch (call.op) {
    case 'groups.create':
      return createGroup(state, call.input, info);
    case 'groups.update':
      return updateGroup(state, call.input);
    case 'groups.archive':
      return changeGroup(state, call.input.groupId, { archivedAt: info.at });
    case 'groups.unarchive':
      return changeGroup(state, call.input.groupId, { archivedAt: null });
    case 'groups.delete':
      return changeGroup(state, call.input.groupId, { deletedAt: info.at });
    case 'groups.restore':
      return changeGroup(state, call.input.groupId, { deletedAt: null });
    default:
      return undefined;
  }
}

function updateBoard({ board }: BoardState, input: Input<'boards.update'>): BoardEvent[] {
  const { name, description, prefix, workspaceId } = input;
  const changes = changesBetween(board, { name, description, prefix, workspaceId });
  return changes === null ? [] : [{ type: 'board.changed', data: { changes } }];
}

function createColumn(
  { columns }: BoardState,
  { id, type, name, settings = {}, after }: Input<'columns.create'>,
  { at }: PredictionInfo,
): BoardEvent[] {
  if (id === undefined || columns.has(id)) return [];
  const pos = placeProvisionally(columns.values(), { after }, id);
  const state = { isHidden: false, createdAt: at, deletedAt: null };
  return [
    { type: 'column.created', data: { column: { id, type, name, settings, pos, ...state } } },
  ];
}

function updateColumn(
  state: BoardState,
  { columnId, after, name, settings, isHidden }: Input<'columns.update'>,
): BoardEvent[] {
  const pos =
    after === undefined
      ? undefined
      : placeProvisionally(state.columns.values(), { after }, columnId);
  return changeColumn(state, columnId, { name, settings, isHidden, pos });
}

function changeColumn(
  { columns }: BoardState,
  columnId: string,
  wanted: Wanted<Column>,
): BoardEvent[] {
  const before = columns.get(columnId);
  const changes = before && changesBetween(before, wanted);
  return changes ? [{ type: 'column.changed', data: { columnId, changes } }] : [];
}

function createGroup(
  { groups }: BoardState,
  { id, name, color = 'gray', after }: Input<'groups.create'>,
  { at }: PredictionInfo,
): BoardEvent[] {
  if (id === undefined || groups.has(id)) return [];
  const pos = placeProvisionally(groups.values(), { after }, id);
  const state = { createdAt: at, archivedAt: null, deletedAt: null };
  return [{ type: 'group.created', data: { group: { id, name, color, pos, ...state } } }];
}

function updateGroup(
  state: BoardState,
  { groupId, after, name, color }: Input<'groups.update'>,
): BoardEvent[] {
  const pos =
    after === undefined ? undefined : placeProvisionally(state.groups.values(), { after }, groupId);
  return changeGroup(state, groupId, { name, color, pos });
}

function changeGroup({ groups }: BoardState, groupId: string, wanted: Wanted<Group>): BoardEvent[] {
  const before = groups.get(groupId);
  const changes = before && changesBetween(before, wanted);
  return changes ? [{ type: 'group.changed', data: { groupId, changes } }] : [];
}

type Wanted<Row> = { [Name in keyof Row]?: Row[Name] | undefined };
type Changes<Row> = { [Name in keyof Row]?: { from: Row[Name]; to: Row[Name] } };

/** From what to what each wanted property changes; null when all stay. */
function changesBetween<Row extends object>(before: Row, wanted: Wanted<Row>): Changes<Row> | null {
  const changes: Changes<Row> = {};
  for (const name of Object.keys(wanted) as (keyof Row)[]) {
    const to = wanted[name];
    const from = before[name];
    if (to === undefined || JSON.stringify(to) === JSON.stringify(from)) continue;
    changes[name] = { from, to };
  }
  return Object.keys(changes).length === 0 ? null : changes;
}
