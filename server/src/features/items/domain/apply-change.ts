import type { FieldChange, Json } from '@boardwire/contract/column-types';
import { accept, holdsSet, refuse } from './column.ts';
import type { Checked, FieldColumn } from './column.ts';
import { checkNumber, checkSet, checkValue, isChoosable, isSameValue } from './field-value.ts';
import type { People } from './field-value.ts';

/** Places that toFixed takes (ECMAScript). */
const MAX_PLACES = 100;

/** Elements that join and leave a set. */
export interface SetDelta {
  add: string[];
  remove: string[];
}

/** What a field holds after a change of what stands in it; never throws. */
export function applyChange(
  column: FieldColumn,
  standing: Json | null,
  change: FieldChange,
  people: People,
): Checked {
  if ('set' in change) return applySet(column, standing, change.set, people);
  if ('increment' in change) return applyIncrement(column, standing, change.increment);
  return applyDelta(column, standing, change, people);
}

/** The delta that leads from one set to another. */
export function toDelta(base: readonly string[], wanted: readonly string[]): SetDelta {
  const before = new Set(base);
  const after = new Set(wanted);
  return {
    add: [...after].filter((element) => !before.has(element)),
    remove: [...before].filter((element) => !after.has(element)),
  };
}

/** The elements of a stored set; none when the field is empty or held something else before its type changed. */
export function elementsOf(value: Json | null): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

function applySet(
  column: FieldColumn,
  standing: Json | null,
  value: Json,
  people: People,
): Checked {
  // A status whose option is gone may be sent back as it stands.
  if (column.type === 'status' && value !== null && isSameValue(column, standing, value))
    return accept(standing);
  if (column.type !== 'tags' && column.type !== 'person') return checkValue(column, value, people);
  return checkSet(column, value, allowStanding(column, standing, people));
}

function applyDelta(
  column: FieldColumn,
  standing: Json | null,
  delta: { add?: string[] | undefined; remove?: string[] | undefined },
  people: People,
): Checked {
  if (!holdsSet(column)) return refuse('Send the whole value: this field holds no list to add to');
  const add = delta.add ?? [];
  const remove = new Set(delta.remove);
  if (add.some((element) => remove.has(element)))
    return refuse('Either add or remove an element, not both at once');
  const kept = elementsOf(standing).filter((element) => !remove.has(element));
  return checkSet(column, [...kept, ...add], allowStanding(column, standing, people));
}

/** People who left and options that were deleted may stay where they are; only others must be choosable. */
function allowStanding(
  column: Extract<FieldColumn, { type: 'tags' | 'person' }>,
  standing: Json | null,
  people: People,
): (element: string) => boolean {
  const present = new Set(elementsOf(standing));
  const isNew = isChoosable(column, people);
  return (element) => present.has(element) || isNew(element);
}

function applyIncrement(column: FieldColumn, standing: Json | null, amount: number): Checked {
  if (column.type !== 'number')
    return refuse('Send the whole value: only numbers can be increased');
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return refuse('Enter a number');
  const checked = checkNumber(
    column,
    addExactly(typeof standing === 'number' ? standing : 0, amount),
  );
  return checked.ok ? checked : refuse(`${checked.message}: what stands and the change add up`);
}

/** Adds as on paper: 0.1 + 0.2 is 0.3, also after a thousand increments in any order. */
function addExactly(left: number, right: number): number {
  const sum = left + right;
  const places = Math.max(countPlaces(left), countPlaces(right));
  return places === 0 || places > MAX_PLACES ? sum : Number(sum.toFixed(places));
}

/** Places after the point of a number's shortest decimal form, as in 0.25 or 1e-7. */
function countPlaces(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  const fraction = digits.split('.')[1] ?? '';
  return Math.max(0, fraction.length - Number(exponent));
}
