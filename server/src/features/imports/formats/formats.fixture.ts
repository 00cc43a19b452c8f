import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { DraftItem } from './draft-item.ts';
import type { DraftResult, ImportDraft, OpenFile } from './draft.ts';
import type { Problem } from './problem-log.ts';

/** Real exports, kept beside the repository, not in it. */
const root = fileURLToPath(new URL('../../../../../', import.meta.url));
const dataDir = join(root, process.env['BOARDWIRE_TEST_DATA'] ?? '../shared/data');

export interface RealFile {
  name: string;
  path: string;
  open: OpenFile;
}

/** The real exports of one kind; none, said aloud, where they are absent. */
export function listRealFiles(kind: 'trello' | 'csv'): RealFile[] {
  const folder = join(dataDir, kind);
  if (!existsSync(folder)) {
    process.stderr.write(
      `skipped: no real ${kind} exports in ${folder}; BOARDWIRE_TEST_DATA may name their folder\n`,
    );
    return [];
  }
  return readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { name, path, open: () => createReadStream(path) };
  });
}

/** A file made of these pieces, as it would come in over the net. */
export function fileOf(...pieces: (string | Uint8Array)[]): OpenFile {
  return () => Readable.from(pieces.map((piece) => Buffer.from(piece)));
}

/** A file in pieces of so many bytes, so that characters and line ends fall apart. */
export function fileInPieces(bytes: Buffer, size: number): OpenFile {
  return () => Readable.from(piecesOf(bytes, size));
}

function* piecesOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size)
    yield bytes.subarray(start, start + size);
}

/** The draft, or the reason why there is none as an error. */
export function expectDraft(result: DraftResult): ImportDraft {
  if (result.kind === 'refused') throw new Error(result.problem.message);
  return result.draft;
}

export async function itemsOf(draft: ImportDraft): Promise<DraftItem[]> {
  return collect(draft.items());
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

/** How many things the problems of one code speak of. */
export function reported(problems: readonly Problem[], ...codes: string[]): number {
  return problems
    .filter(({ code }) => codes.includes(code))
    .reduce((total, { count }) => total + (count ?? 1), 0);
}
