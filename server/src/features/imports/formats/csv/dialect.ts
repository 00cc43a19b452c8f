import { parse } from 'csv-parse/sync';
import { detectEncoding } from '../bytes.ts';
import type { FileFacts } from '../bytes.ts';
import { parseDate } from './dates.ts';
import { dateFormats } from '@boardwire/contract/import-mapping';
import { roleOfHeader } from './headers.ts';
import { delimiters, parserOptions } from './rows.ts';
import type { Delimiter, Dialect } from './rows.ts';

/** Rows that are looked at: enough to tell delimiters apart, few enough to be quick. */
const SAMPLE_ROWS = 50;

interface Attempt {
  delimiter: Delimiter;
  rows: string[][];
  /** The number of cells most rows have. */
  width: number;
  /** Which part of the rows has that many. */
  agreement: number;
}

/** How the table is written, or null when the text is no table. */
export function detectDialect(facts: FileFacts): Dialect | null {
  const encoding = detectEncoding(facts);
  if (encoding === null) return null;
  const text = new TextDecoder(encoding).decode(facts.head);
  const named = /^sep=([,;\t|])\r?\n/.exec(text);
  const attempts = delimiters.map((delimiter) => attempt(text, delimiter, named ? 1 : 0));
  const best = named
    ? attempts.find(({ delimiter }) => delimiter === named[1])
    : attempts.reduce((a, b) => (score(b) > score(a) ? b : a));
  if (!best || best.rows.length === 0) return null;
  const { delimiter, rows } = best;
  return { encoding, delimiter, hasHeader: looksLikeHeader(rows), skipRows: named ? 1 : 0 };
}

/** Whether more than one column was found, the same number in nearly all rows. */
export function isTable(facts: FileFacts, dialect: Dialect): boolean {
  const text = new TextDecoder(dialect.encoding).decode(facts.head);
  const { width, agreement } = attempt(text, dialect.delimiter, dialect.skipRows);
  return width > 1 && agreement >= 0.6;
}

function attempt(text: string, delimiter: Delimiter, skipRows: number): Attempt {
  const rows = parseSample(text, delimiter).slice(skipRows);
  const filled = rows.filter((cells) => cells.some((cell) => cell !== ''));
  const widths = new Map<number, number>();
  for (const { length } of filled) widths.set(length, (widths.get(length) ?? 0) + 1);
  const [width, count] = [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return { delimiter, rows: filled, width, agreement: count / Math.max(1, filled.length) };
}

/** The head may end in the middle of a row: that one is left out, and an open quote is no error. */
function parseSample(text: string, delimiter: Delimiter): string[][] {
  const rows: string[][] = [];
  try {
    parse(text, {
      ...parserOptions(delimiter),
      to: SAMPLE_ROWS,
      on_record: (record: string[]) => {
        rows.push(record);
        return null;
      },
    });
  } catch {
    // What came before the fault is the sample.
  }
  return rows;
}

/** A delimiter divides the first row too; one column always agrees with itself; width decides among the rest. */
function score({ rows, width, agreement }: Attempt): number {
  const isOneColumn = width <= 1 || (rows[0]?.length ?? 0) <= 1;
  return isOneColumn ? 0 : agreement * agreement * Math.log2(1 + width);
}

/** Whether the first row names the columns: no numbers, dates or gaps, or a name we know. */
function looksLikeHeader(rows: readonly string[][]): boolean {
  const [first = [], ...rest] = rows;
  const cells = first.map((cell) => cell.trim());
  const isValue = (cell: string) =>
    /^[-+]?[\d.,]+%?$/.test(cell) || /^\S+@\S+\.\S+$/.test(cell) || isDate(cell);
  if (cells.some(isValue)) return false;
  if (cells.some((cell) => roleOfHeader(cell) !== undefined)) return true;
  const empty = cells.filter((cell) => cell === '').length;
  if (empty > cells.length / 2 || rest.length === 0) return rest.length === 0 && empty === 0;
  // Without a known name: a header says each thing once, and no later row says it again.
  const said = new Set(rest.flat().map((cell) => cell.trim()));
  return !cells.some((cell) => cell !== '' && said.has(cell));
}

function isDate(cell: string): boolean {
  return dateFormats.some((format) => parseDate(cell, format, 'UTC') !== undefined);
}
