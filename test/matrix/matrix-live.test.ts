import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../contract/src/catalogue.ts';
import { errorTable } from '../../contract/src/errors.ts';
import { openEditor, createWriter, type LiveAnswer } from '../flows/items.fixture.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createDatabaseHash } from './database-hash.ts';
import { expectVerdict, readVerdict } from './expected.ts';
import { generateInput, UNKNOWN_FIELD } from './inputs.ts';
import { buildPrincipals, buildWorld, type Principal, type World } from './principals.ts';

const onBoards = operations.filter(({ changesBoard }) => changesBoard === true);

let server: TestServer;
let own: World;
let principals: Principal[];
let hashDatabase: () => Promise<string>;

beforeAll(async () => {
  server = await startTestServer();
  const instanceOwner: Person = await registerPerson(server);
  own = await buildWorld(server, 'Own');
  const other = await buildWorld(server, 'Other');
  principals = await buildPrincipals(server, own, other, instanceOwner);
  hashDatabase = await createLiveHash();
}, 120_000);
afterAll(() => server.stop());

/** Sockets leave the number of their last mutation, whatever became of it; everything else must stay. */
async function createLiveHash() {
  const whole = await createDatabaseHash(server.database);
  return async () => {
    await server.database.query('delete from live_answers');
    await server.database.query('delete from live_clients');
    return whole();
  };
}

function statusOf({ error }: LiveAnswer): number {
  return error === undefined ? 200 : errorTable[error.code as keyof typeof errorTable].status;
}

/** Every operation of boards as one principal; answers what differs from the declarations. */
async function tryAll(principal: Principal, objects: World['objects'], isPrivate: boolean) {
  const { token = '' } = principal;
  const editor = await openEditor(server, { token } as Person, { boardId: objects.boardId });
  const mismatches: string[] = [];
  for (const spec of onBoards) {
    // A link cannot change any board: it is told so before any is looked at.
    const expected =
      principal.kind === 'shareLink' ? 403 : expectVerdict(spec, principal, isPrivate);
    const extra = expected === 'allowed' ? { [UNKNOWN_FIELD]: '1' } : {};
    const answer = await editor.mutate(spec.name, generateInput(spec, objects, extra));
    const status = statusOf(answer);
    const isRight = expected === 'allowed' ? status === 400 : readVerdict(status) === expected;
    if (!isRight) mismatches.push(`${spec.name} as ${principal.name}: ${status}, not ${expected}`);
  }
  editor.close();
  return mismatches;
}

describe('live L48, security S24: the matrix over sockets', () => {
  it('security S24: who has no good credential does not get in', async () => {
    for (const { token, name } of principals.filter(({ kind }) => kind === 'invalid'))
      await expect(connectLive(server, { token: token ?? '' }), name).rejects.toThrow();
    await expect(connectLive(server, { token: '' })).rejects.toThrow();
  });

  it.each([
    ['the open board', false],
    ['a private board', true],
  ])(
    'live L48: each operation keeps its declaration on %s',
    { timeout: 300_000 },
    async (_name, isPrivate) => {
      const before = await hashDatabase();
      const objects = isPrivate ? own.privateObjects : own.objects;
      const callers = principals.filter(({ kind }) => kind !== 'anonymous' && kind !== 'invalid');
      const found = await Promise.all(callers.map((caller) => tryAll(caller, objects, isPrivate)));
      process.stdout.write(`\nlive calls ${callers.length * onBoards.length}\n`);
      expect(found.flat()).toEqual([]);
      expect(await hashDatabase()).toBe(before);
    },
  );

  it('security S41: a mutation of one board does not reach things of another', async () => {
    const before = await hashDatabase();
    const editor = await openEditor(server, own.owner, own.objects);
    const reached: string[] = [];
    for (const spec of onBoards) {
      const objects = { ...own.privateObjects, toBoardId: own.objects.boardId };
      const status = statusOf(await editor.mutate(spec.name, generateInput(spec, objects)));
      if (status !== 404 && status !== 400) reached.push(`${spec.name}: ${status}`);
    }
    editor.close();
    expect(reached).toEqual([]);
    expect(await hashDatabase()).toBe(before);
  });
});

describe('live L48: the same whichever way', () => {
  /** Calls with ids of their own, so that both ways make the same things. */
  function script(scene: BoardScene) {
    const [item, child, column, group, comment, view] = Array.from({ length: 6 }, () =>
      crypto.randomUUID(),
    );
    const { boardId } = scene;
    const body = { blocks: [{ kind: 'code', text: 'Hello' }] };
    const calls: [op: string, method: string, path: string, params: object, body: object][] = [
      [
        'columns.create',
        'POST',
        `/boards/${boardId}/columns`,
        { boardId },
        { id: column, type: 'number', name: 'N' },
      ],
      [
        'groups.create',
        'POST',
        `/boards/${boardId}/groups`,
        { boardId },
        { id: group, name: 'G', after: null },
      ],
      ['items.create', 'POST', `/boards/${boardId}/items`, { boardId }, { id: item, title: 'One' }],
      [
        'items.create',
        'POST',
        `/boards/${boardId}/items`,
        { boardId },
        { id: child, title: 'Two', parentId: item },
      ],
      [
        'items.update',
        'PATCH',
        `/items/${item}`,
        { itemId: item },
        { values: { [column ?? '']: 5, title: 'Uno' } },
      ],
      [
        'items.update',
        'PATCH',
        `/items/${item}`,
        { itemId: item },
        { values: { [column ?? '']: 'no' } },
      ],
      [
        'items.move',
        'POST',
        `/items/${item}/move`,
        { itemId: item },
        { groupId: scene.groupId, after: null },
      ],
      ['items.archive', 'POST', `/items/${item}/archive`, { itemId: item }, {}],
      [
        'items.bulk',
        'POST',
        `/boards/${boardId}/items/bulk`,
        { boardId },
        { itemIds: [item, child], action: { kind: 'unarchive' } },
      ],
      [
        'comments.create',
        'POST',
        `/items/${item}/comments`,
        { itemId: item },
        { id: comment, body },
      ],
      [
        'comments.react',
        'PUT',
        `/comments/${comment}/reaction`,
        { commentId: comment },
        { emoji: '🎉' },
      ],
      ['views.create', 'POST', `/boards/${boardId}/views`, { boardId }, { id: view, name: 'V' }],
      ['boards.update', 'PATCH', `/boards/${boardId}`, { boardId }, { description: 'Same' }],
      ['groups.update', 'PATCH', `/groups/${group}`, { groupId: group }, { name: '' }],
    ];
    return calls;
  }

  /** Ids by their order of appearance, and no moments, so that two runs can be compared. */
  function normalize(value: unknown): unknown {
    const ids = new Map<string, string>();
    const text = JSON.stringify(sortKeys(value))
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        if (!ids.has(id)) ids.set(id, `id ${ids.size}`);
        return ids.get(id) ?? '';
      })
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'moment');
    return JSON.parse(text);
  }

  /** Answers of REST have their properties in the order of the declaration. */
  function sortKeys(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sortKeys);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([key, part]) => [key, sortKeys(part)] as const);
    return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  async function tellAll(scene: BoardScene, answers: unknown[]) {
    const write = createWriter(scene, scene.owner);
    const { seq, items, groups, columns, views, board } = await write(
      'GET',
      `/boards/${scene.boardId}/snapshot`,
    );
    const path = `/boards/${scene.boardId}/changes?epoch=1&since=0`;
    const { changes } = await write('GET', path);
    const events = changes.map(({ event }: { event: unknown }) => event);
    // Rows come in no order of their own; numbers and names are those of the script.
    const sorted = [items, groups, columns, views].map(
      (rows: { values?: object; name?: string }[]) =>
        rows.toSorted((a, b) =>
          JSON.stringify(a.values ?? a.name) < JSON.stringify(b.values ?? b.name) ? -1 : 1,
        ),
    );
    return normalize({ answers, events, seq, board: { ...board, prefix: '' }, sorted });
  }

  it('live L3, L48: REST and the socket leave the same rows, events and answers', async () => {
    const byRest = await createBoardScene(server);
    const bySocket = await createBoardScene(server);
    const restAnswers: unknown[] = [];
    for (const [, method, path, , body] of script(byRest)) {
      const { data, error } = (await byRest.as(byRest.owner, method, path, body)).body;
      restAnswers.push(data ?? [error?.code, error?.details]);
    }
    const editor = await openEditor(server, bySocket.owner, bySocket);
    const socketAnswers: unknown[] = [];
    for (const [op, , , params, body] of script(bySocket)) {
      const { results, error } = await editor.mutate(op, { ...params, ...body });
      socketAnswers.push(results?.[0] ?? [error?.code, error?.details]);
    }
    editor.close();
    expect(restAnswers.filter(Array.isArray)).toHaveLength(2);
    expect(await tellAll(bySocket, socketAnswers)).toEqual(await tellAll(byRest, restAnswers));
  });
});
