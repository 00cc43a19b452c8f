import type { Item } from '@boardwire/contract/board-model';
import { compileFilter } from './filter-items.ts';
import { compileGrouping, type Grouping } from './group-items.ts';
import { createCompare, type ComparePlaced, type Placed } from './placed-items.ts';
import type { createSearch } from './plain-text.ts';
import { compileSort } from './sort-items.ts';
import type { ViewContext } from './view-context.ts';
import type { ViewSettings } from './view-settings.ts';

/** What of a view decides which rows are shown and in which order. */
export interface RowPlan extends Pick<ViewSettings, 'filter' | 'sort' | 'groupBy'> {
  /** Words that must be in an item. */
  search: string;
  /** Whether buckets stand one below the other, or side by side: what comes into one then moves no other. */
  layout: 'stacked' | 'beside';
}

/** Answers where items belong. */
export interface Placing {
  grouping: Grouping;
  compare: ComparePlaced;
  layout: RowPlan['layout'];
  /** Whether a filter or a search leaves anything out. */
  isFiltered: boolean;
  /** Where an item belongs; undefined when it is not shown. `subItems` are those in use. */
  place(item: Item, subItems: Iterable<Item>): Placed | undefined;
  /** The same of a sub-item. */
  placeSubItem(item: Item, parent: Item | undefined): Placed | undefined;
  /** The place of an item that the filter leaves out, as if it did not. */
  placeAnyway(item: Item): Placed | undefined;
}

/** Whether an item is neither archived nor in the trash. */
export function isInUse({ archivedAt, deletedAt }: Item): boolean {
  return archivedAt === null && deletedAt === null;
}

type Search = ReturnType<typeof createSearch>;

function compileTest(plan: RowPlan, context: ViewContext, search: Search) {
  const filter = compileFilter(plan.filter, context);
  const finds = plan.search.trim() === '' ? undefined : search(plan.search);
  if (!filter || !finds) return filter ?? finds;
  return (item: Item) => filter(item) && finds(item);
}

/** Prepares a plan: what is asked of every item is worked out once. */
export function compilePlan(plan: RowPlan, context: ViewContext, search: Search): Placing {
  const test = compileTest(plan, context, search);
  const grouping = compileGrouping(plan.groupBy, context);
  const order = compileSort(plan.sort, context);
  const ranks = new Map(context.groups.map(({ id }, index) => [id, index]));
  const toPlaced = (item: Item, list: string | undefined): Placed | undefined =>
    list === undefined
      ? undefined
      : { item, list, keys: order.keysOf(item), groupRank: ranks.get(item.groupId ?? '') ?? 0 };
  const placeAnyway = (item: Item) =>
    isInUse(item) ? toPlaced(item, item.parentId ?? grouping.bucketOf(item)) : undefined;
  return {
    grouping,
    compare: createCompare(order.compareKeys),
    layout: plan.layout,
    isFiltered: test !== undefined,
    placeAnyway,
    place(item, subItems) {
      const isShown = !test || test(item) || [...subItems].some(test);
      return isShown ? placeAnyway(item) : undefined;
    },
    // Sub-items of an item that matches are all there; of another one, those that match themselves.
    placeSubItem: (item, parent) =>
      !test || (parent && test(parent)) || test(item) ? placeAnyway(item) : undefined,
  };
}
