import type { Item } from '@boardwire/contract/board-model';
import { optionsOf } from '../column-facts.ts';
import { readIds, readSpan, readText, type Value } from '../values.ts';
import { textOf } from './plain-text.ts';
import { type Field, findField, readField, type ViewContext } from './view-context.ts';
import type { Sort } from './view-settings.ts';

/** What a value is sorted by; null is empty and comes last in both directions. */
export type SortKey = string | number | null;

/** An order of items. */
export interface ItemOrder {
  keysOf(item: Item): readonly SortKey[];
  /** By keys alone: 0 where the sort says nothing. */
  compareKeys(left: readonly SortKey[], right: readonly SortKey[]): number;
}

function momentOf(value: string, { startOfDayMs }: ViewContext): SortKey {
  if (value === '') return null;
  const ms = value.length > 10 ? Date.parse(value) : startOfDayMs(value);
  return Number.isNaN(ms) ? null : ms;
}

/** Remembers what days begin with; to ask the clock of a time zone is slow. */
function rememberDays(context: ViewContext): ViewContext {
  const known = new Map<string, number>();
  return {
    ...context,
    startOfDayMs(day) {
      const before = known.get(day);
      if (before !== undefined) return before;
      const ms = context.startOfDayMs(day);
      known.set(day, ms);
      return ms;
    },
  };
}

/** Ranks of what can be chosen, where its order means something. */
function ranksOf({ column }: Field, { groups }: ViewContext): ReadonlyMap<string, number> {
  const ids = column ? optionsOf(column) : groups;
  return new Map(ids.map(({ id }, index) => [id, index]));
}

function readerOf(field: Field, context: ViewContext): (value: Value) => SortKey {
  switch (field.family) {
    case 'text':
      return (value) => textOf(value) || null;
    case 'number':
      return (value) => (typeof value === 'number' ? value : null);
    case 'flag':
      return (value) => (value === true ? 0 : 1);
    case 'date':
      return (value) => momentOf(readText(value), context);
    case 'span':
      return (value) => momentOf(readSpan(value).start, context);
    case 'choice': {
      const ranks = ranksOf(field, context);
      if (ranks.size > 0) {
        return (value) =>
          readIds(value).reduce<number | null>((least, id) => {
            const rank = ranks.get(id);
            return rank === undefined || (least !== null && least <= rank) ? least : rank;
          }, null);
      }
      return (value) => firstName(readIds(value), context.nameOf);
    }
  }
}

function firstName(ids: readonly string[], nameOf: (id: string) => string): SortKey {
  const [first, ...others] = ids;
  if (first === undefined) return null;
  return others.reduce((least, id) => {
    const name = nameOf(id);
    return collator.compare(name, least) < 0 ? name : least;
  }, nameOf(first));
}

const collator = new Intl.Collator(undefined, { numeric: true });

function compareKey(left: SortKey, right: SortKey, sign: number): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (typeof left === 'string' && typeof right === 'string')
    return sign * collator.compare(left, right);
  return left < right ? -sign : sign;
}

/** Prepares a sort; fields that are gone are left out. */
export function compileSort(sorts: readonly Sort[], context: ViewContext): ItemOrder {
  const remembering = rememberDays(context);
  const readers = sorts.flatMap(({ field: id, direction }) => {
    const field = findField(context, id);
    if (!field) return [];
    const read = readerOf(field, remembering);
    return [
      { sign: direction === 'up' ? 1 : -1, keyOf: (item: Item) => read(readField(item, field)) },
    ];
  });
  const signs = readers.map(({ sign }) => sign);
  return {
    keysOf: (item) => readers.map(({ keyOf }) => keyOf(item)),
    compareKeys(left, right) {
      // By index: this runs for every comparison of a sort.
      for (let index = 0; index < signs.length; index += 1) {
        const order = compareKey(left[index] ?? null, right[index] ?? null, signs[index] ?? 1);
        if (order !== 0) return order;
      }
      return 0;
    },
  };
}

/** Items in the order of a sort; equal ones stay in the order they came in. */
export function sortItems(
  items: readonly Item[],
  sorts: readonly Sort[],
  context: ViewContext,
): readonly Item[] {
  const { keysOf, compareKeys } = compileSort(sorts, context);
  const keyed = items.map((item) => ({ item, keys: keysOf(item) }));
  return keyed
    .toSorted((left, right) => compareKeys(left.keys, right.keys))
    .map(({ item }) => item);
}
