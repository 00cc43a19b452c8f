import type { Column, Group, Item } from '@boardwire/contract/board-model';
import type { ColumnType } from '@boardwire/contract/column-types';
import * as fc from 'fast-check';
import type { ViewContext } from './view-context.ts';

const AT = '2026-03-01T08:00:00.000Z';

function column(id: string, type: ColumnType, settings: Column['settings'] = {}): Column {
  return { id, type, name: id, settings, pos: id, isHidden: false, createdAt: AT, deletedAt: null };
}

function group(id: string): Group {
  return { id, name: id, color: 'gray', pos: id, createdAt: AT, archivedAt: null, deletedAt: null };
}

const options = ['todo', 'doing', 'done'].map((id) => ({ id, name: id, color: 'gray' }));

/** Columns of the kinds that compare differently. */
export const columns: readonly Column[] = [
  column('note', 'text'),
  column('amount', 'number'),
  column('status', 'status', { options }),
  column('owner', 'person', { isMultiple: false }),
  column('tags', 'tags', { options }),
  column('due', 'date'),
  column('plan', 'timeline'),
  column('ready', 'checkbox'),
  column('stars', 'rating', { max: 5 }),
];

/** Thursday; weeks start on Monday; the person's clock is UTC. */
export const context: ViewContext = {
  columns,
  groups: [group('g1'), group('g2')],
  ownId: 'ada',
  nameOf: (id) => id,
  prefix: 'OPS',
  today: '2026-03-12',
  weekStart: 1,
  startOfDayMs: (day) => Date.parse(`${day}T00:00:00Z`),
};

/** An item with what is given. */
export function makeItem(id: string, given: Partial<Item> = {}): Item {
  return {
    id,
    number: 1,
    groupId: given.parentId ? null : 'g1',
    parentId: null,
    pos: id,
    versions: {},
    commentCount: 0,
    createdBy: 'bob',
    createdAt: AT,
    updatedBy: 'bob',
    updatedAt: AT,
    archivedAt: null,
    deletedAt: null,
    ...given,
    values: { title: id, ...given.values },
  };
}

const day = fc
  .integer({ min: 1, max: 28 })
  .map((date) => `2026-03-${String(date).padStart(2, '0')}`);
const moment = fc
  .tuple(day, fc.constantFrom('00:00', '09:30', '23:59'))
  .map(([on, at]) => `${on}T${at}:00Z`);
const choice = fc.constantFrom('todo', 'doing', 'done');

const values = fc
  .record(
    {
      title: fc.constantFrom('Alpha', 'alpha 10', 'alpha 9', 'Émile', 'zebra', 'Beta'),
      note: fc.constantFrom('red', 'Green', 'blue ink', ''),
      amount: fc.integer({ min: -5, max: 5 }),
      status: choice,
      owner: fc.constantFrom(['ada'], ['bob']),
      tags: fc.uniqueArray(choice),
      due: fc.oneof(day, moment),
      plan: fc
        .tuple(day, day)
        .map(([a, b]) => (a < b ? { start: a, end: b } : { start: b, end: a })),
      ready: fc.boolean(),
      stars: fc.integer({ min: 1, max: 5 }),
    },
    { requiredKeys: ['title'] },
  )
  .map((given) => given as unknown as Item['values']);

/** One of the few items of a small board, in some state. */
export const itemState: fc.Arbitrary<Item> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    parent: fc.option(fc.constantFrom('a', 'b'), { freq: 3 }),
    group: fc.constantFrom('g1', 'g2', 'gone'),
    pos: fc.constantFrom('1', '2', '3', '4'),
    author: fc.constantFrom('ada', 'bob'),
    isArchived: fc.constantFrom(false, false, false, true),
    isDeleted: fc.constantFrom(false, false, false, true),
    values,
  })
  .map(({ id, parent, group: groupId, pos, author, isArchived, isDeleted, values: own }) => {
    const parentId = parent === null || id === 'a' || id === 'b' ? null : parent;
    return makeItem(id, {
      parentId,
      groupId: parentId === null ? groupId : null,
      pos,
      updatedBy: author,
      archivedAt: isArchived && !isDeleted ? AT : null,
      deletedAt: isDeleted ? AT : null,
      values: own,
    });
  });

/** Conditions that compare something, one of each kind. */
export const condition = fc.oneof(
  fc.record({
    field: fc.constantFrom('title', 'note'),
    operator: fc.constantFrom('contains', 'notContains', 'is', 'isNot', 'startsWith'),
    value: fc.constantFrom('e', 'alpha', 'RED', 'emile'),
  }),
  fc.record({
    field: fc.constantFrom('amount', 'stars'),
    operator: fc.constantFrom('is', 'isNot', 'above', 'atLeast', 'below', 'atMost'),
    value: fc.integer({ min: -3, max: 5 }),
  }),
  fc.record({
    field: fc.constantFrom('status', 'tags'),
    operator: fc.constantFrom('anyOf', 'noneOf'),
    value: fc.uniqueArray(choice, { minLength: 1 }),
  }),
  fc.record({
    field: fc.constant('owner'),
    operator: fc.constantFrom('anyOf', 'noneOf'),
    value: fc.constant(['me']),
  }),
  fc.record({
    field: fc.constantFrom('due', 'plan'),
    operator: fc.constantFrom('before', 'after', 'is'),
    value: day,
  }),
  fc.record({
    field: fc.constantFrom('due', 'note', 'plan', 'tags'),
    operator: fc.constantFrom('empty', 'notEmpty'),
  }),
  fc.record({ field: fc.constant('ready'), operator: fc.constantFrom('checked', 'unchecked') }),
);

/** Sorts by up to two fields. */
export const sorts = fc.array(
  fc.record({
    field: fc.constantFrom('title', 'note', 'amount', 'status', 'owner', 'due', 'plan', 'ready'),
    direction: fc.constantFrom('up', 'down'),
  }),
  { maxLength: 2 },
);
