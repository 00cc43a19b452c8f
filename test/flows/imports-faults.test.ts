import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPORT_MAX_BYTES } from '../../contract/src/imports.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import {
  readBoard,
  runImport,
  startImport,
  uploadFile,
  waitForImport,
} from '../harness/imports.ts';
import { startTestServer, type Answer, type TestServer } from '../harness/server.ts';
import { isNightly } from '../harness/tier.ts';

/** Enough for a run of some seconds, so that it can be met half-way. */
const LONG_ROWS = 60_000;
/** What one import takes at most (the limit of its reader). */
const MOST_ROWS = 100_000;
/** By day fewer: what differs with the number is the memory. */
const ROWS = isNightly ? MOST_ROWS : 10_000;
/** What 100,000 rows may add to this process, which holds server, worker and test: whole, they would be four times as much. */
const MAX_GROWTH_BYTES = 450_000_000;

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

const filesPath = () => `/organizations/${scene.organizationId}/imports`;
const toNewBoard = () => ({ target: { workspaceId: scene.workspaceId, name: 'Import' } });
const upload = (fileName: string, body: BodyInit): Promise<Answer> =>
  uploadFile(server, scene.owner, { path: filesPath(), fileName, body });
const call = (importId: string, action: string, body: object = {}) =>
  scene.as(scene.owner, 'POST', `/imports/${importId}/${action}`, body);

function makeRows(count: number): string {
  const rows = Array.from({ length: count }, (_, row) =>
    [`Task ${row}`, `List ${row % 7}`, `Person ${row % 5}`, row, `note ${row % 100}`].join(','),
  );
  return ['Name,List,Assignee,Size,Notes', ...rows].join('\n');
}

async function makeBoard(): Promise<string> {
  const path = `/workspaces/${scene.workspaceId}/boards`;
  return (await scene.as(scene.owner, 'POST', path, { name: 'Watched' })).body.data.id as string;
}

interface Rows {
  items: number;
  objects: number;
  events: number;
  seq: number;
}

/** What others can see of a board in the database. */
async function countRows(boardId: string): Promise<Rows | undefined> {
  const [row] = await server.database.query<Rows>(
    `select (select count(*)::int from items where board_id = $1) as items,
       (select count(*)::int from import_objects where board_id = $1) as objects,
       (select count(*)::int from events where board_id = $1) as events,
       (select seq::int from boards where id = $1) as seq`,
    [boardId],
  );
  return row;
}

async function expectNothingLeft(importId: string): Promise<void> {
  const { body } = await scene.as(scene.owner, 'GET', `/imports/${importId}`);
  expect(body.data.boardId).toBeNull();
  const chunks = 'select 1 from import_chunks where import_id = $1 limit 1';
  expect(await server.database.query(chunks, [importId])).toEqual([]);
}

/** Waits until rows are being written, in a transaction that nobody sees into. */
async function waitUntilHalfWay(importId: string): Promise<void> {
  await expect
    .poll(
      async () =>
        (await scene.as(scene.owner, 'GET', `/imports/${importId}`)).body.data.progress.done,
      { timeout: 120_000, interval: 20 },
    )
    .toBeGreaterThan(0);
}

describe('SPEC B6: files that are none', () => {
  it('200 MB are refused before they are sent, and while they are sent', async () => {
    const announced = await upload('big.csv', Buffer.alloc(2 * IMPORT_MAX_BYTES) as never);
    expect(announced.status).toBe(400);
    expect(announced.body.error).toMatchObject({
      message: 'The file has more than 100 MB',
      details: { reason: 'body_too_large' },
    });
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1_000_000;
        if (sent > 2 * IMPORT_MAX_BYTES) controller.close();
        else controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const streamed = await upload('big.csv', endless).catch(() => null);
    if (streamed !== null) expect(streamed.body.error?.details?.reason).toBe('body_too_large');
    const left = 'select count(*)::int as count from import_chunks';
    await expect
      .poll(() => server.database.query(left), { timeout: 20_000 })
      .toEqual([{ count: 0 }]);
  });

  it('an empty file is refused at once', async () => {
    const answer = await upload('empty.csv', '');
    expect(answer.status).toBe(400);
    expect(answer.body.error?.message).toContain('The file is empty');
  });

  it.each([
    ['truncated JSON', 'board.json', '{"id":"1","lists":[{"id":"2","name":"To', /breaks off|ends/],
    ['JSON of another tool', 'jira.json', '{"issues":[{"key":"A-1","fields":{"x":1}}]}', /Jira/],
    ['other JSON', 'data.json', '{"hello":{"world":1}}', /no board export of Trello.*hello/],
    [
      '3,000 columns',
      'wide.csv',
      Array.from({ length: 3_000 }, (_, n) => `c${n}`).join(','),
      /3,000 columns/,
    ],
    ['a picture', 'a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]), /binary/],
    ['a web page', 'a.json', '<!doctype html><html></html>', /web page/],
    ['an open quote', 'a.csv', 'Name,Size\n"One,1\nTwo,2\n', /Row 2: a quote is opened/],
  ])(
    '%s: the dry run and the run say what is wrong, and nothing is made',
    async (_, name, body, message) => {
      const { id } = (await upload(name, body)).body.data;
      const shown = (await call(id, 'preview')).body.data;
      expect(shown).toMatchObject({ kind: 'refused', message: expect.stringMatching(message) });
      const done = await startImport(server, scene.owner, id, toNewBoard());
      expect(done).toMatchObject({ state: 'failed', problem: shown.message, report: null });
      await expectNothingLeft(id);
    },
  );

  it('a wrong mapping is refused, naming what is wrong with it', async () => {
    const { id } = (await upload('a.csv', 'Name,Size\nOne,1\n')).body.data;
    const column = (as: string, index: number) => ({ as, index, header: 'x' });
    const none = await call(id, 'preview', { mapping: { columns: [column('group', 0)] } });
    expect(none.status).toBe(400);
    expect(none.body.error?.details?.fields).toEqual([
      { path: 'mapping.columns', message: 'Choose the one column that holds the titles' },
    ]);
    const twice = { columns: [column('title', 0), column('comment', 0)] };
    expect(
      (await call(id, 'start', { ...toNewBoard(), mapping: twice })).body.error?.message,
    ).toMatch(/mapped twice/);
    const beyond = { columns: [column('title', 7)] };
    expect((await call(id, 'preview', { mapping: beyond })).body.data).toMatchObject({
      kind: 'refused',
      field: 'x',
      message: 'The mapping names column 8, and the file has 2.',
    });
    const done = await startImport(server, scene.owner, id, { ...toNewBoard(), mapping: beyond });
    expect(done.state).toBe('failed');
    await expectNothingLeft(id);
  });
});

describe('SPEC B6: all of it or nothing', () => {
  it(
    `${ROWS} rows appear at once, in bounded memory, and are undone`,
    { timeout: 600_000 },
    async () => {
      const boardId = await makeBoard();
      const before = await countRows(boardId);
      const { id } = (await upload('rows.csv', makeRows(ROWS))).body.data;
      const memory = { before: process.memoryUsage.rss(), most: 0 };
      const seen = new Set<number>();
      let looks = 0;
      const ended = startImport(server, scene.owner, id, { target: { boardId } });
      const isOver = ended.then(() => true);
      const wait = () => new Promise<false>((resolve) => setTimeout(resolve, 100, false));
      while (!(await Promise.race([isOver, wait()]))) {
        seen.add((await countRows(boardId))?.items ?? -1);
        memory.most = Math.max(memory.most, process.memoryUsage.rss());
        looks += 1;
      }
      expect(await ended).toMatchObject({
        state: 'done',
        report: { created: { items: ROWS } },
      });
      expect(looks).toBeGreaterThan(5);
      expect([...seen].filter((items) => items !== 0 && items !== ROWS)).toEqual([]);
      expect(memory.most - memory.before).toBeLessThan(MAX_GROWTH_BYTES);
      const after = await countRows(boardId);
      expect(after?.items).toBe(ROWS);
      // One event a change, without a gap.
      expect((after?.seq ?? 0) - (before?.seq ?? 0)).toBe(
        (after?.events ?? 0) - (before?.events ?? 0),
      );
      await call(id, 'undo');
      await waitForImport(server, scene.owner, id, ['undone']);
      expect(await countRows(boardId)).toMatchObject({ items: 0, objects: 0 });
    },
  );

  it(
    'a cancelled run leaves nothing, on a board of its own and on one that is there',
    { timeout: 300_000 },
    async () => {
      const boardId = await makeBoard();
      const before = await countRows(boardId);
      for (const start of [toNewBoard(), { target: { boardId } }]) {
        const { id } = (await upload('rows.csv', makeRows(LONG_ROWS))).body.data;
        await call(id, 'start', start);
        await waitUntilHalfWay(id);
        expect((await call(id, 'cancel')).status).toBe(200);
        const ended = await waitForImport(server, scene.owner, id, ['done', 'failed', 'cancelled']);
        expect(ended.state).toBe('cancelled');
        expect((await call(id, 'undo')).status).toBe(409);
        if (!('boardId' in start.target)) await expectNothingLeft(id);
      }
      expect(await countRows(boardId)).toEqual(before);
    },
  );

  it(
    'undone twice at once, it is undone once; items of others stay',
    { timeout: 180_000 },
    async () => {
      const boardId = await makeBoard();
      const empty = await readBoard(server, scene.owner, boardId);
      const file = { path: filesPath(), fileName: 'rows.csv', body: makeRows(200) };
      const { id } = await runImport(server, scene.owner, file, { target: { boardId } });
      await scene.as(scene.owner, 'POST', `/boards/${boardId}/items`, { title: 'Mine' });
      const answers = await Promise.all(Array.from({ length: 4 }, () => call(id, 'undo')));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      await waitForImport(server, scene.owner, id, ['undone']);
      const left = await readBoard(server, scene.owner, boardId);
      expect(left.items.map(({ title }) => title)).toEqual(['Mine']);
      expect({ ...left, items: [] }).toEqual({ ...empty, items: [] });
      const [row] = await server.database.query<{ count: number }>(
        `select count(*)::int as count from audit_entries where action = 'imports.undo' and target->>'id' = $1`,
        [id],
      );
      expect(row?.count).toBe(1);
      expect((await countRows(boardId))?.objects).toBe(0);
    },
  );

  it('imports are their own person’s: a colleague finds none of them', async () => {
    const { id } = (await upload('a.csv', 'Name,Size\nOne,1\n')).body.data;
    for (const person of [scene.member, scene.guest]) {
      expect((await scene.as(person, 'GET', `/imports/${id}`)).status).toBe(404);
      expect((await scene.as(person, 'POST', `/imports/${id}/start`, toNewBoard())).status).toBe(
        404,
      );
    }
    const path = `/workspaces/${scene.workspaceId}/boards`;
    const board = await scene.as(scene.member, 'POST', path, {
      name: 'Closed',
      visibility: 'private',
    });
    const target = { boardId: board.body.data.id };
    const other = await createBoardScene(server);
    for (const boardId of [target.boardId, other.boardId]) {
      const answer = await scene.as(scene.guest, 'POST', `/boards/${boardId}/imports`);
      expect([400, 404]).toContain(answer.status);
    }
    const foreign = await call(id, 'start', { target: { boardId: other.boardId } });
    expect(foreign.status).toBe(404);
    const stranger = { ...toNewBoard(), people: { Ada: other.owner.userId } };
    expect((await call(id, 'start', stranger)).body.error?.details?.fields).toEqual([
      { path: 'people.Ada', message: 'Nobody of this organization' },
    ]);
  });
});
