import type { Column, Group, Item } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { type ColorName, toColor } from '../color.ts';
import { maxRating, optionsOf, takesMany } from '../column-facts.ts';
import { readIds, readValue } from '../values.ts';
import { GROUP, type ViewContext } from './view-context.ts';
import type { GroupBy } from './view-settings.ts';

/** Items that stand together, before it is known which. */
export interface Bucket {
  key: string;
  name: string;
  color: ColorName;
  /** The group of the board that it is, if it is one. */
  group: Group | null;
  /** What an item's field holds that belongs here. */
  value: FieldInput;
  /** Shown without items, too. */
  isLasting: boolean;
}

/** How items are put together. */
export interface Grouping {
  /** Group, column, or nothing. */
  by: { kind: 'group' } | { kind: 'none' } | { kind: 'column'; column: Column };
  /** Buckets in order; those of people who are no members are added as they come up. */
  buckets(): readonly Bucket[];
  /** The bucket that an item belongs to; undefined when it is in none that is in use. */
  bucketOf(item: Item): string | undefined;
}

/** The bucket of items without a value. */
const EMPTY_KEY = 'empty';
const ALL_KEY = 'all';

/** Whether items can be put together by a column: it holds one of a few values. */
export function isGroupable(column: Column): boolean {
  switch (column.type) {
    case 'status':
    case 'checkbox':
    case 'rating':
    case 'createdBy':
    case 'updatedBy':
      return true;
    case 'person':
      return !takesMany(column);
    default:
      return false;
  }
}

/** Whether a drop can set it. */
export function isDroppable(column: Column): boolean {
  return isGroupable(column) && column.type !== 'createdBy' && column.type !== 'updatedBy';
}

function groupByGroup({ groups }: ViewContext): Grouping {
  const inUse = new Set(groups.map(({ id }) => id));
  const buckets = groups.map((group) => ({
    key: group.id,
    name: group.name,
    color: group.color,
    group,
    value: group.id,
    isLasting: true,
  }));
  return {
    by: { kind: 'group' },
    buckets: () => buckets,
    bucketOf: ({ groupId }) => (groupId !== null && inUse.has(groupId) ? groupId : undefined),
  };
}

const plain = { color: 'gray', group: null, isLasting: true } as const;

function emptyBucket({ name }: Column): Bucket {
  return { ...plain, key: EMPTY_KEY, name: t('views.noValue', { name }), value: null };
}

function listFixed(column: Column): Bucket[] {
  switch (column.type) {
    case 'status': {
      const options = optionsOf(column).map(({ id, name, color }) => ({
        ...plain,
        key: id,
        name,
        color: toColor(color),
        value: id,
      }));
      return [...options, emptyBucket(column)];
    }
    case 'checkbox':
      return [true, false].map((isChecked) => ({
        ...plain,
        key: String(isChecked),
        name: t(isChecked ? 'views.checkedIs' : 'views.uncheckedIs', { name: column.name }),
        color: isChecked ? 'green' : 'gray',
        value: isChecked,
      }));
    case 'rating': {
      const max = maxRating(column);
      const stars = Array.from({ length: max }, (_, index) => max - index).map((count) => ({
        ...plain,
        key: String(count),
        name: t('board.stars', { count }),
        color: 'yellow' as const,
        value: count,
      }));
      return [...stars, emptyBucket(column)];
    }
    default:
      return [emptyBucket(column)];
  }
}

/** Those who can be given an item by a drop, though they have none yet. */
function listMembers({ type }: Column, { memberIds = [], nameOf }: ViewContext): Bucket[] {
  if (type !== 'person') return [];
  return memberIds.map((id) => ({ ...plain, key: id, name: nameOf(id), value: [id] }));
}

function keyOf(item: Item, column: Column): string {
  const value = readValue(item, column);
  switch (column.type) {
    case 'checkbox':
      return String(value === true);
    case 'rating':
      return typeof value === 'number' ? String(value) : EMPTY_KEY;
    default:
      return readIds(value)[0] ?? EMPTY_KEY;
  }
}

function isOfPeople({ type }: Column): boolean {
  return type === 'person' || type === 'createdBy' || type === 'updatedBy';
}

function groupByColumn(column: Column, context: ViewContext): Grouping {
  const fixed = [...listFixed(column), ...listMembers(column, context)];
  const byKey = new Map(fixed.map((bucket) => [bucket.key, bucket]));
  const inUse = new Set(context.groups.map(({ id }) => id));
  let list: readonly Bucket[] | undefined;
  const meet = (id: string) => {
    const value = column.type === 'person' ? [id] : null;
    byKey.set(id, { ...plain, key: id, name: context.nameOf(id), value, isLasting: false });
    list = undefined;
  };
  return {
    by: { kind: 'column', column },
    buckets: () =>
      (list ??= isOfPeople(column)
        ? [...byKey.values()].toSorted(byNameEmptyLast)
        : [...byKey.values()]),
    bucketOf(item) {
      if (item.groupId === null || !inUse.has(item.groupId)) return undefined;
      const key = keyOf(item, column);
      if (byKey.has(key)) return key;
      if (!isOfPeople(column)) return EMPTY_KEY;
      meet(key);
      return key;
    },
  };
}

function byNameEmptyLast(left: Bucket, right: Bucket): number {
  if (left.key === EMPTY_KEY || right.key === EMPTY_KEY) return left.key === EMPTY_KEY ? 1 : -1;
  return left.name.localeCompare(right.name) || (left.key < right.key ? -1 : 1);
}

function groupByNothing({ groups }: ViewContext): Grouping {
  const inUse = new Set(groups.map(({ id }) => id));
  const all = [{ ...plain, key: ALL_KEY, name: t('views.allItems'), value: null }];
  return {
    by: { kind: 'none' },
    buckets: () => all,
    bucketOf: ({ groupId }) => (groupId !== null && inUse.has(groupId) ? ALL_KEY : undefined),
  };
}

/** Prepares a grouping; by a column that is gone or holds too much it is by the board's groups. */
export function compileGrouping(groupBy: GroupBy, context: ViewContext): Grouping {
  if (groupBy === 'none') return groupByNothing(context);
  if (groupBy === GROUP) return groupByGroup(context);
  const column = context.columns.find(({ id }) => id === groupBy);
  return column && isGroupable(column) ? groupByColumn(column, context) : groupByGroup(context);
}

/** Items by bucket, in their order. */
export function groupItems(
  items: readonly Item[],
  groupBy: GroupBy,
  context: ViewContext,
): ReadonlyMap<string, readonly Item[]> {
  const { bucketOf } = compileGrouping(groupBy, context);
  const lists = new Map<string, Item[]>();
  for (const item of items) {
    const key = bucketOf(item);
    if (key === undefined) continue;
    const list = lists.get(key);
    if (list) list.push(item);
    else lists.set(key, [item]);
  }
  return lists;
}
