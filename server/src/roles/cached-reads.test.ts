import type { classes } from '@boardwire/contract/cache';
import type { OutputOf } from '@boardwire/contract/define';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../../../test/harness/boards.ts';
import { addMember, type Person } from '../../../test/harness/people.ts';
import { findFreePort, startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createId } from '../kernel/ids.ts';
import { findRedisProgram, startRedis } from '../platform/queue/redis-server.fixture.ts';
import { startProgram, type Program } from './program.ts';

type CacheFigures = OutputOf<typeof classes>;

/** Where there is a Redis, what nodes share in it must be as right. */
const givenRedis = process.env['TEST_REDIS_URL'];
const redisProgram = findRedisProgram();
const hasRedis = givenRedis !== undefined || redisProgram !== undefined;

let ownRedis: Awaited<ReturnType<typeof startRedis>> | null = null;
let server: TestServer;
let scene: BoardScene;
/** Another process on the same database, as far as caches go. */
let second: { url: string; program: Program };

beforeAll(async () => {
  if (givenRedis === undefined && redisProgram !== undefined)
    ownRedis = await startRedis(redisProgram, await findFreePort());
  server = await startTestServer({ REDIS_URL: givenRedis ?? ownRedis?.url ?? '' });
  scene = await createBoardScene(server);
  const { config, log, postgres } = server.program.foundation;
  const port = await findFreePort();
  const program = await startProgram({
    config: { ...config, PORT: port },
    log,
    postgres,
    role: 'api',
  });
  second = { url: `http://127.0.0.1:${port}`, program };
});
afterAll(async () => {
  await second.program.stop();
  await server.stop();
  await ownRedis?.stop();
});

const ask = async (url: string, { token }: Person, path: string) => {
  const response = await fetch(`${url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await response.json()) as { success: boolean; data: Record<string, unknown>[] };
};

/** Reads on both nodes until both have remembered, changes, and expects what `show` tells on both. */
async function expectAfter(
  who: Person,
  path: string,
  change: () => Promise<{ status: number; body: unknown }>,
  show: (rows: Record<string, unknown>[]) => unknown,
  expected: unknown,
): Promise<void> {
  for (const url of [server.url, second.url, server.url, second.url]) await ask(url, who, path);
  const answer = await change();
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  expect(show((await ask(server.url, who, path)).data)).toEqual(expected);
  await expect.poll(async () => show((await ask(second.url, who, path)).data)).toEqual(expected);
}

describe('F3: what is remembered follows each change, on the node that made it at once, on another one soon', () => {
  it('lists of boards', async () => {
    const { owner, member, organizationId, workspaceId, as } = scene;
    const path = `/organizations/${organizationId}/boards?limit=100`;
    let boardId = '';
    const names = (rows: Record<string, unknown>[]) =>
      rows.filter(({ id }) => id === boardId).map(({ name }) => name);
    const check = (change: () => Promise<{ status: number; body: unknown }>, expected: string[]) =>
      expectAfter(member, path, change, names, expected);
    await check(async () => {
      const made = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'New' });
      boardId = made.body.data.id;
      return made;
    }, ['New']);
    const board = `/boards/${boardId}`;
    await check(() => as(owner, 'PATCH', board, { name: 'Renamed' }), ['Renamed']);
    const setVisibility = (visibility: string) => () =>
      as(owner, 'PUT', `${board}/visibility`, { visibility });
    await check(setVisibility('private'), []);
    const named = `${board}/members/${member.userId}`;
    await check(() => as(owner, 'PUT', named, { level: 'viewer' }), ['Renamed']);
    await check(() => as(owner, 'DELETE', named), []);
    await check(setVisibility('organization'), ['Renamed']);
    await check(() => as(owner, 'DELETE', board), []);
  });

  it('pages of members', async () => {
    const { owner, organizationId, as } = scene;
    const members = `/organizations/${organizationId}/members`;
    const path = `${members}?limit=100`;
    let joined: Person & { memberId: string };
    const shown = (key: string) => (rows: Record<string, unknown>[]) =>
      rows.filter(({ userId }) => userId === joined?.userId).map((row) => row[key]);
    const check = (
      change: () => Promise<{ status: number; body: unknown }>,
      key: string,
      expected: unknown[],
    ) => expectAfter(owner, path, change, shown(key), expected);
    await check(
      async () => {
        joined = await addMember(server, owner, organizationId, 'member');
        return { status: 200, body: null };
      },
      'state',
      ['active'],
    );
    const one = () => `${members}/${joined.memberId}`;
    const roles = (await as(owner, 'GET', `/organizations/${organizationId}/roles`)).body.data;
    const { id: roleId, ...role } = roles.find(({ key }: { key: string }) => key === 'guest');
    await check(() => as(owner, 'PATCH', one(), { roleId }), 'role', [
      { id: roleId, key: role.key, name: role.name },
    ]);
    await check(() => as(owner, 'POST', `${one()}/suspend`), 'state', ['suspended']);
    await check(() => as(owner, 'POST', `${one()}/reinstate`), 'state', ['active']);
    await check(() => as(joined, 'PATCH', '/account', { name: 'Other Name' }), 'name', [
      'Other Name',
    ]);
    await check(() => as(owner, 'DELETE', one()), 'state', []);
  });
});

describe.skipIf(!hasRedis)('F3: nodes that have a Redis (needs valkey- or redis-server)', () => {
  it('take from it what the other one has loaded, of each class', async () => {
    const hits = () =>
      second.program.cache.describe().classes.map(({ figures }) => figures.redis.hits);
    const before = hits();
    let limit = 10;
    // What the first loads is on its way to Redis when it answers: another page may have been in time.
    await expect
      .poll(async () => {
        limit += 1;
        for (const list of ['boards', 'members'])
          for (const url of [server.url, second.url]) {
            const path = `/organizations/${scene.organizationId}/${list}?limit=${limit}`;
            expect(await ask(url, scene.owner, path)).toMatchObject({ success: true });
          }
        return hits().every((count, index) => count > (before[index] ?? 0));
      })
      .toBe(true);
  });
});

describe('security S14: each class of the catalogue', () => {
  const read = async (cacheClass: never, scope: object, value: object[]) =>
    server.program.foundation.database.read('all', (tx) =>
      server.program.cache.over(tx)(cacheClass, {
        scope,
        key: { test: true } as never,
        load: async () => value as never,
      }),
    );

  it('keeps organizations and people apart, by whatever its keys say', async () => {
    const classes = server.program.cache.describe().classes.map(({ cacheClass }) => cacheClass);
    expect(classes.map(({ name }) => name)).toEqual(['members.pages', 'boards.lists']);
    for (const cacheClass of classes) {
      const [organizationId, userId, other] = [createId(), createId(), createId()];
      const scopes = [
        { organizationId, userId },
        { organizationId: other, userId },
        { organizationId: userId, userId: organizationId },
        ...(cacheClass.scope === 'member' ? [{ organizationId, userId: other }] : []),
      ];
      for (const [index, scope] of scopes.entries())
        expect(await read(cacheClass as never, scope, [{ index }])).toEqual([{ index }]);
      for (const [index, scope] of scopes.entries())
        expect(await read(cacheClass as never, scope, [{ index: 'another' }])).toEqual([{ index }]);
    }
  });
});

describe('F4: the cache, for whoever operates the instance', () => {
  const classOf = async (url: string) => {
    const answer = await fetch(`${url}/api/v1/instance/cache`, {
      headers: { authorization: `Bearer ${scene.owner.token}` },
    });
    const { data } = (await answer.json()) as { data: CacheFigures };
    return { ...data, lists: data.classes.find(({ name }) => name === 'boards.lists') };
  };
  const path = () => `/organizations/${scene.organizationId}/boards?limit=100`;
  const shown = async (url: string) =>
    (await ask(url, scene.member, path())).data.map(({ name }) => name);
  const voidLists = (name: string) =>
    scene.as(scene.owner, 'POST', `/instance/cache/${name}/void`, {});

  it('tells by class and layer what the answering process counted', async () => {
    const before = await classOf(server.url);
    expect(before).toMatchObject({
      node: expect.stringMatching(/^.+:\d+$/),
      maxBytes: 33_554_432,
      redis: hasRedis ? 'up' : 'none',
      isFollowing: true,
      classes: [{ name: 'members.pages' }, { name: 'boards.lists' }],
      lists: {
        owner: 'boards',
        scope: 'member',
        ttlS: 600,
        staleS: 60,
        tags: ['boards', 'member'],
        holdsAccess: true,
        // An answer of Redis that a busy machine makes late is an error.
        redis: hasRedis ? { errors: expect.any(Number) as number } : null,
      },
    });
    expect(before.lists?.endedBy).toContain('member.left');
    await voidLists('boards.lists');
    const emptied = await classOf(server.url);
    for (let read = 0; read < 3; read += 1) await shown(server.url);
    const { memory, loads, loadMs } = (await classOf(server.url)).lists ?? fail();
    const { memory: old, loads: oldLoads } = emptied.lists ?? fail();
    expect(old.entries).toBe(0);
    expect(memory).toMatchObject({ entries: 1, misses: old.misses + 1, hits: old.hits + 2 });
    expect(memory.hitRate).toBe(
      (memory.hits + memory.stale) / (memory.hits + memory.stale + memory.misses),
    );
    expect(memory.bytes).toBeGreaterThan(0);
    expect(loads).toBe(oldLoads + 1);
    expect(loadMs).toBeGreaterThan(0);
  });

  it('tells what parts of the process remember by rules of their own, in metrics as well', async () => {
    const memories = async () =>
      new Map((await classOf(server.url)).memories.map((each) => [each.name, each]));
    const open = () => scene.as(scene.member, 'GET', `/boards/${scene.boardId}/snapshot`);
    await open();
    const before = await memories();
    expect([...before.keys()]).toEqual([
      'access.boards',
      'access.grants',
      'access.locations',
      'apiKeys.live',
      'boards.snapshots',
      'boards.structures',
      'boards.visitorSnapshots',
    ]);
    await open();
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title: 'New' });
    await open();
    const after = await memories();
    const grown = (name: string, what: 'hits' | 'misses') =>
      (after.get(name)?.[what] ?? 0) - (before.get(name)?.[what] ?? 0);
    expect(grown('boards.snapshots', 'hits')).toBe(1);
    // The board has changed since.
    expect(grown('boards.snapshots', 'misses')).toBe(1);
    for (const name of ['access.grants', 'access.boards', 'access.locations'])
      expect(grown(name, 'hits'), name).toBeGreaterThan(0);
    const { hits, misses, hitRate, bytes } = after.get('boards.snapshots') ?? fail();
    expect(hitRate).toBe(hits / (hits + misses));
    expect(bytes).toBeGreaterThan(0);
    const text = await (await fetch(new URL('/metrics', server.url))).text();
    expect(text).toContain(
      `boardwire_cache_reads_total{class="boards.snapshots",layer="memory",result="hit"} ${hits}`,
    );
    expect(text).toMatch(/^boardwire_cache_entries\{class="access\.grants"\} [1-9]/m);
  });

  it('voids a class on every node, in the audit log; what changed past Boardwire is seen then', async () => {
    const nodes = [server.url, second.url];
    const before = await Promise.all(nodes.map(shown));
    await server.database.query(`update boards set name = 'By SQL' where id = $1`, [scene.boardId]);
    expect(await Promise.all(nodes.map(shown))).toEqual(before);
    expect(await voidLists('boards.lists')).toMatchObject({
      status: 200,
      body: { data: { name: 'boards.lists' } },
    });
    expect(await shown(server.url)).toContain('By SQL');
    await expect.poll(() => shown(second.url)).toContain('By SQL');
    const audit = await scene.as(scene.owner, 'GET', '/instance/audit');
    expect(audit.body.data[0]).toMatchObject({
      action: 'cache.classVoided',
      details: { cacheClass: 'boards.lists' },
    });
  });

  it('says so when there is no such class, and voids nothing', async () => {
    const { voids } = (await classOf(server.url)).lists ?? fail();
    expect((await voidLists('boards.list')).body.error).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('This class of the cache'),
    });
    await server.program.cache.poll();
    expect((await classOf(server.url)).lists?.voids).toBe(voids);
  });
});

function fail(): never {
  throw new Error('the class is not there');
}
