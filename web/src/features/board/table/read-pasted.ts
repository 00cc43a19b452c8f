import type { Column } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { editorOf, maxRating, optionsOf, takesMany } from '../column-facts.ts';
import { type Parsed, parseTyped } from '../typed-values.ts';
import { fold } from '../views/plain-text.ts';
import { type DayWords, readDayWords } from './day-words.ts';

/** What pasted texts are read with. */
export interface PasteContext extends DayWords {
  people: readonly { id: string; name: string }[];
}

const YES = new Set(['yes', 'true', 'x', '1', '✓', '✔', 'on', 'ja', 'oui', 'vrai', 'wahr']);
const NO = new Set(['no', 'false', '0', '-', 'off', 'nein', 'non', 'faux', 'falsch']);

const ok = (value: FieldInput): Parsed => ({ ok: true, value });
const no = (message: string): Parsed => ({ ok: false, message });

function findNamed(
  text: string,
  named: readonly { id: string; name: string }[],
): string | undefined {
  const wanted = fold(text.trim());
  return named.find(({ name }) => fold(name) === wanted)?.id;
}

function readChosen(
  text: string,
  column: Column,
  named: readonly { id: string; name: string }[],
): Parsed {
  const isMany = takesMany(column);
  const whole = findNamed(text, named);
  const parts =
    whole === undefined && isMany ? text.split(/[,;\n]/).filter((part) => part.trim()) : [text];
  const ids: string[] = [];
  for (const part of parts) {
    const id = findNamed(part, named);
    if (id === undefined) return no(t('table.misfit.choice', { text: part.trim() }));
    if (!ids.includes(id)) ids.push(id);
  }
  return ok(column.type === 'status' ? (ids[0] ?? null) : ids);
}

function readTick(text: string): Parsed {
  const wanted = text.toLowerCase();
  if (YES.has(wanted) || wanted === t('board.checked').toLowerCase()) return ok(true);
  if (NO.has(wanted) || wanted === t('board.unchecked').toLowerCase()) return ok(null);
  return no(t('table.misfit.tick', { text }));
}

function readStars(text: string, column: Column): Parsed {
  const stars = [...text].filter((sign) => sign === '★' || sign === '*').length;
  const count = stars > 0 ? stars : Number.parseFloat(text);
  const most = maxRating(column);
  return Number.isInteger(count) && count >= 0 && count <= most
    ? ok(count === 0 ? null : count)
    : no(t('table.misfit.stars', { text, count: most }));
}

function readDay(text: string, context: PasteContext): Parsed {
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  if (moment) return ok(new Date(text).toISOString());
  const day = readDayWords(text, context);
  return day === undefined ? no(t('table.misfit.day', { text })) : ok(day);
}

function readSpan(text: string, context: PasteContext): Parsed {
  const parts = text.split(/\s+(?:–|—|-|to|bis)\s+|\.\./);
  const [start, end] = parts.map((part) => readDayWords(part, context));
  return start !== undefined && end !== undefined && parts.length === 2 && start <= end
    ? ok({ start, end })
    : no(t('table.misfit.span', { text }));
}

/** A number with nothing but a currency or a unit before and behind it; brackets are the minus of bookkeepers. */
const AMOUNT = /^([+\-−]?)[^\d.,+\-−]*([+\-−]?(?:[\d.,'’]|\s(?=\d))*\d(?:e[+-]?\d+)?)[^\d]*$/i;

function readAmount(text: string, column: Column): Parsed {
  const inBrackets = /^\((.*)\)$/.exec(text)?.[1];
  const [, sign = '', bare = ''] = AMOUNT.exec((inBrackets ?? text).trim()) ?? [];
  const parsed = bare === '' ? undefined : parseTyped(sign + bare, column, null);
  if (!parsed?.ok || typeof parsed.value !== 'number')
    return no(t('table.misfit.number', { text }));
  return ok(inBrackets === undefined ? parsed.value : -parsed.value);
}

/** A pasted text as the value of a column; a misfit says why (web W5). An empty text empties. */
export function readPasted(
  typed: string,
  column: Column | undefined,
  context: PasteContext,
): Parsed {
  const text = typed.trim();
  if (!column) return parseTyped(text.replaceAll(/\s+/g, ' '), undefined, null);
  if (editorOf(column) === 'none') return no(t('table.misfit.computed', { name: column.name }));
  if (text === '') return ok(null);
  switch (column.type) {
    case 'status':
    case 'tags':
      return readChosen(text, column, optionsOf(column));
    case 'person':
      return readChosen(text, column, context.people);
    case 'checkbox':
      return readTick(text);
    case 'rating':
      return readStars(text, column);
    case 'date':
      return readDay(text, context);
    case 'timeline':
      return readSpan(text, context);
    case 'number':
      return readAmount(text, column);
    case 'email':
      return /^[^\s@]+@[^\s@]+$/.test(text) ? ok(text) : no(t('table.misfit.email', { text }));
    default:
      return parseTyped(text, column, null);
  }
}
