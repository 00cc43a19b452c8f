import type { Item } from '@boardwire/contract/board-model';
import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import type { FieldChange } from '@boardwire/contract/column-types';
import type { Input } from '../operations.ts';
import type { BoardCall } from './board-operations.ts';
import { predictField } from './predict-field.ts';
import type { PredictionInfo } from './prediction-info.ts';
import { placeProvisionally } from './provisional-rank.ts';

/** Predicts a change of items; undefined for calls of another kind. */
export function predictItem(
  state: BoardState,
  call: BoardCall,
  info: PredictionInfo,
): BoardEvent[] | undefined {
  switch (call.op) {
    case 'items.create':
      return createItem(state, call.input, info);
    case 'items.update':
      return updateItem(state, call.input.itemId, call.input);
    case 'items.move':
      return moveItem(state, call.input);
    case 'items.archive':
      return setState(state, call.input.itemId, { archivedAt: info.at });
    case 'items.unarchive':
      return setState(state, call.input.itemId, { archivedAt: null });
    case 'items.delete':
      return setState(state, call.input.itemId, { deletedAt: info.at });
    case 'items.restore':
      return setState(state, call.input.itemId, { deletedAt: null });
    case 'items.bulk':
      return changeMany(state, call.input, info);
    default:
      return undefined;
  }
}

/** Until the server counts it, a new item has no number. */
const NOT_NUMBERED = 0;

function createItem(
  state: BoardState,
  input: Input<'items.create'>,
  { at, userId }: PredictionInfo,
): BoardEvent[] {
  const { id, title, values = {}, after, before } = input;
  const home = findHome(state, input);
  if (id === undefined || home === undefined || state.items.has(id)) return [];
  const kept = Object.entries({ title, ...values }).flatMap(([field, set]) => {
    const value = predictField(state.columns.get(field), null, { set });
    return value === null ? [] : [[field, value]];
  });
  const item: Item = {
    id,
    number: NOT_NUMBERED,
    ...home,
    pos: placeProvisionally(listNeighbours(state, home), { after, before }, id),
    values: Object.fromEntries(kept) as Item['values'],
    versions: {},
    commentCount: 0,
    createdBy: userId,
    createdAt: at,
    updatedBy: userId,
    updatedAt: at,
    archivedAt: null,
    deletedAt: null,
  };
  return [{ type: 'item.created', data: { item } }];
}

function updateItem(
  state: BoardState,
  itemId: string,
  { values = {}, changes = {} }: Pick<Input<'items.update'>, 'values' | 'changes'>,
): BoardEvent[] {
  const item = state.items.get(itemId);
  if (item === undefined || item.deletedAt !== null) return [];
  const sets = Object.entries(values).map(([field, set]) => [field, { set }] as const);
  const writes: (readonly [string, FieldChange])[] = [...sets, ...Object.entries(changes)];
  const fields = writes.map(([field, change]) => {
    const from = item.values[field] ?? null;
    return [field, { from, to: predictField(state.columns.get(field), from, change) }] as const;
  });
  if (fields.length === 0) return [];
  return [{ type: 'item.updated', data: { itemId, fields: Object.fromEntries(fields) } }];
}

function moveItem(state: BoardState, input: Input<'items.move'>): BoardEvent[] {
  const { itemId, after, before } = input;
  const item = state.items.get(itemId);
  if (item === undefined || item.deletedAt !== null) return [];
  if (after === itemId || before === itemId) return [];
  const stays = input.groupId === undefined && input.parentId === undefined;
  const home = stays ? homeOf(item) : findHome(state, input);
  if (home === undefined) return [];
  const pos = placeProvisionally(listNeighbours(state, home), { after, before }, itemId);
  const from = { ...homeOf(item), pos: item.pos };
  return [{ type: 'item.moved', data: { itemId, from, to: { ...home, pos } } }];
}

function setState(
  state: BoardState,
  itemId: string,
  wanted: Partial<Pick<Item, 'archivedAt' | 'deletedAt'>>,
): BoardEvent[] {
  const item = state.items.get(itemId);
  if (item === undefined) return [];
  const changes: Record<string, { from: string | null; to: string | null }> = {};
  for (const name of ['archivedAt', 'deletedAt'] as const) {
    const to = wanted[name];
    if (to === undefined || (to === null) === (item[name] === null)) continue;
    changes[name] = { from: item[name], to };
  }
  if (Object.keys(changes).length === 0) return [];
  return [{ type: 'item.stateChanged', data: { itemId, changes } }];
}

function changeMany(
  state: BoardState,
  { itemIds, action }: Input<'items.bulk'>,
  info: PredictionInfo,
): BoardEvent[] {
  return itemIds.flatMap((itemId) => {
    switch (action.kind) {
      case 'update':
        return updateItem(state, itemId, action);
      case 'move':
        return state.items.get(itemId)?.groupId === action.groupId
          ? []
          : moveItem(state, { itemId, groupId: action.groupId });
      default:
        return predictItem(state, toSingle(itemId, action.kind), info) ?? [];
    }
  });
}

function toSingle(itemId: string, verb: 'archive' | 'unarchive' | 'delete' | 'restore'): BoardCall {
  return { op: `items.${verb}`, input: { itemId } };
}

type Home = Pick<Item, 'groupId' | 'parentId'>;

function homeOf({ groupId, parentId }: Home): Home {
  return { groupId, parentId };
}

/** The wanted parent or group, or the first group; undefined when there is none of the kind. */
function findHome(
  { groups, items }: BoardState,
  { groupId, parentId }: { groupId?: string | undefined; parentId?: string | undefined },
): Home | undefined {
  if (parentId !== undefined) {
    return items.has(parentId) ? { groupId: null, parentId } : undefined;
  }
  const alive = [...groups.values()].filter(
    ({ archivedAt, deletedAt }) => archivedAt === null && deletedAt === null,
  );
  const home =
    groupId === undefined
      ? alive.toSorted((a, b) => (a.pos < b.pos ? -1 : 1))[0]
      : alive.find(({ id }) => id === groupId);
  return home && { groupId: home.id, parentId: null };
}

function* listNeighbours({ items }: BoardState, { groupId, parentId }: Home): Iterable<Item> {
  for (const item of items.values())
    if (item.groupId === groupId && item.parentId === parentId) yield item;
}
