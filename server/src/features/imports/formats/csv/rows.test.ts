import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../bytes.ts';
import { fileInPieces, fileOf } from '../formats.fixture.ts';
import type { OpenFile } from '../draft.ts';
import { delimiters, readRows } from './rows.ts';
import type { Delimiter, Dialect } from './rows.ts';

const plain: Dialect = { encoding: 'utf-8', delimiter: ',', hasHeader: true, skipRows: 0 };

async function cellsOf(open: OpenFile, dialect: Dialect): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const entry of readRows(open, dialect)) {
    if (entry.kind === 'refused') throw new Error(entry.problem.message);
    rows.push(entry.cells);
  }
  return rows;
}

interface Writing {
  delimiter: Delimiter;
  encoding: Encoding;
  newline: string;
  hasMark: boolean;
  quotesAll: boolean;
}

function write(rows: readonly string[][], writing: Writing): Buffer {
  const { delimiter, newline, quotesAll } = writing;
  const lines = rows.map((row) =>
    row
      .map((cell) =>
        quotesAll || cell === '' || /["\r\n,;|\t]/.test(cell)
          ? `"${cell.replaceAll('"', '""')}"`
          : cell,
      )
      .join(delimiter),
  );
  return encode(`${lines.join(newline)}${newline}`, writing);
}

function encode(text: string, { encoding, hasMark }: Writing): Buffer {
  const marked = hasMark ? `\uFEFF${text}` : text;
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(marked);
    case 'utf-16le':
      return Buffer.from(marked, 'utf16le');
    case 'utf-16be':
      return Buffer.from(marked, 'utf16le').swap16();
    case 'windows-1252':
      return Buffer.from(text, 'latin1');
  }
}

const writings: fc.Arbitrary<Writing> = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  encoding: fc.constantFrom<Encoding[]>('utf-8', 'utf-16le', 'utf-16be', 'windows-1252'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  hasMark: fc.boolean(),
  quotesAll: fc.boolean(),
});

/** Cells with all that makes CSV hard; in Windows-1252 only the characters it has. */
function cellsFor(encoding: Encoding): fc.Arbitrary<string[][]> {
  const hard = fc.constantFrom('"', '""', '\n', '\r\n', '\r', ',', ';', '\t', '|', ' ', "'=1", 'é');
  const char =
    encoding === 'windows-1252'
      ? fc.constantFrom(...'abcäöüñÇ ÿ£')
      : fc.oneof(
          fc.constantFrom('😀', 'שלום', '中'),
          fc.string({ unit: 'grapheme', maxLength: 2 }).filter((text) => !text.includes('\uFEFF')),
        );
  const cell = fc.array(fc.oneof(hard, char), { maxLength: 6 }).map((parts) => parts.join(''));
  const row = fc.array(cell, { minLength: 1, maxLength: 5 });
  return fc.array(row, { minLength: 1, maxLength: 8 });
}

describe('SPEC B6: rows of a CSV file', () => {
  it('reads back the cells that were written, in every dialect and any pieces', async () => {
    const cases = writings.chain((writing) =>
      fc.tuple(fc.constant(writing), cellsFor(writing.encoding), fc.integer({ min: 1, max: 40 })),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ([writing, rows, size]) => {
        const { delimiter, encoding } = writing;
        const open = fileInPieces(write(rows, writing), size);
        expect(await cellsOf(open, { ...plain, delimiter, encoding })).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it('numbers rows as a spreadsheet does: a quoted line break is no row, an empty line is one', async () => {
    const numbers: number[] = [];
    const open = fileOf('sep=,\na,b\n"x\ny",z\n\n1,2\n');
    for await (const entry of readRows(open, { ...plain, skipRows: 1 }))
      if (entry.kind === 'row') numbers.push(entry.row);
    expect(numbers).toEqual([2, 3, 4, 5]);
  });

  it('takes mixed line ends and quotes in the middle of a cell', async () => {
    expect(await cellsOf(fileOf('a,b\r\n1,6" pipe\n2,x\r3,"y"'), plain)).toEqual([
      ['a', 'b'],
      ['1', '6" pipe'],
      ['2', 'x'],
      ['3', 'y'],
    ]);
  });

  it('names the row whose quote is never closed, or that is too long', async () => {
    const last = async (text: string) => {
      let problem;
      for await (const entry of readRows(fileOf(text), plain))
        if (entry.kind === 'refused') problem = entry.problem;
      return problem;
    };
    expect(await last('a,b\n1,2\n3,"open\n4,5\n')).toMatchObject({
      row: 3,
      code: 'csv.quoteNotClosed',
    });
    expect(await last(`a,b\n1,"${'x'.repeat(4_100_000)}`)).toMatchObject({
      row: 2,
      code: 'csv.unreadable',
    });
  });

  it('closes the file when the reader leaves early, and passes a fault of the file on', async () => {
    const { Readable } = await import('node:stream');
    const stream = Readable.from(
      Array.from({ length: 1_000 }, () => Buffer.from('a,b\n'.repeat(100))),
    );
    const rows = readRows(() => stream, plain);
    await rows.next();
    await rows.return(undefined);
    await expect.poll(() => stream.destroyed).toBe(true);

    const broken = () =>
      new Readable({ read: () => {}, construct: (done) => done(new Error('the disk is gone')) });
    await expect(cellsOf(broken, plain)).rejects.toThrow('the disk is gone');
  });
});
