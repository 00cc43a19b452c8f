import { countOf, quote } from '../text.ts';
import type { CardContext } from './context.ts';
import { asInstant, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** People of a card or check item who are in the file; others are reported. */
export function readMembers(owner: Raw, ids: readonly string[], context: CardContext): string[] {
  const known = [...new Set(ids)].filter((id) => context.peopleKeys.has(id));
  const missing = new Set(ids).size - known.length;
  if (missing > 0)
    context.problems.add({
      kind: 'notTaken',
      code: 'card.memberMissing',
      objectKey: asText(owner['id']),
      field: 'members',
      count: missing,
      message: `${countOf(missing, 'person', 'people')} of ${quote(asText(owner['name']))} left the board and cannot be named.`,
    });
  return known;
}

/** A moment of a card or check item; one that is no date is reported. */
export function readDate(owner: Raw, field: string, context: CardContext): string | undefined {
  const raw = owner[field];
  if (raw === null || raw === undefined || raw === '') return undefined;
  const instant = asInstant(raw);
  if (instant === undefined)
    context.problems.add({
      kind: 'refused',
      code: `${field}.noDate`,
      objectKey: asText(owner['id']),
      field,
      message: `“${field}” of ${quote(asText(owner['name']))}: ${quote(asText(raw))} is not a date.`,
    });
  return instant;
}
