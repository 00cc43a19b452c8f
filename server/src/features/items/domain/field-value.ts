import type { fieldLimits, Json } from '@boardwire/contract/column-types';
import { unreachable } from '../../../kernel/assert.ts';
import { checkDate, checkTimeline } from './check-date.ts';
import { checkEmail, checkLink, checkPhone, checkText, checkTitle } from './check-text.ts';
import { accept, refuse } from './column.ts';
import type { Checked, FieldColumn } from './column.ts';

/** The contract's figure; its literal type makes a difference a type error. */
const MAX_ELEMENTS: (typeof fieldLimits)['elements'] = 500;

/** People who may be chosen; null when the caller has not loaded them and takes every id. */
export type People = ReadonlySet<string> | null;

type NumberColumn = Extract<FieldColumn, { type: 'number' }>;
type SetColumn = Extract<FieldColumn, { type: 'tags' | 'person' }>;

/**
 * Judges a value for a field and puts it into its one stored form: trimmed, composed, null for every way of being
 * empty (blank text, false, no elements, a rating of 0). A number of 0 is a value. Never throws, whatever the value.
 */
export function checkValue(column: FieldColumn, value: unknown, people: People): Checked {
  switch (column.type) {
    case 'title':
      return checkTitle(value);
    case 'text':
      return checkText(value);
    case 'longText':
      return refuse('A long text has operations of its own: texts.replace, texts.update');
    case 'number':
      return checkNumber(column, value);
    case 'status':
      return checkStatus(column.settings.options, value);
    case 'person':
    case 'tags':
      return checkSet(column, value, isChoosable(column, people));
    case 'date':
      return checkDate(value);
    case 'timeline':
      return checkTimeline(value);
    case 'checkbox':
      return checkCheckbox(value);
    case 'link':
      return value === null || value === undefined ? accept(null) : checkLink(value);
    case 'email':
      return checkEmail(value);
    case 'phone':
      return checkPhone(value);
    case 'rating':
      return checkRating(column.settings.max, value);
    case 'createdAt':
    case 'createdBy':
    case 'updatedAt':
    case 'updatedBy':
      return refuse('This column fills itself in: change another one');
    default:
      return unreachable(column, 'unknown column');
  }
}

/** Judges a set; elements that stand already may stay although they cannot be chosen any more, so `isKnown` decides. */
export function checkSet(
  column: SetColumn,
  value: unknown,
  isKnown: (element: string) => boolean,
): Checked {
  if (value === null || value === undefined) return accept(null);
  const isPerson = column.type === 'person';
  const what = isPerson ? 'people' : 'tags';
  if (!isListOfText(value)) return refuse(`Send the ids of the ${what} as a list`);
  const elements = [...new Set(value)];
  if (elements.length > MAX_ELEMENTS) return refuse(`Choose at most ${MAX_ELEMENTS} ${what}`);
  if (isPerson && column.settings.isMultiple === false && elements.length > 1)
    return refuse('Choose one person: this column holds no more');
  if (!elements.every(isKnown))
    return refuse(isPerson ? 'Choose people of this board' : 'Choose tags of this column');
  return accept(elements.length === 0 ? null : elements);
}

/** Whether an element can be chosen in a column now. */
export function isChoosable(column: SetColumn, people: People): (element: string) => boolean {
  if (column.type === 'person') return (element) => isPersonId(element) && isAmong(people, element);
  const optionIds = new Set(column.settings.options.map((option) => option.id));
  return (element) => optionIds.has(element);
}

/** Judges a number by the column's bounds; -0 becomes 0. */
export function checkNumber({ settings }: NumberColumn, value: unknown): Checked {
  if (value === null || value === undefined) return accept(null);
  if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('Enter a number');
  const { min, max } = settings;
  if (min !== undefined && value < min) return refuse(`Enter a number of at least ${min}`);
  if (max !== undefined && value > max) return refuse(`Enter a number of at most ${max}`);
  return accept(value === 0 ? 0 : value);
}

function checkStatus(options: readonly { id: string }[], value: unknown): Checked {
  if (value === null || value === undefined || value === '') return accept(null);
  const option = options.find(({ id }) => id === value);
  return option === undefined ? refuse('Choose a status of this column') : accept(option.id);
}

function checkCheckbox(value: unknown): Checked {
  if (value === null || value === undefined || value === false) return accept(null);
  return value === true ? accept(true) : refuse('Send true or false');
}

function checkRating(max: number, value: unknown): Checked {
  if (value === null || value === undefined || value === 0) return accept(null);
  const isRating = typeof value === 'number' && Number.isInteger(value) && value > 0;
  return isRating && value <= max ? accept(value) : refuse(`Enter a whole number from 0 to ${max}`);
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && Array.from<unknown>(value).every((one) => typeof one === 'string');
}

const PERSON_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function isPersonId(element: string): boolean {
  return PERSON_ID.test(element);
}

function isAmong(people: People, element: string): boolean {
  return people === null || people.has(element);
}

/** Whether two values of a field say the same; sets have no order. */
export function isSameValue(column: FieldColumn, left: Json | null, right: Json | null): boolean {
  if (
    Array.isArray(left) &&
    Array.isArray(right) &&
    (column.type === 'tags' || column.type === 'person')
  )
    return isSameSet(new Set(left), new Set(right));
  return isSameJson(left, right);
}

function isSameSet(left: ReadonlySet<Json>, right: ReadonlySet<Json>): boolean {
  return left.size === right.size && [...left].every((element) => right.has(element));
}

function isSameJson(left: Json, right: Json): boolean {
  if (typeof left !== 'object' || typeof right !== 'object') return left === right;
  if (left === null || right === null) return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const others = new Map(Object.entries(right));
  const entries = Object.entries(left);
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => {
      const other = others.get(key);
      return other !== undefined && isSameJson(value, other);
    })
  );
}
