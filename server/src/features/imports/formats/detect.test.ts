import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect.ts';
import { fileInPieces, fileOf, listRealFiles } from './formats.fixture.ts';

const csv = 'Title;Café\nOne;Crème\nTwo;Brûlée\n';

describe('SPEC B6: what an uploaded file is', () => {
  it.each([
    ['UTF-8', Buffer.from(csv), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${csv}`), 'utf-8'],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${csv}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with a mark', Buffer.from(`\uFEFF${csv}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 LE', Buffer.from(csv, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', Buffer.from(csv, 'utf16le').swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from(csv, 'latin1'), 'windows-1252'],
  ] as const)('CSV in %s', async (_, bytes, encoding) => {
    expect(await detectFormat(fileInPieces(bytes, 5), 'a.csv')).toEqual({
      format: 'csv',
      encoding,
      delimiter: ';',
      hasHeader: true,
      skipRows: 0,
    });
  });

  it('looks at all of the file for its encoding', async () => {
    const late = Buffer.concat([
      Buffer.from(`a,b\n${'1,2\n'.repeat(100_000)}`),
      Buffer.from('é,ü\n', 'latin1'),
    ]);
    expect(await detectFormat(fileInPieces(late, 65_536), 'a.csv')).toMatchObject({
      encoding: 'windows-1252',
    });
  });

  it.each([
    [',', 'Title,Note\n"a; b; c","x | y"\n"d; e; f",z\n'],
    [';', 'Title;Price\nPen, blue;1,50\nInk, red;2,25\n'],
    ['\t', 'Title\tNote\na, b\tc\nd\te, f\n'],
    [',', `Title,Members\na,${'p;'.repeat(300)}\n`],
    ['|', 'Title|Note\na, b|c\nd|e, f\n'],
  ])('the delimiter %j', async (delimiter, text) => {
    expect(await detectFormat(fileOf(text), 'a.csv')).toMatchObject({ format: 'csv', delimiter });
  });

  it('the line by which Excel names the delimiter', async () => {
    expect(await detectFormat(fileOf('sep=;\r\nTitle;Note\r\na,b;c\r\n'), 'a.csv')).toMatchObject({
      delimiter: ';',
      skipRows: 1,
    });
  });

  it.each([
    [true, 'Title,Note\na,b\n'],
    [true, 'Foo,Bar\nx,1\ny,2\n'],
    [false, 'Buy milk,2026-01-01\nBuy bread,2026-01-02\n'],
    [false, 'red,blue\nblue,red\n'],
  ])('a header: %s', async (hasHeader, text) => {
    expect(await detectFormat(fileOf(text), 'a.csv')).toMatchObject({ hasHeader });
  });

  it.each([...listRealFiles('trello'), ...listRealFiles('csv')])(
    'the real $name',
    async ({ name, open }) => {
      const format = name.endsWith('.json') ? 'trello' : 'csv';
      expect(await detectFormat(open, name)).toMatchObject({ format });
    },
  );
});

describe('bad input', () => {
  const trello = JSON.stringify({ lists: [{ id: '1' }], cards: [{ id: '2' }], name: 'Board' });
  it.each([
    ['an empty file', '', 'empty'],
    ['white space', ' \n\n ', 'empty'],
    ['a workbook', 'PK\u0003\u0004xl/workbook.xml', 'Excel'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old Excel'],
    ['a PDF', '%PDF-1.7', 'PDF'],
    ['a packed file', Buffer.from('1f8b0800', 'hex'), 'gzip'],
    ['binary data', Buffer.from([1, 2, 0, 0, 0, 3, 0, 9, 0, 0]), 'binary'],
    ['a web page', '<!DOCTYPE html><html></html>', 'web page'],
    ['truncated JSON', trello.slice(0, -10), 'ends in the middle'],
    ['broken JSON', '{"lists": [}', 'not valid JSON'],
    ['brackets only', '['.repeat(1_000_000), 'nested'],
    ['one card of Trello', '{"id":"1","idList":"2","idBoard":"3"}', 'one card of Trello'],
    ['a search in Jira', '{"issues":[{"key":"A-1","fields":{"summary":"x"}}]}', 'Jira'],
    ['tasks of Asana', '{"data":[{"gid":"1","resource_type":"task"}]}', 'Asana'],
    ['issues of GitHub', '[{"html_url":"x","number":1,"title":"y"}]', 'GitHub'],
    ['a board of WeKan', '{"lists":[],"cards":[],"swimlanes":[]}', 'WeKan'],
    ['other JSON', '{"todos":[1]}', 'It has: todos'],
    ['plain text', 'Dear Ada,\nhow are you?\nBob', 'no table'],
  ])('%s: %j', async (_, content, words) => {
    const detected = await detectFormat(fileOf(content), 'export');
    expect(detected.format).toBe('unknown');
    expect(detected.format === 'unknown' && detected.message).toContain(words);
  });

  it('more than 100 MB', async () => {
    const piece = Buffer.alloc(1_000_000, 'a,b\n');
    const open = fileOf(...Array.from({ length: 101 }, () => piece));
    expect(await detectFormat(open, 'a.csv')).toMatchObject({
      format: 'unknown',
      message: expect.stringContaining('100 MB') as string,
    });
  });

  it('a CSV that begins with a bracket is still one', async () => {
    expect(await detectFormat(fileOf('[Title],Note\na,b\n'), 'a.csv')).toMatchObject({
      format: 'csv',
    });
  });
});
