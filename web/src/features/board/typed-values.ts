import type { Column } from '@boardwire/contract/board-model';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../i18n/t.tsx';
import { readLink, readText, type Value } from './values.ts';

/** The text that stands in the editor of a typed value. */
export function toTyped(value: Value, column: Column | undefined): string {
  if (column?.type === 'number') return typeof value === 'number' ? String(value) : '';
  if (column?.type === 'link') return readLink(value)?.url ?? readText(value);
  return readText(value);
}

export type Parsed = { ok: true; value: FieldInput } | { ok: false; message: string };

/** `1234.5`, and with a comma for the point where there is but one. */
function parseNumber(text: string): Parsed {
  const plain = text.replaceAll(/[\s’']/g, '').replace(/^([+-]?\d*),(\d*)$/, '$1.$2');
  const value = Number(plain);
  return Number.isFinite(value)
    ? { ok: true, value }
    : { ok: false, message: t('board.notANumber') };
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
