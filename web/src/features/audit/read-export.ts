import type { Output } from '@boardwire/sdk/operations';
import type { Result } from '@boardwire/sdk/result';

type ExportFile = Output<'audit.export'>;
export type ExportFormat = 'csv' | 'json';

interface Part {
  /** Sequence of the last entry; null when there is none. */
  last: number | null;
}

const FILE_NAME = 'audit-log';
/** Each row of the table begins with its sequence. */
const ROW_START = /^(\d+),/gm;

function readPart(format: ExportFormat, text: string): Part {
  if (format === 'json') {
    const entries = JSON.parse(text) as { sequence: number }[];
    return { last: entries.at(-1)?.sequence ?? null };
  }
  const starts = [...text.matchAll(ROW_START)];
  const last = starts.at(-1)?.[1];
  return { last: last === undefined ? null : Number(last) };
}

/** Parts as one file: one array, or one table under one head. */
function joinParts(format: ExportFormat, texts: readonly string[]): string {
  if (format === 'json')
    return JSON.stringify(
      texts.flatMap((text) => JSON.parse(text) as unknown[]),
      null,
      1,
    );
  return texts
    .map((text, part) => (part === 0 ? text : text.slice(text.indexOf('\n') + 1)))
    .join('');
}

/** Gets a log of any length, part by part, as one file; a failed part fails the whole. */
export async function readExport(
  format: ExportFormat,
  get: (after: number) => Promise<Result<ExportFile>>,
): Promise<Result<ExportFile>> {
  const texts: string[] = [];
  let after = 0;
  for (;;) {
    const part = await get(after);
    if (!part.ok) return part;
    texts.push(part.data.text);
    const { last } = readPart(format, part.data.text);
    if (last === null) {
      const text = joinParts(format, texts);
      return { ...part, data: { ...part.data, fileName: `${FILE_NAME}.${format}`, text } };
    }
    after = last;
  }
}
