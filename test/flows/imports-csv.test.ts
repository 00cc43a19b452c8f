import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { readBoard, runImport, uploadFile, type ShownBoard } from '../harness/imports.ts';
import { startTestServer, type AnswerBody, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

const filesPath = () => `/organizations/${scene.organizationId}/imports`;

/** Imports a file into a board of its own; answers the report and what stands on the board. */
async function importFile(
  body: Buffer | string,
  start: Record<string, unknown> = {},
): Promise<{ done: AnswerBody['data']; board: ShownBoard }> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const file = { path: filesPath(), fileName: 'table.csv', body: new Uint8Array(bytes) };
  const target = { workspaceId: scene.workspaceId, name: 'Table' };
  const done = await runImport(server, scene.owner, file, { target, ...start });
  expect(done, JSON.stringify(done)).toMatchObject({ state: 'done', problem: null });
  return { done, board: await readBoard(server, scene.owner, done.boardId) };
}

async function upload(text: string): Promise<string> {
  const file = { path: filesPath(), fileName: 'table.csv', body: text };
  return (await uploadFile(server, scene.owner, file)).body.data.id as string;
}

const preview = async (importId: string, body: object = {}) =>
  (await scene.as(scene.owner, 'POST', `/imports/${importId}/preview`, body)).body.data;

/** Windows-1252 of the text: Latin-1 but for the two signs that it has and Latin-1 has not. */
function encode1252(text: string): Buffer {
  const swapped = text.replaceAll('€', '\u0080').replaceAll('–', '\u0096');
  return Buffer.from(swapped, 'latin1');
}

function encodeUtf16(text: string, isBigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
}

describe('SPEC B6: any CSV through the API', () => {
  it.each([
    ['UTF-8 with its mark', ',', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-8', ';', (text: string) => Buffer.from(text)],
    ['UTF-16', '\t', (text: string) => encodeUtf16(text, false)],
    ['UTF-16 the other way round', '|', (text: string) => encodeUtf16(text, true)],
    ['Windows-1252', ';', encode1252],
  ])(
    '%s with the delimiter %j: the same board, by headers in German',
    async (_name, mark, encode) => {
      const rows = [
        ['Titel', 'Liste', 'Fällig', 'Größe', 'Zuständig'],
        ['"Zwei\nZeilen – mit ""Strich"""', 'Büro', '24.12.2026', '5', 'Zoë Müller'],
        ['Kaffee für 3 €', 'Küche', '01.02.2027', '2', 'Zoë Müller'],
      ];
      const { board } = await importFile(
        encode(rows.map((cells) => cells.join(mark)).join('\r\n')),
      );
      expect(board.columns).toEqual(['Fällig (date)', 'Größe (number)', 'Zuständig (person)']);
      const person = expect.any(Array) as unknown;
      expect(board.items).toEqual([
        {
          title: 'Zwei\nZeilen – mit "Strich"',
          group: 'Büro',
          values: { Fällig: '2026-12-24', Größe: 5, Zuständig: person },
        },
        {
          title: 'Kaffee für 3 €',
          group: 'Küche',
          values: { Fällig: '2027-02-01', Größe: 2, Zuständig: person },
        },
      ]);
    },
  );

  it('keeps formula text as text, emoji, right-to-left text, long names with line ends, duplicates', async () => {
    const long = `Name ${'x'.repeat(306)}\nof 318`;
    expect(long).toHaveLength(318);
    const titles = [
      '=HYPERLINK("https://evil.example")',
      '@SUM(A1)',
      '👩‍👩‍👧‍👦 family',
      'מסמך חשוב',
      long,
      'Twin',
      'Twin',
    ];
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const lines = titles.map((title) => `${quote(title)},=1+1`);
    const { board, done } = await importFile(['Title,Note', ...lines].join('\n'));
    expect(board.items.map(({ title }) => title)).toEqual(titles);
    expect(board.items[0]?.values).toEqual({ Note: { preview: '=1+1', length: 4 } });
    expect(done.report.created.items).toBe(titles.length);
  });

  it('security S36: takes the guard of an export off, once', async () => {
    const { board } = await importFile("Title,Note\n'=1+1,''=2\nb,plain\n");
    expect(board.items[0]).toMatchObject({
      title: '=1+1',
      values: { Note: { preview: "'=2", length: 3 } },
    });
  });

  it('tells columns of one name apart, and says nothing twice', async () => {
    const text = 'Title,Size,Size,Tags,Tags\na,1,2,red,blue\nb,3,4,blue,\n';
    const { board } = await importFile(text);
    expect(board.columns).toEqual(['Size (number)', 'Size 2 (number)', 'Tags (tags)']);
    expect(board.items.map(({ values }) => values)).toEqual([
      { Size: 1, 'Size 2': 2, Tags: ['red', 'blue'] },
      { Size: 3, 'Size 2': 4, Tags: ['blue'] },
    ]);
  });

  it('the dry run names row and column of what is wrong, shows the first items, and makes nothing', async () => {
    const count = 'select (select count(*) from items) + (select count(*) from boards) as count';
    const before = await server.database.query(count);
    const rows = Array.from(
      { length: 9 },
      (_, index) => `Task ${index},2026-01-0${index + 1},${index}`,
    );
    const importId = await upload(['Name,Due,Size', ...rows, 'Odd,never,many'].join('\n'));
    const shown = await preview(importId);
    expect(shown).toMatchObject({
      kind: 'readable',
      format: 'csv',
      headers: ['Name', 'Due', 'Size'],
      columns: [
        { name: 'Due', type: 'date' },
        { name: 'Size', type: 'number' },
      ],
      counts: { items: 10 },
    });
    expect(shown.items[0]).toEqual({
      title: 'Task 0',
      group: 'Items',
      values: { Due: '2026-01-01', Size: 0 },
    });
    const cases = (shown.problems as { first: { row: number; field: string }[] }[]).flatMap(
      ({ first }) => first.map(({ row, field }) => `${row} ${field}`),
    );
    expect(cases.toSorted()).toEqual(['11 Due', '11 Size']);
    expect(await server.database.query(count)).toEqual(before);
    expect((await scene.as(scene.owner, 'GET', `/imports/${importId}`)).body.data.state).toBe(
      'uploaded',
    );
  });

  it('reads by the mapping of the person who imports', async () => {
    const importId = await upload('A,B,C\n3/4/2026,One,x;y\n');
    const mapping = {
      timeZone: 'Europe/Zurich',
      columns: [
        { as: 'date', index: 0, header: 'A', name: 'When', format: 'M/d/y' },
        { as: 'title', index: 1, header: 'B' },
        { as: 'tags', index: 2, header: 'C', name: 'Kinds', separator: ';' },
      ],
    };
    const shown = await preview(importId, { mapping });
    expect(shown.items).toEqual([
      { title: 'One', group: 'Items', values: { When: '2026-03-04', Kinds: ['x', 'y'] } },
    ]);
    const { board } = await importFile('A,B,C\n3/4/2026,One,x;y\n', { mapping });
    expect(board.items).toEqual(shown.items);
  });

  it('a second run of a changed file updates what it changed and keeps what people changed', async () => {
    const first = await importFile('Key,Name,Size\nK-1,One,1\nK-2,Two,2\n');
    const { boardId } = first.done;
    const { items, columns } = (await scene.as(scene.owner, 'GET', `/boards/${boardId}/snapshot`))
      .body.data;
    const two = items.find((item: { values: { title: string } }) => item.values.title === 'Two');
    const size = columns.find(({ name }: { name: string }) => name === 'Size');
    const edit = { values: { [size.id]: 20 } };
    expect((await scene.as(scene.owner, 'PATCH', `/items/${two.id}`, edit)).status).toBe(200);
    const again = await importFile('Key,Name,Size\nK-1,One,10\nK-2,Two too,3\nK-3,Three,4\n', {
      target: { boardId },
    });
    expect(again.done.report).toMatchObject({ created: { items: 1 }, updated: { items: 2 } });
    expect(again.board.items.map(({ title, values }) => [title, values['Size']])).toEqual([
      ['One', 10],
      ['Two too', 20],
      ['Three', 4],
    ]);
    const kept = again.done.report.problems.find(
      ({ code }: { code: string }) => code === 'value.editedHere',
    );
    expect(kept).toMatchObject({ count: 1, first: [{ field: 'Size' }] });
  });
});
