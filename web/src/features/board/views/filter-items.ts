import type { Item } from '@boardwire/contract/board-model';
import type { FieldValue } from '@boardwire/contract/column-types';
import { readIds, readSpan, readText, type Value } from '../values.ts';
import { addDays, type DaySpan, PERIODS, spanOf } from './days.ts';
import { operatorsOf } from './filter-operators.ts';
import type { Condition, FilterPart } from './filter-tree.ts';
import type { Operator } from './operators.ts';
import { fold, textOf } from './plain-text.ts';
import { type Field, findField, readField, type ViewContext } from './view-context.ts';

type Test<Subject> = (subject: Subject) => boolean;

/** Stands for whoever looks, wherever people are chosen. */
export const ME = 'me';

function isEmpty(value: Value): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function testText(operator: Operator, wanted: FieldValue | undefined): Test<Value> | undefined {
  if (typeof wanted !== 'string' || wanted === '') return undefined;
  const folded = fold(wanted);
  const read = (value: Value) => fold(textOf(value));
  switch (operator) {
    case 'contains':
      return (value) => read(value).includes(folded);
    case 'notContains':
      return (value) => !read(value).includes(folded);
    case 'startsWith':
      return (value) => read(value).startsWith(folded);
    case 'is':
      return (value) => read(value) === folded;
    case 'isNot':
      return (value) => read(value) !== folded;
    default:
      return undefined;
  }
}

function testNumber(operator: Operator, wanted: FieldValue | undefined): Test<Value> | undefined {
  const [from, to] = Array.isArray(wanted) ? wanted : [wanted, wanted];
  if (operator === 'between') {
    if (typeof from !== 'number' || typeof to !== 'number') return undefined;
    return (value) => typeof value === 'number' && value >= from && value <= to;
  }
  if (typeof from !== 'number') return undefined;
  const holds = (test: Test<number>) => (value: Value) => typeof value === 'number' && test(value);
  switch (operator) {
    case 'is':
      return (value) => value === from;
    case 'isNot':
      return (value) => value !== from;
    case 'above':
      return holds((value) => value > from);
    case 'atLeast':
      return holds((value) => value >= from);
    case 'below':
      return holds((value) => value < from);
    case 'atMost':
      return holds((value) => value <= from);
    default:
      return undefined;
  }
}

function testChoice(
  operator: Operator,
  wanted: FieldValue | undefined,
  { ownId }: ViewContext,
): Test<Value> | undefined {
  const ids = readIds(wanted).map((id) => (id === ME ? ownId : id));
  if (ids.length === 0) return undefined;
  const set = new Set(ids);
  switch (operator) {
    case 'anyOf':
      return (value) => readIds(value).some((id) => set.has(id));
    case 'noneOf':
      return (value) => !readIds(value).some((id) => set.has(id));
    case 'allOf':
      return (value) => {
        const own = readIds(value);
        return ids.every((id) => own.includes(id));
      };
    default:
      return undefined;
  }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function readDay(value: FieldValue | undefined): string | undefined {
  return typeof value === 'string' && DAY.test(value) ? value : undefined;
}

/** The days that a condition asks for. */
function spanWanted(
  operator: Operator,
  wanted: FieldValue | undefined,
  { today, weekStart }: ViewContext,
): DaySpan | undefined {
  if (operator === 'within') {
    const period = PERIODS.find((each) => each === wanted);
    return period && spanOf(period, today, weekStart);
  }
  const [first, second] = Array.isArray(wanted) ? wanted : [wanted, wanted];
  const from = readDay(first);
  if (from === undefined) return undefined;
  if (operator === 'is') return { from, to: from };
  if (operator === 'before') return { from: '', to: addDays(from, -1) };
  if (operator === 'after') return { from: addDays(from, 1), to: '' };
  const to = readDay(second);
  return operator === 'between' && to !== undefined ? { from, to } : undefined;
}

/** Tests dates. Days are compared as texts, moments with the begin of days by the person's clock. */
function testDate(
  operator: Operator,
  wanted: FieldValue | undefined,
  context: ViewContext,
): ((from: string, to: string) => boolean) | undefined {
  const span = spanWanted(operator, wanted, context);
  if (!span) return undefined;
  const { from, to } = span;
  const fromMs = from === '' ? -Infinity : context.startOfDayMs(from);
  const untilMs = to === '' ? Infinity : context.startOfDayMs(addDays(to, 1));
  const reachesFrom = (value: string) =>
    value.length > 10 ? Date.parse(value) >= fromMs : value >= from;
  const reachesTo = (value: string) =>
    to === '' || (value.length > 10 ? Date.parse(value) < untilMs : value <= to);
  return (start, end) => start !== '' && reachesFrom(end) && reachesTo(start);
}

function testSpan(operator: Operator, wanted: FieldValue | undefined, context: ViewContext) {
  const test = testDate(operator, wanted, context);
  // A span is before a day when it is over by then, and after it when it has not begun.
  const isWhole = operator === 'before' || operator === 'after';
  return (
    test &&
    ((value: Value) => {
      const { start, end } = readSpan(value);
      if (!isWhole) return test(start, end);
      return operator === 'before' ? test(end, end) : test(start, start);
    })
  );
}

function testValue(
  field: Field,
  { operator, value: wanted }: Condition,
  context: ViewContext,
): Test<Value> | undefined {
  if (operator === 'empty') return isEmpty;
  if (operator === 'notEmpty') return (value) => !isEmpty(value);
  switch (field.family) {
    case 'text':
      return testText(operator, wanted);
    case 'number':
      return testNumber(operator, wanted);
    case 'choice':
      return testChoice(operator, wanted, context);
    case 'date': {
      const test = testDate(operator, wanted, context);
      return test && ((value) => test(readText(value), readText(value)));
    }
    case 'span':
      return testSpan(operator, wanted, context);
    case 'flag':
      return (value) => (value === true) === (operator === 'checked');
  }
}

function compileCondition(condition: Condition, context: ViewContext): Test<Item> | undefined {
  const field = findField(context, condition.field);
  if (!field || !operatorsOf(field).includes(condition.operator)) return undefined;
  const test = testValue(field, condition, context);
  return test && ((item) => test(readField(item, field)));
}

/** The test of a filter; undefined when it asks for nothing, as an unfinished condition does. */
export function compileFilter(part: FilterPart, context: ViewContext): Test<Item> | undefined {
  if ('unread' in part) return undefined;
  if (!('parts' in part)) return compileCondition(part, context);
  const tests = part.parts.flatMap((each) => compileFilter(each, context) ?? []);
  const [only] = tests;
  if (tests.length <= 1) return only;
  return part.join === 'and'
    ? (item) => tests.every((test) => test(item))
    : (item) => tests.some((test) => test(item));
}

/** The items that a filter lets through, in their order. */
export function filterItems(
  items: readonly Item[],
  part: FilterPart,
  context: ViewContext,
): readonly Item[] {
  const test = compileFilter(part, context);
  return test ? items.filter(test) : items;
}
