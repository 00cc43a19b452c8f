import { describe, expect, it } from 'vitest';
import { expectDraft, fileInPieces, fileOf, itemsOf, reported } from '../formats.fixture.ts';
import { prepare } from './prepare.fixture.ts';
import { readCsv } from './read.ts';

describe('bad input', () => {
  it('a file of 3,000 columns is refused, and told how many are taken', async () => {
    const header = Array.from({ length: 3_000 }, (_, index) => `Column ${index}`).join(',');
    await expect(prepare(fileOf(`${header}\n`))).rejects.toThrow(
      /3,000 columns; at most 1,000 are read, and 200/,
    );
  });

  it('of 300 columns the 200 with most in them are taken', async () => {
    const header = ['Title', ...Array.from({ length: 299 }, (_, index) => `Field ${index}`)].join(
      ',',
    );
    const row = (count: number) =>
      ['t', ...Array.from({ length: 299 }, (_, index) => (index >= count ? 'word here' : ''))].join(
        ',',
      );
    const { mapping } = await prepare(fileOf(`${header}\n${row(0)}\n${row(99)}\n${row(99)}\n`));
    const taken = mapping.columns.filter((column) => 'name' in column);
    expect(taken).toHaveLength(200);
    expect(taken[0]?.header).toBe('Field 99');
  });

  it('more than 100,000 rows are refused; as many are read in bounded memory', async () => {
    const line = '"Task, with ""quotes""",Open,2026-03-01,"two\nlines"\n';
    const file = (rows: number) =>
      fileInPieces(Buffer.from(`Title,Status,Due,Note\n${line.repeat(rows)}`), 65_536);
    const source = await prepare(file(100_000));
    const draft = expectDraft(await readCsv(source));
    expect(draft.counts).toMatchObject({ items: 100_000, dates: 100_000 });
    let last = 0;
    for await (const { row } of draft.items()) last = row ?? 0;
    expect(last).toBe(100_001);

    const refused = await readCsv({ ...source, open: file(100_001) });
    expect(refused.kind === 'refused' && refused.problem.code).toBe('csv.tooManyRows');
  });

  it('a file of wrong dates keeps few problems and their number', async () => {
    const good = await prepare(fileOf('Title,Due\na,2026-01-01\nb,2026-01-02\n'));
    const wrong = fileOf(`Title,Due\n${'a,never\n'.repeat(5_000)}`);
    const { problems } = expectDraft(await readCsv({ ...good, open: wrong }));
    expect(problems.length).toBeLessThan(600);
    expect(reported(problems, 'date.noValue')).toBe(5_000);
  });

  it('a cell of more than 500 people keeps 500, and says how many are left out', async () => {
    const people = Array.from({ length: 510 }, (_, index) => `p${index}`).join(';');
    const draft = expectDraft(await readCsv(await prepare(fileOf(`Title,Members\na,${people}\n`))));
    const [item] = await itemsOf(draft);
    expect(item?.values['person:Members']).toHaveLength(500);
    expect(reported(draft.problems, 'cell.tooManyValues')).toBe(10);
  });

  it('characters that the encoding does not know are reported by row', async () => {
    const source = await prepare(fileOf('Title,Note\na,one x\nb,two y\n'));
    const open = fileOf('Title,Note\na,', new Uint8Array([0xff]), '\nb,two\n');
    const { problems } = expectDraft(await readCsv({ ...source, open }));
    expect(problems).toMatchObject([{ row: 2, code: 'row.unreadable' }]);
  });
});
