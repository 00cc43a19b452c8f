import type { Column, Item } from '@boardwire/contract/board-model';
import type { ColumnSettings } from '@boardwire/contract/column-types';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { formatDate, formatDateTime, formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { optionsOf } from './column-facts.ts';

export type Value = FieldInput | undefined;

interface LinkValue {
  url: string;
  text?: string;
}
export interface Span {
  start: string;
  end: string;
}

function isRecord(value: Value): value is Record<string, FieldInput> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function readText(value: Value): string {
  return typeof value === 'string' ? value : '';
}

export function readIds(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

export function readLink(value: Value): LinkValue | undefined {
  if (!isRecord(value) || typeof value['url'] !== 'string') return undefined;
  const text = readText(value['text']);
  return { url: value['url'], ...(text ? { text } : {}) };
}

export function readSpan(value: Value): Span {
  return isRecord(value)
    ? { start: readText(value['start']), end: readText(value['end']) }
    : { start: '', end: '' };
}

function readPreview(value: Value): string {
  return isRecord(value) ? readText(value['preview']) : '';
}

/** A day or a moment, as the person writes dates. */
function formatDay(value: string): string {
  if (value === '') return '';
  // A day belongs to no time zone: at noon it is the same day in all of them but one's own choice of zone.
  return value.length > 10 ? formatDateTime(value) : formatDate(`${value}T12:00:00Z`);
}

function formatAmount(value: number, { settings }: Column): string {
  const { unit, decimals } = settings as ColumnSettings<'number'>;
  const amount = formatNumber(value, decimals);
  return unit ? t('board.amount', { amount, unit }) : amount;
}

/** What a computed column shows of an item. */
function readComputed(item: Item, { type }: Column): Value {
  switch (type) {
    case 'createdAt':
      return item.createdAt;
    case 'updatedAt':
      return item.updatedAt;
    case 'createdBy':
      return item.createdBy;
    case 'updatedBy':
      return item.updatedBy;
    default:
      return item.values[type];
  }
}

const COMPUTED = new Set(['createdAt', 'updatedAt', 'createdBy', 'updatedBy']);

/** The value of a column, stored or computed. */
export function readValue(item: Item, column: Column): Value {
  return COMPUTED.has(column.type) ? readComputed(item, column) : item.values[column.id];
}

/** A value as plain text, for reading aloud, comparing and copying. */
export function describeValue(
  value: Value,
  column: Column | undefined,
  nameOf: (id: string) => string,
): string {
  if (value === undefined || value === null) return '';
  switch (column?.type) {
    case 'status':
    case 'tags': {
      const names = new Map(optionsOf(column).map(({ id, name }) => [id, name]));
      return joinList(readIds(value).map((id) => names.get(id) ?? t('board.unknownOption')));
    }
    case 'person':
    case 'createdBy':
    case 'updatedBy':
      return joinList(readIds(value).map(nameOf));
    case 'number':
      return typeof value === 'number' ? formatAmount(value, column) : '';
    case 'date':
    case 'createdAt':
    case 'updatedAt':
      return formatDay(readText(value));
    case 'timeline': {
      const { start, end } = readSpan(value);
      return t('board.span', { start: formatDay(start), end: formatDay(end) });
    }
    case 'checkbox':
      return t(value === true ? 'board.checked' : 'board.unchecked');
    case 'rating':
      return typeof value === 'number' ? t('board.stars', { count: value }) : '';
    case 'link': {
      const link = readLink(value);
      return link?.text ?? link?.url ?? '';
    }
    case 'longText':
      return readPreview(value);
    default:
      return readText(value);
  }
}

function joinList(names: readonly string[]): string {
  return names.join(', ');
}
