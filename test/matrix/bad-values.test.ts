import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWriter, problemOf, type Write } from '../flows/items.fixture.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createDatabaseHash } from './database-hash.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let item: { id: string };
let hashDatabase: () => Promise<string>;
const columns = new Map<string, string>();
const option = crypto.randomUUID();
const settings: Record<string, object> = {
  status: { options: [{ id: option, name: 'Done', color: 'green' }] },
  tags: { options: [{ id: option, name: 'Red', color: 'red' }] },
  number: { min: 0, max: 10 },
};
const stranger = '00000000-0000-7000-8000-000000000000';

/** Values that a column of the type must not take. */
const BAD: Record<string, unknown[]> = {
  text: [5, true, {}, ['x'], 'x'.repeat(5_001), 'a\u0007b'],
  longText: ['text', { preview: 'x', length: 1 }],
  number: ['5', '=1+1', true, -1, 11, [1]],
  status: ['Done', stranger, 1, [option]],
  person: ['Ada', [stranger], [1], stranger],
  date: ['tomorrow', '2026-02-30', '2026-1-1', '10000-01-01', '2026-01-01T25:00:00Z', 5],
  timeline: ['2026-01-01', { start: '2026-01-02', end: '2026-01-01' }, { start: '2026-01-01' }],
  checkbox: ['true', 1, {}],
  tags: [option, [stranger], ['Red'], [1]],
  link: ['https://example.test', { url: 'javascript:alert(1)' }, { url: 'x' }, { url: 5 }],
  email: ['nobody', 'a@b@c', 'a b@example.test', `${'x'.repeat(250)}@example.test`, 5],
  phone: ['call me', '1'.repeat(51), 5],
  rating: [6, -1, 1.5, '3'],
  createdAt: ['2026-01-01T00:00:00Z', null],
  createdBy: [stranger],
  updatedAt: ['2026-01-01T00:00:00Z'],
  updatedBy: [stranger],
};

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  for (const type of Object.keys(BAD)) {
    const body = { type, name: type, settings: settings[type] ?? {} };
    columns.set(type, (await write('POST', `/boards/${scene.boardId}/columns`, body)).id);
  }
  item = await write('POST', `/boards/${scene.boardId}/items`, { title: 'Item' });
  hashDatabase = await createDatabaseHash(server.database);
});
afterAll(() => server.stop());

/** Refused with the field's path, by each of the ways that write fields, and nothing changed. */
async function expectRefused(field: string, value: unknown): Promise<void> {
  const before = await hashDatabase();
  const values = { [field]: value };
  const board = `/boards/${scene.boardId}`;
  const bulk = { itemIds: [item.id], action: { kind: 'update', values } };
  const ways: [string, string, object, string][] = [
    ['PATCH', `/items/${item.id}`, { values }, `values.${field}`],
    ['PATCH', `/items/${item.id}`, { changes: { [field]: { set: value } } }, `changes.${field}`],
    ['POST', `${board}/items`, { title: 'New', values }, `values.${field}`],
    ['POST', `${board}/items/bulk`, bulk, `values.${field}`],
  ];
  for (const [method, path, body, problem] of ways) {
    const answer = await scene.as(scene.owner, method, path, body);
    const what = `${method} ${path} ${JSON.stringify(value)}: ${JSON.stringify(answer.body)}`;
    expect(answer.status, what.slice(0, 500)).toBe(400);
    const paths = problemOf(answer).paths ?? [];
    expect(
      paths.some((found) => found.includes(problem)),
      what.slice(0, 500),
    ).toBe(true);
  }
  expect(await hashDatabase()).toBe(before);
}

describe('bad values, every type of column', () => {
  it.each(Object.keys(BAD))('SPEC B2: %s', async (type) => {
    for (const value of BAD[type] ?? []) await expectRefused(columns.get(type) ?? '', value);
  });

  it('SPEC B2: a column of nowhere, or of another board', async () => {
    const { workspaceId } = scene;
    const other = await write('POST', `/workspaces/${workspaceId}/boards`, { name: 'Other' });
    const path = `/boards/${other.id}/columns`;
    const foreign = await write('POST', path, { type: 'text', name: 'Text' });
    for (const field of [stranger, foreign.id, 'nothing', 'group']) await expectRefused(field, 'x');
  });

  it('SPEC B1: titles that are empty, too long or hold control characters', async () => {
    for (const title of ['', '  \n ', 'x'.repeat(1_001), 'a\u0007b', 5, null, {}]) {
      const before = await hashDatabase();
      const answer = await scene.as(scene.owner, 'PATCH', `/items/${item.id}`, {
        values: { title },
      });
      expect(problemOf(answer), JSON.stringify(title)).toMatchObject({
        status: 400,
        paths: ['values.title'],
      });
      expect(await hashDatabase()).toBe(before);
    }
  });
});

describe('odd values that are good', () => {
  it.each([
    ['formula', '=HYPERLINK("https://evil.example")'],
    ['emoji', '👩‍👩‍👧‍👦 🏳️‍🌈'],
    ['right to left', 'שלום עולם مرحبا'],
    ['318 characters with newlines', `${'line of text\n'.repeat(24)}ending`],
    ['markup', '<img src=x onerror=alert(1)>'],
  ])('SPEC B1: %s', async (_name, title) => {
    const values = { [columns.get('text') ?? '']: title };
    const made = await write('POST', `/boards/${scene.boardId}/items`, { title, values });
    const twin = await write('POST', `/boards/${scene.boardId}/items`, { title, values });
    expect(made.values).toEqual({ title, ...values });
    expect(twin.pos).not.toBe(made.pos);
    expect((await write('GET', `/items/${made.id}`)).values).toEqual({ title, ...values });
  });

  it('SPEC B1: groups and columns may share a name, never a place or an id', async () => {
    const post = (path: string, body: object) =>
      scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/${path}`, body);
    for (const [path, body] of [
      ['groups', { name: 'Twin' }],
      ['columns', { name: 'Twin', type: 'text' }],
    ] as const) {
      const id = crypto.randomUUID();
      const first = await post(path, { ...body, id, after: null });
      const second = await post(path, { ...body, after: null });
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(second.body.data.pos < first.body.data.pos).toBe(true);
      expect(problemOf(await post(path, { ...body, id }))).toMatchObject({ status: 409 });
    }
  });
});
