import { dateFormats } from '@boardwire/contract/import-mapping';
import type { DateFormat } from '@boardwire/contract/import-mapping';
import { toUrl } from '../text.ts';
import { parseDate } from './dates.ts';
import { parseNumber } from './numbers.ts';
import type { Decimal, WrittenNumber } from './numbers.ts';

/** Part of the cells that must fit a type: the rest are slips, which the import reports by row. */
const MOST = 0.8;
/** A column of labels repeats itself; one of free text does not. */
const MAX_STATUS_VALUES = 20;
const MAX_STATUS_LENGTH = 60;

const YES = new Set('true|yes|y|ja|oui|sí|si|sim|tak|wahr|vrai|verdadero|x|✓|✔|☑|1|on'.split('|'));
const NO = new Set('false|no|n|nein|non|não|nie|falsch|faux|falso|-|✗|☐|0|off'.split('|'));

/** A checkbox as people write it, or undefined. */
export function parseCheckbox(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

export type Inferred =
  | { as: 'text' | 'longText' | 'status' | 'checkbox' | 'link' | 'email' | 'phone' }
  | { as: 'number'; decimal: Decimal; unit?: string }
  | { as: 'date'; format: DateFormat; isUncertain?: boolean };

/** What the filled cells of a column look like. */
export function inferType(cells: readonly string[], header: string): Inferred {
  const all = (fits: (cell: string) => boolean) => cells.every(fits);
  if (all((cell) => parseCheckbox(cell) !== undefined && !/^[01]$/.test(cell)))
    return { as: 'checkbox' };
  const number = inferNumber(cells);
  if (number) return number;
  // A date in figures has its year in full where no header says that it is one: 1.2.20 is a version.
  const date = all((cell) => /\d{4}|\p{L}{3}/u.test(cell)) ? inferDate(cells) : undefined;
  if (date) return date;
  if (all((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell))) return { as: 'email' };
  if (all((cell) => toUrl(cell) !== undefined)) return { as: 'link' };
  if (/phone|tel|mobil|handy|móvil|celular/i.test(header) && all((cell) => PHONE.test(cell)))
    return { as: 'phone' };
  if (cells.some((cell) => /[\r\n]/.test(cell) || cell.length > 250)) return { as: 'longText' };
  return { as: isStatus(cells) ? 'status' : 'text' };
}

/** Figures and their separators, as a phone column takes them. */
export const PHONE = /^[+\d(][\d+\-().\s/]{2,49}$/;

function isStatus(cells: readonly string[]): boolean {
  const distinct = new Set(cells).size;
  return (
    distinct <= MAX_STATUS_VALUES &&
    cells.length >= 2 * distinct &&
    cells.every((cell) => cell.length <= MAX_STATUS_LENGTH)
  );
}

function inferNumber(cells: readonly string[]): Inferred | undefined {
  // Leading zeros and very long figures are codes: as numbers they would not come back the same.
  if (cells.some((cell) => /^[+-]?0\d/.test(cell) || cell.replaceAll(/\D/g, '').length > 15))
    return undefined;
  const fitting = (decimal: Decimal) =>
    cells.map((cell) => parseNumber(cell, decimal)).filter((number) => number !== undefined);
  const [point, comma] = [fitting('.'), fitting(',')];
  const decimal: Decimal = comma.length > point.length || hasCommaDecimals(cells) ? ',' : '.';
  const numbers = decimal === '.' ? point : comma;
  const unit = findUnit(numbers);
  // One column is in one unit: `5 h` among days, or `x5`, is none of its numbers.
  const own = numbers.filter((number) => number.unit === '' || number.unit === unit);
  if (own.length === 0 || own.length < cells.length * MOST) return undefined;
  return { as: 'number', decimal, ...(unit && { unit }) };
}

/** The unit that most numbers have. */
function findUnit(numbers: readonly WrittenNumber[]): string {
  const counts = new Map<string, number>();
  for (const { unit } of numbers) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** `1,50` or `1,5` cannot be thousands; `1,500` alone could be either, and is. */
function hasCommaDecimals(cells: readonly string[]): boolean {
  const isComma = (cell: string) => /\d,\d{1,2}$/.test(cell) && !cell.includes('.');
  return cells.some(isComma) && cells.every((cell) => isComma(cell) || !/\d[.]\d{1,2}$/.test(cell));
}

/** The order of day, month and year that fits most cells; uncertain when two do. */
export function inferDate(cells: readonly string[]): (Inferred & { as: 'date' }) | undefined {
  const counted = dateFormats.map((format) => ({
    format,
    count: cells.filter((cell) => parseDate(cell, format, 'UTC') !== undefined).length,
  }));
  const [best, next] = counted.toSorted((a, b) => b.count - a.count);
  if (!best || best.count === 0 || best.count < cells.length * MOST) return undefined;
  // With dots the day comes first wherever dots are used.
  const isDotted = cells.every((cell) => /^\d{1,2}\.\d/.test(cell));
  const isUncertain = next?.count === best.count && !isDotted;
  return { as: 'date', format: best.format, ...(isUncertain && { isUncertain }) };
}
