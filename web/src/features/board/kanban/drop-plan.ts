import type { Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import type { Grouping } from '../views/group-items.ts';
import type { SentPart } from '../send-bundles.ts';
import type { ShownBucket } from '../views/row-engine.ts';

/** Where cards are let go. */
export interface Drop {
  /** In the order in which they are shown. */
  itemIds: readonly string[];
  bucket: Pick<ShownBucket, 'key' | 'itemIds' | 'group' | 'value'>;
  /** Before which of the bucket's items; its length for the end. */
  index: number;
}

interface Surroundings {
  state: Pick<BoardState, 'items' | 'board'>;
  by: Grouping['by'];
  /** A sorted view has no place for cards to go to; only the column counts. */
  isSorted: boolean;
}

type Move = BoardCall<'items.move'>['input'];
type Items = Surroundings['state']['items'];

/** The neighbours that stay, before and behind the place. */
function neighbours({ itemIds, bucket, index }: Drop): { before: string[]; behind: string[] } {
  const moving = new Set(itemIds);
  const stays = (id: string) => !moving.has(id);
  return {
    before: bucket.itemIds.slice(0, index).filter(stays),
    behind: bucket.itemIds.slice(index).filter(stays),
  };
}

/** Whether the cards stand there already, one behind the other. */
function isThere({ itemIds, bucket, index }: Drop): boolean {
  const at = bucket.itemIds.indexOf(itemIds[0] ?? '');
  const isTogether = itemIds.every((id, offset) => bucket.itemIds[at + offset] === id);
  return at >= 0 && isTogether && index >= at && index <= at + itemIds.length;
}

/**
 * No card is placed by another one that moves, so that each goes its way though another is refused: before the same
 * neighbour, or to the end, they come to stand in their order.
 */
function planGroupMoves(drop: Drop, groupId: string, isSorted: boolean): Move[] {
  const { before, behind } = neighbours(drop);
  const [next] = isSorted ? [] : behind;
  const after = isSorted || drop.itemIds.length > 1 ? undefined : before.at(-1);
  const place = after === undefined ? (next === undefined ? {} : { before: next }) : { after };
  return drop.itemIds.map((itemId) => ({ itemId, groupId, ...place }));
}

/** In a column that is no group, a card is placed among those of its own group: order is theirs alone. */
function planRanks(drop: Drop, items: Items): Move[] {
  const { before, behind } = neighbours(drop);
  const groupOf = (id: string) => items.get(id)?.groupId ?? null;
  const counts = countBy(drop.itemIds, groupOf);
  const nextOf = firstBy(behind, groupOf);
  const afterOf = firstBy(before.toReversed(), groupOf);
  return drop.itemIds.flatMap((itemId): Move[] => {
    const groupId = groupOf(itemId);
    const [after, next] = [afterOf.get(groupId), nextOf.get(groupId)];
    if (after !== undefined && counts.get(groupId) === 1) return [{ itemId, after }];
    if (next !== undefined) return [{ itemId, before: next }];
    return after === undefined || groupId === null ? [] : [{ itemId, groupId }];
  });
}

type GroupId = string | null;

function countBy(ids: readonly string[], groupOf: (id: string) => GroupId): Map<GroupId, number> {
  const counts = new Map<GroupId, number>();
  for (const id of ids) counts.set(groupOf(id), (counts.get(groupOf(id)) ?? 0) + 1);
  return counts;
}

function firstBy(ids: readonly string[], groupOf: (id: string) => GroupId): Map<GroupId, string> {
  const firsts = new Map<GroupId, string>();
  for (const id of ids) if (!firsts.has(groupOf(id))) firsts.set(groupOf(id), id);
  return firsts;
}

/**
 * Where a card will stand in a column that is no group: cards stand by group there, so that a drop among those of another
 * group comes to the nearest place among its own.
 */
export function findLanding(
  { itemIds, bucket, index }: Drop,
  items: ReadonlyMap<string, Pick<Item, 'groupId'>>,
  groupIds: readonly string[],
): number {
  const rankOf = (id: string | undefined) => groupIds.indexOf(items.get(id ?? '')?.groupId ?? '');
  const own = rankOf(itemIds[0]);
  if (bucket.group || own < 0) return index;
  const ranks = bucket.itemIds.map(rankOf);
  const first = ranks.filter((rank) => rank < own).length;
  const last = ranks.filter((rank) => rank <= own).length;
  return Math.min(Math.max(index, first), last);
}

function setValue(item: Item, field: string, value: FieldInput): BoardCall {
  const change = { [field]: { set: value } };
  const seen = { [field]: item.versions[field] ?? 0 };
  return { op: 'items.update', input: { itemId: item.id, changes: change, seen } };
}

/** Cards that go in one mutation, which is taken or refused as a whole: its hundred calls are a value and a place each. */
const BULK_MAX = 50;

function planValues(
  { itemIds, bucket }: Drop,
  field: string,
  { board, items }: Surroundings['state'],
): BoardCall[] {
  const changed = itemIds.filter((id) => !bucket.itemIds.includes(id));
  const found = changed.flatMap((id) => items.get(id) ?? []);
  // More than one mutation: each card goes for itself, so that one that cannot go keeps no other back.
  if (found.length <= 1 || itemIds.length > BULK_MAX)
    return found.map((item) => setValue(item, field, bucket.value));
  const action = { kind: 'update' as const, values: { [field]: bucket.value } };
  return [{ op: 'items.bulk', input: { boardId: board.id, itemIds: changed, action } }];
}

/** What a drop changes: the field or the group, and the place (web W15). Nothing when all is there already. */
export function planDrop(drop: Drop, { state, by, isSorted }: Surroundings): BoardCall[] {
  const { itemIds, bucket } = drop;
  if (itemIds.length === 0 || isThere(drop)) return [];
  const isWithin = itemIds.every((id) => bucket.itemIds.includes(id));
  if (isSorted && isWithin) return [];
  if (bucket.group) {
    const groupId = bucket.group.id;
    return planGroupMoves(drop, groupId, isSorted).map((input) => ({ op: 'items.move', input }));
  }
  if (by.kind !== 'column') return [];
  const ranks = isSorted ? [] : planRanks(drop, state.items);
  return cardByCard([
    ...planValues(drop, by.column.id, state),
    ...ranks.map((input): BoardCall => ({ op: 'items.move', input })),
  ]);
}

/** The calls of one card beside each other, so that they are taken or refused together; places keep their order. */
function cardByCard(calls: readonly BoardCall[]): BoardCall[] {
  const values = new Map<string, BoardCall>();
  for (const call of calls) if (call.op === 'items.update') values.set(call.input.itemId, call);
  const paired = calls.flatMap((call): BoardCall[] => {
    if (call.op === 'items.update') return [];
    const value = call.op === 'items.move' ? values.get(call.input.itemId) : undefined;
    if (value === undefined || call.op !== 'items.move') return [call];
    values.delete(call.input.itemId);
    return [value, call];
  });
  return [...paired, ...values.values()];
}

/** The calls of a drop by card: those of one are taken or refused together. */
export function listCards(calls: readonly BoardCall[]): SentPart[] {
  const parts: { itemId: string | undefined; calls: BoardCall[] }[] = [];
  for (const call of calls) {
    const itemId = 'itemId' in call.input ? call.input.itemId : undefined;
    const last = parts.at(-1);
    if (last && itemId !== undefined && last.itemId === itemId) last.calls.push(call);
    else parts.push({ itemId, calls: [call] });
  }
  return parts;
}
