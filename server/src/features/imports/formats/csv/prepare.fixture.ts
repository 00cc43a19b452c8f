import { importMapping } from '@boardwire/contract/import-mapping';
import { detectFormat } from '../detect.ts';
import type { OpenFile } from '../draft.ts';
import { guessMapping } from './guess.ts';
import { sampleCsv } from './sample.ts';

/** The whole way of a file: detect, sample, guess, read. */
export async function prepare(open: OpenFile, fileName = 'tasks.csv') {
  const detected = await detectFormat(open, fileName);
  if (detected.format !== 'csv') throw new Error('no csv');
  const sample = await sampleCsv(open, detected);
  if (sample.kind === 'refused') throw new Error(sample.problem.message);
  const mapping = importMapping.parse(guessMapping(sample.headers, sample.rows));
  return { open, dialect: detected, mapping, boardName: 'Tasks' };
}
