import * as events from '@boardwire/contract/item-events';
import type { Item } from '@boardwire/contract/board-model';
import { isTooLong, rankBetween, rekeyPlan } from '../../../kernel/rank.ts';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import type { BoardUnit } from '../../../platform/board/board-unit.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import {
  readLastPlace,
  readNextPlace,
  readOrder,
  readPlaceBefore,
  type Order,
} from '../store/places.ts';

/** Where a caller wants an item. */
export interface Destination {
  groupId?: string | undefined;
  parentId?: string | undefined;
  after?: string | null | undefined;
  before?: string | undefined;
}

/** Where an item stands. */
export type Place = Pick<Item, 'groupId' | 'parentId' | 'pos'>;

/** Chooses the container and the place within it for `movingId`, or for a new item. Throws VALIDATION_ERROR or CONFLICT. */
export async function findPlace(
  context: BoardContext,
  destination: Destination,
  movingId?: string,
): Promise<Place> {
  const container = await chooseContainer(context, destination, movingId);
  const containerId = container.groupId ?? container.parentId ?? '';
  const pos = await findRank(context, containerId, destination, movingId);
  return { ...container, pos };
}

/**
 * Places at the end of a group, one behind the other, for a run in which nobody else puts items there: its order is
 * looked through once and not for every item. Throws as `findPlace` does.
 */
export function createTail(
  context: BoardContext,
  groupId: string,
): (movingId: string) => Promise<Place> {
  let last: Place | null = null;
  return async (movingId) => {
    const pos = last && rankBetween(last.pos, null);
    const place: Place =
      last === null || pos === null || isTooLong(pos)
        ? await findPlace(context, { groupId }, movingId)
        : { ...last, pos };
    last = place;
    return place;
  };
}

/** The group or the item that an item may stand in or below. Throws VALIDATION_ERROR or CONFLICT. */
export async function chooseContainer(
  context: BoardContext,
  { groupId, parentId }: Destination,
  movingId: string | undefined,
): Promise<Pick<Place, 'groupId' | 'parentId'>> {
  if (parentId === undefined) return { groupId: requireGroup(context, groupId), parentId: null };
  if (groupId !== undefined) {
    throw invalid({ path: 'groupId', message: 'A sub-item stands below its item: leave this out' });
  }
  if (parentId === movingId) throw invalid({ path: 'parentId', message: 'An item is not its own' });
  const parent = await context.unit.require('items', parentId);
  if (parent.parentId !== null) {
    throw invalid({ path: 'parentId', message: 'A sub-item has no sub-items of its own' });
  }
  if (parent.deletedAt !== null) throw conflict('gone', 'The item above is in the trash');
  if (movingId !== undefined && (await loadChildren(context.unit, movingId)).length > 0) {
    throw conflict('has_sub_items', 'An item with sub-items cannot become one');
  }
  return { groupId: null, parentId };
}

/** The wanted group, or the first one. */
function requireGroup({ unit }: BoardContext, groupId: string | undefined): string {
  const groups = [...unit.state.groups.values()];
  const alive = groups.filter(
    ({ archivedAt, deletedAt }) => archivedAt === null && deletedAt === null,
  );
  const wanted =
    groupId === undefined
      ? alive.toSorted((a, b) => (a.pos < b.pos ? -1 : 1))[0]
      : alive.find(({ id }) => id === groupId);
  if (wanted !== undefined) return wanted.id;
  const isGone = groups.some(({ id }) => id === groupId);
  if (isGone) throw conflict('gone', 'This group is archived or in the trash');
  throw invalid({ path: 'groupId', message: 'Not a group of this board' });
}

/** Sub-items of an item, those in the trash too. */
export async function loadChildren(unit: BoardUnit, parentId: string): Promise<Item[]> {
  await unit.loadWhere('items', 't.parent_id = $2', [parentId]);
  return [...unit.state.items.values()]
    .filter((item) => item.parentId === parentId)
    .toSorted((a, b) => (a.pos < b.pos ? -1 : 1));
}

async function findRank(
  context: BoardContext,
  containerId: string,
  destination: Destination,
  movingId: string | undefined,
): Promise<string> {
  const order = { boardId: context.unit.boardId, containerId };
  const [low, high] = await findGap(context, order, destination);
  const rank = rankBetween(low, high);
  return isTooLong(rank) ? rekey(context, order, { rank, movingId }) : rank;
}

type Gap = [low: string | null, high: string | null];

/** The neighbours that the item goes between; an anchor that is gone means the end (live L24). */
async function findGap(
  { unit, tx }: BoardContext,
  order: Order,
  { after, before }: Destination,
): Promise<Gap> {
  if (before !== undefined) {
    const anchor = await findAnchor(unit, order, before);
    if (anchor !== null) return [await placeBefore(unit, tx, order, anchor), anchor];
  }
  if (after === null) return [null, await placeAfter(unit, tx, order, '')];
  if (after !== undefined) {
    const anchor = await findAnchor(unit, order, after);
    if (anchor !== null) return [anchor, await placeAfter(unit, tx, order, anchor)];
  }
  return [await lastPlace(unit, tx, order), null];
}

async function findAnchor(
  unit: BoardUnit,
  { containerId }: Order,
  id: string,
): Promise<string | null> {
  await unit.load('items', [id]);
  const item = unit.state.items.get(id);
  return item !== undefined && containerOf(item) === containerId ? item.pos : null;
}

function containerOf({ groupId, parentId }: Pick<Item, 'groupId' | 'parentId'>): string | null {
  return groupId ?? parentId;
}

type Reader = BoardContext['tx'];

async function placeAfter(unit: BoardUnit, tx: Reader, order: Order, pos: string) {
  const stored = await readNextPlace(tx, order, pos);
  return leastOf([stored, ...loadedPlaces(unit, order).filter((place) => place > pos)]);
}

async function placeBefore(unit: BoardUnit, tx: Reader, order: Order, pos: string) {
  const stored = await readPlaceBefore(tx, order, pos);
  return greatestOf([stored, ...loadedPlaces(unit, order).filter((place) => place < pos)]);
}

/** The end of each order as stored, read once in a transaction: nobody else moves it while the board is locked. */
const ends = new WeakMap<BoardUnit, Map<string, string | null>>();

async function lastPlace(unit: BoardUnit, tx: Reader, order: Order): Promise<string | null> {
  const known = ends.get(unit) ?? new Map<string, string | null>();
  ends.set(unit, known);
  let stored = known.get(order.containerId);
  if (stored === undefined) stored = await readLastPlace(tx, order);
  const last = greatestOf([stored, ...loadedPlaces(unit, order)]);
  known.set(order.containerId, last);
  return last;
}

/** Places of rows that this transaction has loaded or made; a flush of thousands has written the others. */
function loadedPlaces({ state }: BoardUnit, { containerId }: Order): string[] {
  const places: string[] = [];
  for (const item of state.items.values()) {
    if (containerOf(item) === containerId) places.push(item.pos);
  }
  return places;
}

function leastOf(places: readonly (string | null)[]): string | null {
  return places.reduce(
    (least, place) => (place !== null && (least === null || place < least) ? place : least),
    null,
  );
}

function greatestOf(places: readonly (string | null)[]): string | null {
  return places.reduce(
    (most, place) => (place !== null && (most === null || place > most) ? place : most),
    null,
  );
}

/** Gives the neighbourhood short keys in one event; answers the one in place of `rank` (live L24). */
async function rekey(
  { unit, tx, emit }: BoardContext,
  order: Order,
  { rank, movingId }: { rank: string; movingId: string | undefined },
): Promise<string> {
  const places = new Map((await readOrder(tx, order)).map(({ id, pos }) => [id, pos]));
  for (const item of unit.state.items.values()) {
    if (containerOf(item) === order.containerId) places.set(item.id, item.pos);
    else places.delete(item.id);
  }
  places.delete(movingId ?? '');
  const sorted = [...places].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
  const index = sorted.filter(([, pos]) => pos < rank).length;
  const keys = sorted.map(([, pos]) => pos);
  const plan = rekeyPlan(keys.toSpliced(index, 0, rank), index);
  const neighbours = sorted
    .toSpliced(index, 0, ['', ''])
    .slice(plan.from, plan.from + plan.keys.length);
  const fresh = new Map(neighbours.map(([id], offset) => [id, plan.keys[offset] ?? '']));
  const own = fresh.get('') ?? '';
  fresh.delete('');
  await unit.load('items', [...fresh.keys()]);
  emit(events.itemsRekeyed, { positions: Object.fromEntries(fresh) });
  ends.delete(unit);
  return own;
}
