import type { Column } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { readNumber } from './read-number.ts';
import { readLink, readText, type Value } from './values.ts';

/** The sign before the decimals, as the person writes numbers. */
function decimalSign(): '.' | ',' {
  return formatNumber(0.5, 1).includes(',') ? ',' : '.';
}

/** A number as it is typed and pasted: without thousands, with the person's decimal sign. */
export function writeNumber(value: number): string {
  return String(value).replace('.', decimalSign());
}

/** The text that stands in the editor of a typed value. */
export function toTyped(value: Value, column: Column | undefined): string {
  if (column?.type === 'number') return typeof value === 'number' ? writeNumber(value) : '';
  if (column?.type === 'link') return readLink(value)?.url ?? readText(value);
  return readText(value);
}

export type Parsed = { ok: true; value: FieldInput } | { ok: false; message: string };

function parseNumber(text: string): Parsed {
  const value = readNumber(text, decimalSign());
  return value === undefined ? { ok: false, message: t('board.notANumber') } : { ok: true, value };
}

/** An address as people type it: without its beginning, it is one of the web. */
function parseLink(text: string, before: Value): Parsed {
  const url = /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;
  const label = readLink(before)?.text;
  return { ok: true, value: { url, ...(label ? { text: label } : {}) } };
}

/** The value that was typed; what the server alone can judge goes to it as it is. */
export function parseTyped(text: string, column: Column | undefined, before: Value): Parsed {
  const trimmed = text.trim();
  if (trimmed === '')
    return column ? { ok: true, value: null } : { ok: false, message: t('board.titleNeeded') };
  if (column?.type === 'number') return parseNumber(trimmed);
  if (column?.type === 'link') return parseLink(trimmed, before);
  return { ok: true, value: trimmed };
}
