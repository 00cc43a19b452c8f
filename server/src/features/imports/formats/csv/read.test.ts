import { importMapping } from '@boardwire/contract/import-mapping';
import { describe, expect, it } from 'vitest';
import { expectDraft, fileOf, itemsOf, reported } from '../formats.fixture.ts';
import { prepare } from './prepare.fixture.ts';
import { readCsv } from './read.ts';

async function importCsv(text: string) {
  const source = await prepare(fileOf(text));
  const draft = expectDraft(await readCsv(source));
  return { draft, items: await itemsOf(draft), mapping: source.mapping };
}

const asOf = (mapping: { columns: { as: string; header: string }[] }) =>
  mapping.columns.map(({ header, as }) => `${header}: ${as}`);

describe('SPEC B6: a table of tasks', () => {
  it('becomes groups, options, people and values by the guessed mapping', async () => {
    const { draft, items, mapping } = await importCsv(
      'Aufgabe;Gruppe;Status;Fällig am;Zuständig;Stichwörter;Aufwand;Erledigt;Beschreibung\n' +
        'Erste;Heute;Offen;31.12.2026;Ada <ada@example.com>;rot, blau;1,5;ja;Text\n' +
        'Zweite;Morgen;Offen;01.02.2026;Bob;rot;2,25;nein;\n',
    );
    expect(asOf(mapping)).toEqual([
      'Aufgabe: title',
      'Gruppe: group',
      'Status: status',
      'Fällig am: date',
      'Zuständig: person',
      'Stichwörter: tags',
      'Aufwand: number',
      'Erledigt: checkbox',
      'Beschreibung: description',
    ]);
    expect(draft.groups.map(({ name }) => name)).toEqual(['Heute', 'Morgen']);
    expect(draft.people).toEqual([
      { key: 'Ada <ada@example.com>', name: 'Ada', email: 'ada@example.com' },
      { key: 'Bob', name: 'Bob' },
    ]);
    const [first] = items;
    expect(first).toMatchObject({
      key: 'row:2',
      row: 2,
      groupKey: 'Heute',
      title: 'Erste',
      description: 'Text',
    });
    expect(Object.values(first?.values ?? {})).toEqual([
      'Offen',
      '2026-12-31',
      ['Ada <ada@example.com>'],
      ['rot', 'blau'],
      1.5,
      true,
    ]);
    expect(
      draft.columns.find(({ type }) => type === 'tags')?.options.map(({ name }) => name),
    ).toEqual(['rot', 'blau']);
    expect(draft.problems).toEqual([]);
  });

  it('names row and column of a value that is none of its type, and takes the rest of the row', async () => {
    const { draft, items } = await importCsv(
      'Title,Due,Points\na,21/01/2026,1\nb,22/01/2026,2\nc,23/01/2026,3\nd,24/01/2026,4\ne,31/02/2026,x5\n',
    );
    expect(draft.problems.map(({ row, field, message }) => ({ row, field, message }))).toEqual([
      { row: 6, field: 'Due', message: 'Row 6, “Due”: “31/02/2026” is not a date.' },
      { row: 6, field: 'Points', message: 'Row 6, “Points”: “x5” is not a number.' },
    ]);
    expect(items[4]).toMatchObject({ title: 'e', values: {} });
  });

  it('lets dates that tell day from month decide for those that do not', async () => {
    const formats = async (text: string) =>
      (await importCsv(text)).mapping.columns.map((column) =>
        column.as === 'date' ? `${column.format}${column.isUncertain ? '?' : ''}` : '',
      );
    expect(await formats('Title,Due,Start\na,03/04/2026,03/20/2026\n')).toEqual([
      '',
      'M/d/y',
      'M/d/y',
    ]);
    expect(await formats('Title,Due,Start\na,03/04/2026,20/03/2026\n')).toEqual([
      '',
      'd/M/y',
      'd/M/y',
    ]);
    expect(await formats('Title,Due\na,03/04/2026\n')).toEqual(['', 'd/M/y?']);
  });

  it('reports ragged rows, rows without a title, and skips blank ones', async () => {
    const { draft, items } = await importCsv('Title,Note\na,1 x\nb\n,\n\nc,2 y,more\n,3 z\n');
    const problems = draft.problems.map(({ row, code }) => [row, code]);
    expect(problems).toEqual([
      [3, 'row.tooShort'],
      [6, 'row.tooLong'],
      [7, 'row.untitled'],
    ]);
    expect(items.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'Row 7']);
    expect(draft.counts['blankRows']).toBe(2);
  });

  it('numbers repeated headers, and joins repeated tags and people', async () => {
    const { draft, items } = await importCsv(
      'Title,Note A,Note A,Labels,Labels,Watchers,Watchers\nx,one thing,another,red,blue,Ada,Bob\ny,two,three,red,,Ada,Ada\n',
    );
    expect(draft.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'Note A text',
      'Note A 2 text',
      'Labels tags',
      'Watchers person',
    ]);
    expect(items[0]?.values).toMatchObject({
      'tags:Labels': ['red', 'blue'],
      'person:Watchers': ['Ada', 'Bob'],
    });
    expect(items[1]?.values).toMatchObject({ 'person:Watchers': ['Ada'] });
  });

  it('security S36: takes one guard off formula text, and keeps it as text', async () => {
    const { items } = await importCsv(
      `Title,Field\n'=1+1,"'@me, too"\n=cmd(),''-x\n'quoted','plain\n`,
    );
    expect(items.map(({ title, values }) => [title, Object.values(values)[0]])).toEqual([
      ['=1+1', '@me, too'],
      ['=cmd()', "'-x"],
      ["'quoted'", "'plain"],
    ]);
  });

  it('cuts a long title and keeps all of it; keeps line breaks, emoji and right-to-left text', async () => {
    const long = `"שלום\n${'😀'.repeat(2_000)}"`;
    const { draft, items } = await importCsv(`Title,Field\n${long},x y\nb,z\n`);
    expect(items[0]?.title).toHaveLength(1_000);
    expect(items[0]?.description).toBe(long.slice(1, -1));
    expect(draft.problems).toMatchObject([{ row: 2, code: 'row.titleCut' }]);
  });

  it('knows items by their key, and rows that repeat one by their number', async () => {
    const { draft, items } = await importCsv('Key,Summary\nA-1,one\nA-2,two\n');
    expect(items.map(({ key }) => key)).toEqual(['key:A-1', 'key:A-2']);
    expect(draft.columns.map(({ name }) => name)).toEqual(['Key']);

    const source = await prepare(fileOf('Key,Summary\nA-1,one\nA-2,two\n'));
    const repeated = expectDraft(
      await readCsv({ ...source, open: fileOf('Key,Summary\nA-1,one\nA-1,two\n') }),
    );
    expect((await itemsOf(repeated)).map(({ key }) => key)).toEqual(['key:A-1', 'row:3']);
    expect(repeated.problems).toMatchObject([{ row: 3, code: 'row.keyRepeated' }]);
  });

  it('reads comments of Jira with time and author, by name where an id column tells it', async () => {
    const { items } = await importCsv(
      'Summary,Comment,Comment,Assignee,Assignee Id\n' +
        'a,22/Sep/25 9:26 AM;u-2;Look; here,just text,Ada,u-1\n'.replace(
          '22/Sep/25 9:26 AM;u-2;Look; here',
          '"22/Sep/25 9:26 AM;u-2;Look; here"',
        ) +
        'b,,,Bob,u-2\n',
    );
    expect(items[0]?.comments).toEqual([
      {
        key: 'row:2:comment:1',
        text: 'Look; here',
        authorKey: 'Bob',
        authorName: 'Bob',
        at: '2025-09-22T09:26:00Z',
      },
      {
        key: 'row:2:comment:2',
        text: 'just text',
        authorKey: null,
        authorName: 'Unknown',
        at: null,
      },
    ]);
  });

  it('makes a column of too many values text, and says so', async () => {
    const rows = Array.from(
      { length: 600 },
      (_, index) => `t${index},${index < 300 ? 'Open' : `s${index % 2 === 0 ? index : 'x'}`}`,
    );
    const open = fileOf(`Title,Labels\n${rows.join('\n')}\n`);
    const draft = expectDraft(await readCsv(await prepare(open)));
    expect(draft.columns).toMatchObject([{ name: 'Labels', type: 'tags' }]);

    const many = Array.from({ length: 600 }, (_, index) => `t${index},label ${index}`);
    const wide = expectDraft(
      await readCsv(await prepare(fileOf(`Title,Labels\n${many.join('\n')}\n`))),
    );
    expect(wide.columns).toMatchObject([{ name: 'Labels', type: 'text', options: [] }]);
    expect(reported(wide.problems, 'column.tooManyValues')).toBe(1);
    const items = await itemsOf(wide);
    expect(Object.values(items[599]?.values ?? {})).toEqual(['label 599']);
  });

  it('counts what stands in ignored columns', async () => {
    const source = await prepare(fileOf('Title,Note\na,one\nb,two\n'));
    const [title] = source.mapping.columns;
    const mapping = importMapping.parse({
      columns: [title, { as: 'ignored', index: 1, header: 'Note' }],
    });
    const draft = expectDraft(await readCsv({ ...source, mapping }));
    expect(draft.problems).toMatchObject([{ code: 'column.ignored', field: 'Note', count: 2 }]);
  });
});
