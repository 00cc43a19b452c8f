import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Options } from 'csv-parse';
import { decodeFile } from '../bytes.ts';
import type { Encoding } from '../bytes.ts';
import type { OpenFile } from '../draft.ts';
import type { Problem } from '../problem-log.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** How a CSV file is written. */
export interface Dialect {
  encoding: Encoding;
  delimiter: Delimiter;
  hasHeader: boolean;
  /** Lines before the table: 1 when Excel wrote `sep=;`. */
  skipRows: number;
}

/** A row with its number as a spreadsheet counts, or why reading ended before the file did. */
export type Row =
  | { kind: 'row'; row: number; cells: string[] }
  | { kind: 'refused'; problem: Problem };

/** A longer row is one whose quote is never closed; a cell of a spreadsheet has 32,767 characters at most. */
const MAX_ROW_BYTES = 4_000_000;

/** What csv-parse is told, so that guessing and reading agree. */
export function parserOptions(delimiter: string): Options {
  return {
    delimiter,
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW_BYTES,
  };
}

/** Reads a CSV file row by row in bounded memory, header first; quoted line ends stay in their cell. */
export async function* readRows(open: OpenFile, dialect: Dialect): AsyncGenerator<Row> {
  const parser = parse(parserOptions(dialect.delimiter));
  const text = openText(open, dialect.encoding);
  // An error of the file reaches the parser, whose reader throws it; leaving early closes the file.
  pipeline(text, parser, () => {});
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > dialect.skipRows) yield { kind: 'row', row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The error overtakes rows that were parsed and not yet handed over, so the parser's count is the right one.
    yield { kind: 'refused', problem: toProblem(error, parser.info.records + 1) };
  }
}

/** The parser reads UTF-8; bytes that are already UTF-8 need no second conversion. */
function openText(open: OpenFile, encoding: Encoding): Readable {
  if (encoding === 'utf-8') return open();
  return Readable.from(decodeFile(open, encoding), { objectMode: false });
}

function toProblem({ code, message }: CsvError, row: number): Problem {
  const isUnclosed = code === 'CSV_QUOTE_NOT_CLOSED';
  return {
    kind: 'refused',
    code: isUnclosed ? 'csv.quoteNotClosed' : 'csv.unreadable',
    row,
    message: isUnclosed
      ? `Row ${row}: a quote is opened and never closed, so the rest of the file would be one cell.`
      : code === 'CSV_MAX_RECORD_SIZE'
        ? `Row ${row} is longer than 4 MB: a quote may be open, or the delimiter is another one.`
        : `Row ${row} cannot be read: ${message}`,
  };
}

/** Whether nothing stands in a row; spreadsheets export such rows by the thousand. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === '');
}
