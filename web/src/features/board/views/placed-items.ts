import type { Item } from '@boardwire/contract/board-model';
import type { SortKey } from './sort-items.ts';

/** An item where it is shown. */
export interface Placed {
  item: Item;
  /** The bucket, or the item that it is a sub-item of. */
  list: string;
  keys: readonly SortKey[];
  /** Place of its group among the groups. */
  groupRank: number;
}

export type ComparePlaced = (left: Placed, right: Placed) => number;

/** The order of a list: by the sort, then as the board has it. */
export function createCompare(
  compareKeys: (left: readonly SortKey[], right: readonly SortKey[]) => number,
): ComparePlaced {
  return (left, right) => {
    const order = compareKeys(left.keys, right.keys) || left.groupRank - right.groupRank;
    if (order !== 0) return order;
    // By code unit (live L24); equal ones by id, so that every screen agrees.
    if (left.item.pos !== right.item.pos) return left.item.pos < right.item.pos ? -1 : 1;
    if (left.item.id === right.item.id) return 0;
    return left.item.id < right.item.id ? -1 : 1;
  };
}

/** Lists of items that stay sorted while items come, go and change. */
export interface PlacedItems {
  get(id: string): Placed | undefined;
  /** Puts an item where it belongs, from where it was. */
  put(placed: Placed): void;
  /** The same place with newer contents. */
  refresh(placed: Placed): void;
  remove(id: string): void;
  fill(all: Iterable<Placed>): void;
  /** Ids of a list; the same array until it changes. */
  idsOf(list: string): readonly string[];
}

const NONE: readonly string[] = [];

/** Index of the first element that does not come before `placed`. */
function findIndex(list: readonly Placed[], placed: Placed, compare: ComparePlaced): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = list[middle];
    if (at && compare(at, placed) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface State {
  byId: Map<string, Placed>;
  lists: Map<string, Placed[]>;
  /** Ids of the lists that were asked for since their last change. */
  ids: Map<string, readonly string[]>;
  compare: ComparePlaced;
}

/** Creates lists in the order of `compare`. */
export function createPlacedItems(compare: ComparePlaced): PlacedItems {
  const state: State = { byId: new Map(), lists: new Map(), ids: new Map(), compare };
  return {
    get: (id) => state.byId.get(id),
    put: (placed) => put(state, placed),
    refresh: (placed) => refresh(state, placed),
    remove: (id) => remove(state, id),
    fill: (all) => fill(state, all),
    idsOf: (name) => idsOf(state, name),
  };
}

function put(state: State, placed: Placed): void {
  remove(state, placed.item.id);
  const list = state.lists.get(placed.list) ?? [];
  list.splice(findIndex(list, placed, state.compare), 0, placed);
  state.lists.set(placed.list, list);
  state.byId.set(placed.item.id, placed);
  state.ids.delete(placed.list);
}

function refresh({ byId, lists, compare }: State, placed: Placed): void {
  const before = byId.get(placed.item.id);
  const list = before && lists.get(before.list);
  if (!before || !list) return;
  list[findIndex(list, before, compare)] = placed;
  byId.set(placed.item.id, placed);
}

function remove({ byId, lists, ids, compare }: State, id: string): void {
  const placed = byId.get(id);
  const list = placed && lists.get(placed.list);
  if (!placed || !list) return;
  list.splice(findIndex(list, placed, compare), 1);
  byId.delete(id);
  ids.delete(placed.list);
}

function fill({ byId, lists, ids, compare }: State, all: Iterable<Placed>): void {
  byId.clear();
  lists.clear();
  ids.clear();
  for (const placed of all) {
    byId.set(placed.item.id, placed);
    const list = lists.get(placed.list);
    if (list) list.push(placed);
    else lists.set(placed.list, [placed]);
  }
  for (const list of lists.values()) list.sort(compare);
}

function idsOf({ lists, ids }: State, name: string): readonly string[] {
  const known = ids.get(name);
  if (known) return known;
  const list = lists.get(name);
  if (!list) return NONE;
  const own = list.map(({ item }) => item.id);
  ids.set(name, own);
  return own;
}
