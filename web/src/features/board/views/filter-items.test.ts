import type { Item } from '@boardwire/contract/board-model';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readField, findField } from './view-context.ts';
import { filterItems } from './filter-items.ts';
import type { Condition, FilterGroup, FilterPart } from './filter-tree.ts';
import { readIds, readSpan, readText, type Value } from '../values.ts';
import { condition, context, itemState, makeItem } from './views.fixture.ts';

const ids = (items: readonly Item[]) => items.map(({ id }) => id);
const find = (field: string, operator: string, value: unknown, ...items: Item[]) =>
  ids(filterItems(items, { field, operator, value } as Condition, context));
const withValue = (id: string, field: string, value: unknown) =>
  makeItem(id, { values: { [field]: value } as Item['values'] });

/** What a condition means, written down without a thought for speed. */
function holdsNaively(item: Item, { field: id, operator, value: wanted }: Condition): boolean {
  const field = findField(context, id);
  if (!field) return true;
  const value: Value = readField(item, field);
  const span = readSpan(value);
  const isNothing =
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0);
  const text = readText(value).toLowerCase().replaceAll('é', 'e');
  const asked = readText(wanted).toLowerCase();
  const chosen = readIds(wanted);
  const own = readIds(value);
  const people = (list: readonly string[]) => list.map((one) => (one === 'me' ? 'ada' : one));
  const start = id === 'plan' ? span.start : text.slice(0, 10);
  const end = id === 'plan' ? span.end : text.slice(0, 10);
  const isDate = id === 'due' || id === 'plan';
  const isNumber = typeof value === 'number';
  switch (operator) {
    case 'contains':
      return text.includes(asked);
    case 'notContains':
      return !text.includes(asked);
    case 'startsWith':
      return text.startsWith(asked);
    case 'is':
      if (isDate) return start !== '' && start <= asked && end >= asked;
      return typeof wanted === 'number' ? value === wanted : text === asked;
    case 'isNot':
      return typeof wanted === 'number' ? value !== wanted : text !== asked;
    case 'above':
      return isNumber && value > Number(wanted);
    case 'atLeast':
      return isNumber && value >= Number(wanted);
    case 'below':
      return isNumber && value < Number(wanted);
    case 'atMost':
      return isNumber && value <= Number(wanted);
    case 'anyOf':
      return own.some((one) => people(chosen).includes(one));
    case 'noneOf':
      return own.every((one) => !people(chosen).includes(one));
    case 'before':
      return end !== '' && end < asked;
    case 'after':
      return start !== '' && start > asked;
    case 'checked':
      return value === true;
    case 'unchecked':
      return value !== true;
    case 'empty':
      return isNothing;
    case 'notEmpty':
      return !isNothing;
    default:
      throw new Error(operator);
  }
}

function holdsTree(item: Item, part: FilterPart): boolean {
  if ('unread' in part) return true;
  if (!('parts' in part)) return holdsNaively(item, part);
  if (part.parts.length === 0) return true;
  return part.join === 'and'
    ? part.parts.every((each) => holdsTree(item, each))
    : part.parts.some((each) => holdsTree(item, each));
}

const tree = fc.record({
  join: fc.constantFrom('and', 'or'),
  parts: fc.array(
    fc.oneof(
      condition,
      fc.record({
        join: fc.constantFrom('and', 'or'),
        parts: fc.array(condition, { minLength: 1, maxLength: 3 }),
      }),
    ),
    { maxLength: 3 },
  ),
}) as fc.Arbitrary<FilterGroup>;

describe('web W14: filters', () => {
  it('let through what a plain reading of them lets through', () => {
    fc.assert(
      fc.property(fc.array(itemState), tree, (items, filter) => {
        const expected = items.filter((item) => holdsTree(item, filter));
        expect(filterItems(items, filter, context)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it('find days in periods around today', () => {
    const on = (day: string) => withValue(day, 'due', day);
    const days = [
      '2026-03-08',
      '2026-03-09',
      '2026-03-12',
      '2026-03-15',
      '2026-03-16',
      '2026-04-01',
    ].map(on);
    expect(find('due', 'within', 'thisWeek', ...days)).toEqual([
      '2026-03-09',
      '2026-03-12',
      '2026-03-15',
    ]);
    expect(find('due', 'within', 'lastWeek', ...days)).toEqual(['2026-03-08']);
    expect(find('due', 'within', 'nextWeek', ...days)).toEqual(['2026-03-16']);
    expect(find('due', 'within', 'nextMonth', ...days)).toEqual(['2026-04-01']);
    expect(find('due', 'within', 'past', ...days)).toEqual(['2026-03-08', '2026-03-09']);
    expect(find('due', 'between', ['2026-03-09', '2026-03-12'], ...days)).toEqual([
      '2026-03-09',
      '2026-03-12',
    ]);
  });

  it('compare moments with days by the person’s clock', () => {
    const inBerlin = {
      ...context,
      startOfDayMs: (day: string) => Date.parse(`${day}T00:00:00+01:00`),
    };
    const late = withValue('late', 'due', '2026-03-11T23:30:00Z');
    const filter = { field: 'due', operator: 'is', value: '2026-03-12' } as const;
    expect(ids(filterItems([late], filter, inBerlin))).toEqual(['late']);
    expect(ids(filterItems([late], filter, context))).toEqual([]);
  });

  it('find a range of numbers, all of several tags, and me', () => {
    const numbers = [1, 2, 3].map((amount) => withValue(`n${amount}`, 'amount', amount));
    expect(find('amount', 'between', [2, 3], ...numbers)).toEqual(['n2', 'n3']);
    const tags = [withValue('one', 'tags', ['todo']), withValue('two', 'tags', ['todo', 'done'])];
    expect(find('tags', 'allOf', ['done', 'todo'], ...tags)).toEqual(['two']);
    const owners = [withValue('mine', 'owner', ['ada']), withValue('other', 'owner', ['bob'])];
    expect(find('owner', 'anyOf', ['me'], ...owners)).toEqual(['mine']);
  });

  it('ask for nothing while a condition is unfinished, or its column is gone', () => {
    const one = makeItem('one');
    expect(find('note', 'contains', '', one)).toEqual(['one']);
    expect(find('status', 'anyOf', [], one)).toEqual(['one']);
    expect(find('removed', 'contains', 'x', one)).toEqual(['one']);
    expect(find('note', 'above', 3, one)).toEqual(['one']);
  });
});
