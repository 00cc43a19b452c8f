import type { FieldChange, Json } from '@boardwire/contract/column-types';
import { elementsOf, toDelta } from './apply-change.ts';
import { holdsSet } from './column.ts';
import type { FieldColumn } from './column.ts';
import { isSameValue } from './field-value.ts';

/** A field as an event tells of it: what it held before and after, and the seq of that write. */
export interface FieldEvent {
  from: Json | null;
  to: Json | null;
  version: number;
}

/** The change that takes an event back; or that others wrote since, with both values to ask about. */
export type Inverse =
  | { kind: 'change'; change: FieldChange }
  | { kind: 'unchanged' }
  | { kind: 'moved'; wanted: Json | null; standing: Json | null };

/**
 * The inverse of one field of an event, for undo (live L20). A version that has not moved goes back exactly. Of one that
 * has, sets and counters take back their own delta unasked; every other field is asked about.
 */
export function invertChange(
  column: FieldColumn,
  event: FieldEvent,
  standing: { value: Json | null; version: number },
): Inverse {
  if (standing.version === event.version) return { kind: 'change', change: { set: event.from } };
  if (holdsSet(column)) return invertDelta(event, elementsOf(standing.value));
  if (column.type === 'number' && column.settings.isCounter) return invertIncrement(event);
  // A counter that others brought back to where it stood still owes this event's own amount; other fields owe nothing.
  if (isSameValue(column, standing.value, event.from)) return { kind: 'unchanged' };
  return { kind: 'moved', wanted: event.from, standing: standing.value };
}

function invertDelta(event: FieldEvent, present: readonly string[]): Inverse {
  const delta = toDelta(elementsOf(event.to), elementsOf(event.from));
  const add = delta.add.filter((element) => !present.includes(element));
  const remove = delta.remove.filter((element) => present.includes(element));
  const isDone = add.length === 0 && remove.length === 0;
  return isDone ? { kind: 'unchanged' } : { kind: 'change', change: { add, remove } };
}

function invertIncrement({ from, to }: FieldEvent): Inverse {
  const increment = amountOf(from) - amountOf(to);
  return increment === 0 ? { kind: 'unchanged' } : { kind: 'change', change: { increment } };
}

function amountOf(value: Json | null): number {
  return typeof value === 'number' ? value : 0;
}
