import type { Item } from '@boardwire/contract/board-model';
import type { BoardState } from '@boardwire/contract/board-state';
import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import type { Grouping } from '../views/group-items.ts';
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

/** Cards that get a place of their own; more of them go to the end, in one call. */
export const MAX_PLACED = 50;

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

function planGroupMoves(drop: Drop, groupId: string, isSorted: boolean): Move[] {
  const { before, behind } = neighbours(drop);
  let after = isSorted ? undefined : before.at(-1);
  const next = isSorted ? undefined : behind[0];
  return drop.itemIds.map((itemId) => {
    const place = after === undefined ? (next === undefined ? {} : { before: next }) : { after };
    if (!isSorted) after = itemId;
    return { itemId, groupId, ...place };
  });
}

/** In a column that is no group, a card is placed among those of its own group: order is theirs alone. */
function planRanks(drop: Drop, items: Items): Move[] {
  const { before, behind } = neighbours(drop);
  const last = new Map<string | null, string>();
  return drop.itemIds.flatMap((itemId): Move[] => {
    const groupId = items.get(itemId)?.groupId ?? null;
    const isAlike = (id: string) => items.get(id)?.groupId === groupId;
    const after = last.get(groupId) ?? before.findLast(isAlike);
    const next = behind.find(isAlike);
    last.set(groupId, itemId);
    if (after !== undefined) return [{ itemId, after }];
    return next === undefined ? [] : [{ itemId, before: next }];
  });
}

function setValue(item: Item, field: string, value: FieldInput): BoardCall {
  const change = { [field]: { set: value } };
  const seen = { [field]: item.versions[field] ?? 0 };
  return { op: 'items.update', input: { itemId: item.id, changes: change, seen } };
}

function planValues(
  { itemIds, bucket }: Drop,
  field: string,
  { board, items }: Surroundings['state'],
): BoardCall[] {
  const changed = itemIds.filter((id) => !bucket.itemIds.includes(id));
  const found = changed.flatMap((id) => items.get(id) ?? []);
  if (found.length <= 1) return found.map((item) => setValue(item, field, bucket.value));
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
    if (itemIds.length > MAX_PLACED) {
      const action = { kind: 'move' as const, groupId };
      return [
        { op: 'items.bulk', input: { boardId: state.board.id, itemIds: [...itemIds], action } },
      ];
    }
    return planGroupMoves(drop, groupId, isSorted).map((input) => ({ op: 'items.move', input }));
  }
  if (by.kind !== 'column') return [];
  const ranks = isSorted || itemIds.length > MAX_PLACED ? [] : planRanks(drop, state.items);
  return [
    ...planValues(drop, by.column.id, state),
    ...ranks.map((input): BoardCall => ({ op: 'items.move', input })),
  ];
}
