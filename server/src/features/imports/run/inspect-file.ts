import type { ImportMapping } from '@boardwire/contract/import-mapping';
import { guessMapping } from '../formats/csv/guess.ts';
import { readCsv, type CsvSource } from '../formats/csv/read.ts';
import { sampleCsv } from '../formats/csv/sample.ts';
import { detectFormat } from '../formats/detect.ts';
import type { DraftResult, OpenFile } from '../formats/draft.ts';
import type { Problem } from '../formats/problem-log.ts';
import { readTrello } from '../formats/trello/read.ts';

/** What a file is, and how it is to be read. */
export type Inspected =
  | { kind: 'trello' }
  | { kind: 'csv'; headers: string[]; rows: string[][]; source: CsvSource }
  | { kind: 'refused'; problem: Problem };

/** Rows that are enough to guess a mapping. */
const SAMPLE_ROWS = 1_000;

/** Finds out what a file is; a CSV file is read by `mapping`, or by a guess. */
export async function inspectFile(
  open: OpenFile,
  fileName: string,
  mapping: ImportMapping | null,
): Promise<Inspected> {
  const detected = await detectFormat(open, fileName);
  if (detected.format === 'unknown') {
    return refuse({ kind: 'refused', code: 'file.unknown', message: detected.message });
  }
  if (detected.format === 'trello') return { kind: 'trello' };
  const sample = await sampleCsv(open, detected, SAMPLE_ROWS);
  if (sample.kind === 'refused') return sample;
  const { headers, rows } = sample;
  const beyond = mapping?.columns.find(({ index }) => index >= headers.length);
  if (beyond !== undefined) {
    const message = `The mapping names column ${beyond.index + 1}, and the file has ${headers.length}.`;
    return refuse({ kind: 'refused', code: 'mapping.column', field: beyond.header, message });
  }
  const source: CsvSource = {
    open,
    dialect: detected,
    mapping: mapping ?? guessMapping(headers, rows),
    boardName: fileName.replace(/\.[^.]{1,5}$/, ''),
  };
  return { kind: 'csv', headers, rows, source };
}

function refuse(problem: Problem): Inspected {
  return { kind: 'refused', problem };
}

/** Reads a file that was inspected; nothing is imported by it. */
export async function readInspected(open: OpenFile, inspected: Inspected): Promise<DraftResult> {
  if (inspected.kind === 'refused') return inspected;
  return inspected.kind === 'trello' ? readTrello(open) : readCsv(inspected.source);
}
