import type { Item } from '@boardwire/contract/board-model';
import type { Bucket, Grouping } from './group-items.ts';
import { isHeldBack, type Mark, markOf } from './hold-rules.ts';
import { compilePlan, isInUse, type Placing, type RowPlan } from './place-item.ts';
import { createPlacedItems, type Placed, type PlacedItems } from './placed-items.ts';
import { createSearch } from './plain-text.ts';
import type { ViewContext } from './view-context.ts';

export interface ShownBucket extends Bucket {
  itemIds: readonly string[];
}

/** A bench's and a test's view of the work: items that were evaluated since the start. */
export interface EngineWork {
  evaluated: number;
}

/** Items as a view shows them; an edit evaluates its own item, not the board. */
export interface RowEngine {
  /** Shows the items by another plan, or in other surroundings. */
  configure(plan: RowPlan, context: ViewContext): void;
  /** Items changed, came or went; true when what is shown changed. */
  touch(ids: Iterable<string>): boolean;
  /** While held, rows stay where they are and are marked (web W10). */
  hold(isHeld: boolean, anchorId?: string): void;
  /** Rows that `act` changes move at once: whoever drops a card wants it there. */
  freely(act: () => void): void;
  /** Moves what was held back; true when anything moved. */
  release(): boolean;
  buckets(): readonly ShownBucket[];
  childrenOf(itemId: string): readonly string[];
  marks(): ReadonlyMap<string, Mark>;
  /** How many rows wait for their place. */
  waiting(): number;
  /** The item as it was when its row was last drawn in place. */
  itemOf(id: string): Item | undefined;
  isFiltered(): boolean;
  groupedBy(): Grouping['by'];
  work: EngineWork;
}

interface State {
  items: ReadonlyMap<string, Item>;
  plan: RowPlan;
  context: ViewContext;
  placing: Placing;
  placed: PlacedItems;
  /** Sub-items in use by item. */
  subItems: Map<string, Set<string>>;
  parents: Map<string, string>;
  pending: Set<string>;
  marks: Map<string, Mark>;
  held: { anchorId: string | undefined } | null;
  isFree: boolean;
  search: ReturnType<typeof createSearch>;
  work: EngineWork;
}

/** Creates the rows of a board; `items` is the board's own map, which changes. */
export function createRowEngine(
  items: ReadonlyMap<string, Item>,
  plan: RowPlan,
  context: ViewContext,
): RowEngine {
  const search = createSearch(context);
  const placing = compilePlan(plan, context, search);
  const state: State = {
    items,
    plan,
    context,
    search,
    placing,
    placed: createPlacedItems(placing.compare),
    subItems: new Map(),
    parents: new Map(),
    pending: new Set(),
    marks: new Map(),
    held: null,
    isFree: false,
    work: { evaluated: 0 },
  };
  rebuild(state);
  return {
    configure: (next, nextContext) => configure(state, next, nextContext),
    touch: (ids) => touchAll(state, ids),
    hold(isHeld, anchorId) {
      state.held = isHeld ? { anchorId } : null;
    },
    freely(act) {
      state.isFree = true;
      act();
      state.isFree = false;
    },
    release: () => release(state),
    buckets: () => listBuckets(state),
    childrenOf: (itemId) => state.placed.idsOf(itemId),
    marks: () => state.marks,
    waiting: () => state.pending.size,
    itemOf: (id) => items.get(id) ?? state.placed.get(id)?.item,
    isFiltered: () => state.placing.isFiltered,
    groupedBy: () => state.placing.grouping.by,
    work: state.work,
  };
}

function configure(state: State, plan: RowPlan, context: ViewContext): void {
  if (context !== state.context) state.search = createSearch(context);
  state.plan = plan;
  state.context = context;
  state.placing = compilePlan(plan, context, state.search);
  state.placed = createPlacedItems(state.placing.compare);
  rebuild(state);
}

function rebuild(state: State): void {
  const { items, subItems, parents } = state;
  subItems.clear();
  parents.clear();
  for (const item of items.values()) noteParent(state, item.id, item);
  state.placed.fill(placeAll(state));
  state.pending.clear();
  state.marks = new Map();
}

function* placeAll(state: State): Iterable<Placed> {
  for (const item of state.items.values()) {
    const placed = evaluate(state, item);
    if (placed) yield placed;
  }
}

function evaluate(state: State, item: Item): Placed | undefined {
  const { items, placing, subItems, work } = state;
  work.evaluated += 1;
  if (!isInUse(item)) return undefined;
  if (item.parentId !== null) return placing.placeSubItem(item, items.get(item.parentId));
  return placing.place(item, listSubItems(items, subItems.get(item.id)));
}

function* listSubItems(
  items: ReadonlyMap<string, Item>,
  ids: ReadonlySet<string> | undefined,
): Iterable<Item> {
  for (const id of ids ?? []) {
    const item = items.get(id);
    if (item) yield item;
  }
}

/** Keeps the sub-items of each item; answers the parents that an item has and had. */
function noteParent({ subItems, parents }: State, id: string, item: Item | undefined): string[] {
  const before = parents.get(id);
  const after = item && isInUse(item) ? item.parentId : null;
  if (before !== undefined && before !== after) subItems.get(before)?.delete(id);
  if (after === null) parents.delete(id);
  else if (before !== after) {
    parents.set(id, after);
    const own = subItems.get(after);
    if (own) own.add(id);
    else subItems.set(after, new Set([id]));
  }
  return [before, after].filter((each) => typeof each === 'string');
}

/** The items to look at: those that changed and, where a filter asks for them, their families. */
function listAffected(state: State, ids: Iterable<string>): Set<string> {
  const affected = new Set<string>();
  for (const id of ids) {
    affected.add(id);
    const families = noteParent(state, id, state.items.get(id));
    if (!state.placing.isFiltered) continue;
    for (const parentId of families) affected.add(parentId);
    for (const subItemId of state.subItems.get(id) ?? []) affected.add(subItemId);
  }
  return affected;
}

function touchAll(state: State, ids: Iterable<string>): boolean {
  let isChanged = false;
  for (const id of listAffected(state, ids)) isChanged = touch(state, id) || isChanged;
  return isChanged;
}

function isSamePlace(state: State, before: Placed, after: Placed): boolean {
  return before.list === after.list && state.placing.compare(before, after) === 0;
}

function touch(state: State, id: string): boolean {
  const { placed, pending } = state;
  const item = state.items.get(id);
  const before = placed.get(id);
  const after = item && evaluate(state, item);
  if (!before && !after) return addLeftOut(state, item);
  if (before && after && isSamePlace(state, before, after)) {
    placed.refresh(after);
    pending.delete(id);
    return mark(state, id, undefined);
  }
  if (state.held && !state.isFree && isHeldBack({ before, after, item, ...state, ...state.held })) {
    pending.add(id);
    return mark(state, id, before && markOf(before, item, after));
  }
  apply(state, id, after);
  return true;
}

/** What a person just made stays in sight, though the filter would leave it out. */
function addLeftOut(state: State, item: Item | undefined): boolean {
  const { context, held, placing, placed, pending } = state;
  if (!held || !item || item.createdBy !== context.ownId || state.marks.has(item.id)) return false;
  // Its number is given by the server: without it, it was made here and just now.
  const own = item.number === 0 ? placing.placeAnyway(item) : undefined;
  if (!own) return false;
  placed.put(own);
  pending.add(item.id);
  mark(state, item.id, 'unmatched');
  return true;
}

function apply(state: State, id: string, after: Placed | undefined): void {
  if (after) state.placed.put(after);
  else state.placed.remove(id);
  state.pending.delete(id);
  mark(state, id, undefined);
}

/** Sets or takes away a mark; true when that changed it. */
function mark(state: State, id: string, next: Mark | undefined): boolean {
  if (state.marks.get(id) === next) return false;
  state.marks = new Map(state.marks);
  if (next) state.marks.set(id, next);
  else state.marks.delete(id);
  return true;
}

function release(state: State): boolean {
  const { pending, items } = state;
  if (pending.size === 0) return false;
  for (const id of listAffected(state, [...pending])) {
    const item = items.get(id);
    apply(state, id, item && evaluate(state, item));
  }
  pending.clear();
  return true;
}

function listBuckets({ placing, placed }: State): ShownBucket[] {
  return placing.grouping
    .buckets()
    .map((bucket) => ({ ...bucket, itemIds: placed.idsOf(bucket.key) }))
    .filter(({ isLasting, itemIds }) => isLasting || itemIds.length > 0);
}
