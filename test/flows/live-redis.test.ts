import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createListener } from '../../server/src/platform/database/listener.ts';
import { createLog } from '../../server/src/platform/log.ts';
import {
  findFreePort,
  findRedisProgram,
  startRedis,
  type TestRedis,
} from '../../server/src/platform/queue/redis-server.fixture.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startAnotherNode, startTestServer, type TestServer } from '../harness/server.ts';

const program = findRedisProgram();
const LONG = { timeout: 30_000, interval: 20 };
const log = createLog('silent');

describe.skipIf(program === undefined)('two nodes on one Redis (needs redis-server)', () => {
  let redis: TestRedis;
  let first: TestServer;
  let second: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    redis = await startRedis(program ?? '', await findFreePort());
    const shared = { REDIS_URL: redis.url, BOARDWIRE_ROLE: 'api' };
    first = await startTestServer(shared);
    second = await startAnotherNode(first, shared);
    scene = await createBoardScene(first);
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
    await redis.stop();
  });

  async function join(server: TestServer, person: Person): Promise<LiveWire> {
    const wire = await connectLive(server, person);
    const { boardId } = scene;
    const { epoch, seq } = (await scene.as(person, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    wire.send({ t: 'join', board: boardId, epoch, since: seq });
    await wire.next('joined');
    return wire;
  }

  async function addItem(): Promise<void> {
    const { owner, boardId } = scene;
    const path = `/boards/${boardId}/items`;
    expect((await scene.as(owner, 'POST', path, { title: 'Far away' })).status).toBe(200);
  }

  async function readHead(): Promise<number> {
    const [row] = await first.database.query<{ seq: number }>(
      'select seq::int from boards where id = $1',
      [scene.boardId],
    );
    return row?.seq ?? 0;
  }

  /** Numbers of the changes that a wire heard, in their order. */
  const heardSeqs = ({ heard }: LiveWire) =>
    heard
      .flatMap((message) => (message.t === 'changes' ? message.changes : []))
      .map((each) => each.seq);

  /** It heard everything after a position, in order, without gap or repeat. */
  async function expectWhole(wire: LiveWire, since: number): Promise<void> {
    const head = await readHead();
    await expect.poll(() => heardSeqs(wire).at(-1), LONG).toBe(head);
    expect(heardSeqs(wire)).toEqual(
      Array.from({ length: head - since }, (_, index) => since + 1 + index),
    );
  }

  const readLive = async ({ url }: TestServer) =>
    ((await (await fetch(`${url}/health`)).json()) as Health).checks['live'];

  let field = 0;
  /** A person of one node is seen on the other, with what they look at just now. */
  async function expectSeen(from: LiveWire, person: Person, by: LiveWire): Promise<void> {
    field += 1;
    const name = `field-${field}`;
    const say = {
      t: 'presence',
      board: scene.boardId,
      tab: 1,
      state: 'active',
      field: name,
    } as const;
    const isTold = by.next('people', ({ up }) =>
      up.some((each) => each.user === person.userId && each.field === name),
    );
    const saying = setInterval(() => from.send(say), 500);
    from.send(say);
    await isTold.finally(() => clearInterval(saying));
  }

  it('live L32: an edit on one node reaches screens of the other over Redis, and Postgres carries no note of it', async () => {
    const notified: (string | undefined)[] = [];
    const listener = createListener(first.database.appUrl, log);
    listener.on('boardwire_live', (note) => notified.push(note));
    await expect.poll(() => notified, LONG).toEqual([undefined]);
    const carried: string[] = [];
    const { redis: pool } = second.program.foundation;
    let isHeard = false;
    const leave = pool?.subscribe(
      'boardwire_live',
      (note) => void carried.push(note),
      () => (isHeard = true),
    );
    await expect.poll(() => isHeard, LONG).toBe(true);
    const bob = await join(second, scene.member);
    const since = await readHead();
    await addItem();
    await expectWhole(bob, since);
    await expect.poll(() => carried, LONG).toEqual([JSON.stringify([[scene.boardId, since + 1]])]);
    expect(notified).toEqual([undefined]);
    leave?.();
    bob.close();
    await listener.close();
  });

  it('live L26: people of both nodes are seen on both', async () => {
    const [ada, bob] = [await join(first, scene.owner), await join(second, scene.member)];
    await expectSeen(ada, scene.owner, bob);
    await expectSeen(bob, scene.member, ada);
    for (const wire of [ada, bob]) wire.close();
  });

  it('fault F5, live L33: Redis is killed amid edits: they go on and reach the other node; when it is back, empty, the bus works', async () => {
    const [ada, bob] = [await join(first, scene.owner), await join(second, scene.member)];
    await expectSeen(ada, scene.owner, bob);
    const since = await readHead();
    await addItem();
    const { port } = redis;
    await redis.stop();
    // Until the nodes have noticed that nobody hears of their edits.
    await expect
      .poll(async () => {
        await addItem();
        return (await readLive(first))?.error;
      }, LONG)
      .toContain('over redis do not come back');
    await expectWhole(bob, since);
    redis = await startRedis(program ?? '', port);
    await expectSeen(ada, scene.owner, bob);
    await expectSeen(bob, scene.member, ada);
    await addItem();
    await expectWhole(bob, since);
    await expect.poll(async () => (await readLive(first))?.status, LONG).toBe('healthy');
    for (const wire of [ada, bob]) wire.close();
  });

  it('fault F6, live L33: Redis stalls: no edit waits for it, and the other node follows; when it goes on, so does the bus', async () => {
    const [ada, bob] = [await join(first, scene.owner), await join(second, scene.member)];
    await expectSeen(ada, scene.owner, bob);
    const since = await readHead();
    process.kill(redis.pid, 'SIGSTOP');
    try {
      for (let count = 0; count < 20; count += 1) await addItem();
      await expectWhole(bob, since);
    } finally {
      process.kill(redis.pid, 'SIGCONT');
    }
    await expectSeen(ada, scene.owner, bob);
    await addItem();
    await expectWhole(bob, since);
    for (const wire of [ada, bob]) wire.close();
  });
});

interface Health {
  checks: Record<string, { status: string; error?: string } | undefined>;
}
