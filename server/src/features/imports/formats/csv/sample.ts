import { FILE_MAX_COLUMNS, MAPPED_MAX_COLUMNS } from '@boardwire/contract/import-mapping';
import type { OpenFile } from '../draft.ts';
import type { Problem } from '../problem-log.ts';
import { countOf } from '../text.ts';
import { isBlank, readRows } from './rows.ts';
import type { Dialect } from './rows.ts';

export type CsvSample =
  | { kind: 'ok'; headers: string[]; rows: string[][] }
  | { kind: 'refused'; problem: Problem };

/** The headers and first filled rows, for guessing and for the page where the mapping is edited. */
export async function sampleCsv(
  open: OpenFile,
  dialect: Dialect,
  maxRows = 1_000,
): Promise<CsvSample> {
  const rows: string[][] = [];
  for await (const entry of readRows(open, dialect)) {
    if (entry.kind === 'refused') return entry;
    const problem = checkWidth(entry.cells);
    if (problem) return { kind: 'refused', problem };
    if (!isBlank(entry.cells)) rows.push(entry.cells);
    if (rows.length > maxRows) break;
  }
  const first = rows[0];
  if (!first) return { kind: 'refused', problem: noRows() };
  if (dialect.hasHeader) return { kind: 'ok', headers: first, rows: rows.slice(1) };
  return { kind: 'ok', headers: first.map((_, index) => `Column ${index + 1}`), rows };
}

function noRows(): Problem {
  return { kind: 'refused', code: 'csv.empty', message: 'The file has no rows.' };
}

/** A file too wide to be read, said in words. */
export function checkWidth(cells: readonly string[]): Problem | undefined {
  if (cells.length <= FILE_MAX_COLUMNS) return undefined;
  return {
    kind: 'refused',
    code: 'csv.tooManyColumns',
    message: `The file has ${countOf(cells.length, 'column')}; at most ${FILE_MAX_COLUMNS.toLocaleString('en')} are read, and ${MAPPED_MAX_COLUMNS} of them can become columns of a board. Remove columns you do not need, or choose another delimiter.`,
  };
}
