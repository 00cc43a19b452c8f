import type { DraftColumn } from '../draft-board.ts';
import type { DraftValue, DraftValues } from '../draft-item.ts';
import { draftLimits } from '../draft-limits.ts';
import { cleanText, cut, quote } from '../text.ts';
import type { CardContext, Overflow } from './context.ts';
import { asInstant, asNumber, asObject, asObjects, asText } from './raw.ts';
import type { Raw } from './raw.ts';

/** The values of a card's custom fields, by column; what cannot be read is reported. */
export function readCustomFields(card: Raw, context: CardContext, overflow: Overflow): DraftValues {
  const values: DraftValues = {};
  for (const entry of asObjects(card['customFieldItems'])) {
    const column = context.columns.get(asText(entry['idCustomField']));
    const value = column && readValue(entry, column);
    if (!column || value === undefined) {
      report(card, column, entry, context);
      continue;
    }
    values[column.key] = fit(value, column, { card, context, overflow });
    context.count('customFieldValues');
  }
  return values;
}

function readValue(entry: Raw, column: DraftColumn): DraftValue | undefined {
  const value = asObject(entry['value']);
  switch (column.type) {
    case 'number':
      return asNumber(value['number']);
    case 'date':
      return asInstant(value['date']);
    case 'checkbox':
      return asText(value['checked']) === 'true' || value['checked'] === true ? true : undefined;
    case 'status': {
      const option = asText(entry['idValue']);
      return column.options.some(({ key }) => key === option) ? option : undefined;
    }
    default:
      return asText(value['text']) || undefined;
  }
}

interface Place {
  card: Raw;
  context: CardContext;
  overflow: Overflow;
}

function fit(value: DraftValue, column: DraftColumn, place: Place): DraftValue {
  if (column.type !== 'text' || typeof value !== 'string') return value;
  const text = cleanText(value);
  if (text.length <= draftLimits.text) return text;
  place.overflow.push(`${column.name}: ${text}`);
  place.context.problems.add({
    kind: 'changed',
    code: 'customField.textCut',
    objectKey: asText(place.card['id']),
    field: column.name,
    message: `“${column.name}” of ${quote(asText(place.card['name']))} is longer than 5,000 characters; all of it is in the description.`,
  });
  return cut(text, draftLimits.text);
}

function report(
  card: Raw,
  column: DraftColumn | undefined,
  entry: Raw,
  context: CardContext,
): void {
  const name = quote(asText(card['name']));
  context.problems.add({
    kind: column ? 'refused' : 'notTaken',
    code: column ? 'customField.noValue' : 'customField.unknown',
    objectKey: asText(card['id']),
    field: column?.name ?? asText(entry['idCustomField']),
    message: column
      ? `“${column.name}” of ${name} has no value of its type.`
      : `A value of ${name} belongs to a custom field that is not in the file.`,
  });
}
