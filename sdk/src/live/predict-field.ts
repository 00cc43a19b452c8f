import type { Column } from '@boardwire/contract/board-model';
import type { FieldChange, FieldValue } from '@boardwire/contract/column-types';

/** Digits that a sum of decimals keeps: 0.1 + 0.2 is shown as 0.3. */
const SUM_DIGITS = 15;

/** What a field will hold after a change of what stands in it; the server checks, this only shows. */
export function predictField(
  column: Column | undefined,
  standing: FieldValue,
  change: FieldChange,
): FieldValue {
  if ('set' in change) return normalize(column, change.set);
  if ('increment' in change) {
    const before = typeof standing === 'number' ? standing : 0;
    return Number((before + change.increment).toPrecision(SUM_DIGITS));
  }
  const removed = new Set<FieldValue>(change.remove);
  const before = Array.isArray(standing) ? standing : [];
  const elements = new Set(before.filter((element) => !removed.has(element)));
  for (const element of change.add ?? []) elements.add(element);
  return elements.size === 0 ? null : [...elements];
}

/** Every way of being empty is null, as in the server's rows. */
function normalize(column: Column | undefined, value: FieldValue): FieldValue {
  const text = typeof value === 'string' ? value.trim() : value;
  if (text === '') return null;
  if (Array.isArray(text) && text.length === 0) return null;
  if (column?.type === 'checkbox' && text === false) return null;
  return column?.type === 'rating' && text === 0 ? null : text;
}
