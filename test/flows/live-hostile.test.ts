import { Manager } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const LONG = { timeout: 15_000, interval: 20 };

let server: TestServer;
let scene: BoardScene;
/** Somebody who behaves, and must not notice. */
let healthy: LiveWire;
const closing: (() => void)[] = [];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  healthy = await connectLive(server, scene.owner);
  healthy.send({ t: 'join', ...(await readHead()) });
  await healthy.next('joined');
});
afterEach(() => closing.splice(0).forEach((close) => close()));
afterAll(async () => {
  healthy.close();
  await server.stop();
});

async function readHead() {
  const { boardId: board, as, owner } = scene;
  const { epoch, seq } = (await as(owner, 'GET', `/boards/${board}/snapshot`)).body.data;
  return { board, epoch: Number(epoch), since: Number(seq) };
}

async function connect(person: Pick<Person, 'token'> = scene.member): Promise<LiveWire> {
  const wire = await connectLive(server, person);
  closing.push(wire.close);
  return wire;
}

/** The healthy connection stands and hears of a change. */
async function expectHealthy(): Promise<void> {
  const title = crypto.randomUUID();
  await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title });
  await healthy.next('changes', (frame) => JSON.stringify(frame).includes(title));
  expect(healthy.socket.connected).toBe(true);
}

/** The engine below Socket.IO, to send what Socket.IO would not. */
interface Engine {
  write(text: string): void;
  transport: { ws: { send(frame: string): void } };
  on(event: string, listener: (data: unknown) => void): void;
  close(): void;
}

const engineOf = ({ io }: { io: { engine: unknown } }) => io.engine as Engine;

/** An engine connection that has not said who it is. */
async function openUnknown(): Promise<{ engine: Engine; isOpen: () => boolean }> {
  const manager = new Manager(server.url, {
    path: '/api/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  let isOpen = true;
  manager.on('close', () => (isOpen = false));
  closing.push(() => void manager.engine?.close());
  await new Promise<void>((resolve, reject) => {
    manager.once('open', () => resolve());
    manager.once('error', reject);
  });
  return { engine: engineOf({ io: manager }), isOpen: () => isOpen };
}

/** Holds every read of a table up. */
async function whileLocked(table: string, work: () => Promise<void>): Promise<void> {
  await server.database.query('begin');
  try {
    await server.database.query(`lock table ${table} in access exclusive mode`);
    await work();
  } finally {
    await server.database.query('commit');
  }
}

async function readMetric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

const times = (count: number, act: (index: number) => void) => {
  for (let index = 0; index < count; index += 1) act(index);
};
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const CUT: [string, (wire: LiveWire) => void][] = [
  ['text that is no packet', ({ socket }) => engineOf(socket).write('nonsense')],
  ['half a JSON', ({ socket }) => engineOf(socket).write('2["m",{"t":')],
  ['JSON that never closes', ({ socket }) => engineOf(socket).write(`2${'['.repeat(200_000)}`)],
  [
    'JSON nested 100,000 deep',
    ({ socket }) => times(6, () => engineOf(socket).write(`2["m",${nested(100_000)}]`)),
  ],
  ['a frame over 256 kB', ({ socket }) => void socket.emit('m', 'x'.repeat(300_000))],
  ['bytes', ({ socket }) => times(6, () => socket.emit('m', new Uint8Array(1_000)))],
  ['an event of another name', ({ socket }) => times(6, () => socket.emit('admin', {}))],
  [
    'bytes that are announced and never come',
    ({ socket }) => engineOf(socket).write('59999-["m"]'),
  ],
  [
    'a flood of heartbeats',
    ({ socket }) => times(2_000, () => engineOf(socket).transport.ws.send('3')),
  ],
  ['a flood of other events', ({ socket }) => times(2_000, () => socket.emit('x'))],
  [
    'wrong types',
    ({ socket }) => {
      const board = scene.boardId;
      for (const bad of [
        { t: 'join', board: 5, epoch: 1, since: 0 },
        { t: 'mutate', mid: '1', board, epoch: 1, calls: [] },
        { t: 'positions', boards: { [board]: -1 } },
        { t: 'presence', board, tab: 1, state: 'active', cursor: [1] },
        { t: 'leave', board, more: true },
      ])
        socket.emit('m', bad);
    },
  ],
  [
    'a flood of joins',
    ({ socket }) =>
      times(30, () =>
        socket.emit('m', { t: 'join', board: crypto.randomUUID(), epoch: 1, since: 0 }),
      ),
  ],
];

describe('security S38: whoever does not behave hurts only itself', () => {
  it.each(CUT)('live L37: %s', async (_name, attack) => {
    const wire = await connect();
    attack(wire);
    await expect.poll(() => wire.socket.connected, LONG).toBe(false);
    await expectHealthy();
  });

  it('live L37: values nested 10,000 deep are refused, and use the number up', async () => {
    const wire = await connect();
    const { board, epoch } = await readHead();
    const call = `{"op":"items.create","input":{"boardId":"${board}","values":${nested(10_000)}}}`;
    const mutate = `{"t":"mutate","mid":1,"board":"${board}","epoch":${epoch},"calls":[${call}]}`;
    engineOf(wire.socket).write(`2["m",${mutate}]`);
    expect(await wire.next('nack')).toMatchObject({ mid: 1, error: { code: 'VALIDATION_ERROR' } });
    await expectHealthy();
  });

  it('live L37: presence beyond the limit is dropped', async () => {
    const wire = await connect();
    wire.send({ t: 'join', ...(await readHead()) });
    await wire.next('joined');
    const say = (field: string) =>
      wire.send({ t: 'presence', board: scene.boardId, tab: 1, state: 'active', field });
    times(100, (index) => say(`f${index}`));
    const shown = await healthy.next('people', ({ up }) => up.length > 0);
    expect(Number(shown.up[0]?.field?.slice(1))).toBeLessThan(60);
    expect(wire.socket.connected).toBe(true);
  });

  it('live L17: more than 50 mutations do not wait for their answers', async () => {
    const wire = await connect();
    const { board, epoch } = await readHead();
    await server.database.query('begin');
    // As a transaction on the board that takes long.
    await server.database.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [board]);
    const calls = [{ op: 'items.create', input: { boardId: board, title: 'Waits' } }];
    times(55, (index) => wire.send({ t: 'mutate', mid: index + 1, board, epoch, calls }));
    const refused = await wire.next('retry');
    expect(refused).toMatchObject({ mid: 51, reason: 'rate' });
    await server.database.query('commit');
    await wire.next('ack', ({ mid }) => mid === 50);
    await expectHealthy();
  });
});

describe('live L12: handshakes', () => {
  it('live L12: whoever does not say who they are is closed', async () => {
    const { isOpen } = await openUnknown();
    await expect.poll(isOpen, { ...LONG, timeout: 25_000 }).toBe(false);
  });

  it('security S38: only so many may stand without a name', async () => {
    const opened = await Promise.allSettled(Array.from({ length: 230 }, openUnknown));
    const refused = opened.filter(({ status }) => status === 'rejected').length;
    expect(refused).toBeGreaterThan(0);
    expect(230 - refused).toBeGreaterThanOrEqual(200);
    await expectHealthy();
    for (const close of closing.splice(0)) close();
    await expect
      .poll(
        () =>
          connect().then(
            () => true,
            () => false,
          ),
        LONG,
      )
      .toBe(true);
  });

  it('security S38: a connection that ends while it is asked about keeps no place', async () => {
    const { as, owner, boardId } = scene;
    // A link is looked up each time.
    const { token } = (await as(owner, 'POST', `/boards/${boardId}/links`, {})).body.data;
    const hello = { v: 1, token, client: crypto.randomUUID(), sdk: 'test' };
    const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
    // Together more than one link may have, were they counted; at once no more than the database has connections.
    for (let round = 0; round < 8; round += 1) {
      const unknown = await Promise.all(Array.from({ length: 7 }, openUnknown));
      await whileLocked('board_links', async () => {
        for (const { engine } of unknown) engine.write(`0${JSON.stringify(hello)}`);
        await pause();
        for (const { engine } of unknown) engine.close();
        await pause();
      });
    }
    await expect
      .poll(
        () =>
          connect({ token }).then(
            () => true,
            () => false,
          ),
        LONG,
      )
      .toBe(true);
  });

  it('live L8: a connection that ends while it joins is no member', async () => {
    const head = await readHead();
    const wire = await connect();
    await whileLocked('boards', async () => {
      wire.send({ t: 'join', ...head });
      await new Promise((resolve) => setTimeout(resolve, 200));
      wire.close();
      await expect.poll(() => readMetric('boardwire_live_sockets'), LONG).toBe(1);
    });
    // Behind the join that was held up.
    await expectHealthy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await readMetric('boardwire_live_members')).toBe(1);
  });

  it('live L12: a node takes 200 handshakes a second, and says when it has no place', async () => {
    const words: string[] = [];
    const unknown = await Promise.all(Array.from({ length: 3 }, openUnknown));
    const hello = { v: 1, token: 'nonsense', client: crypto.randomUUID(), sdk: 'test' };
    for (const { engine } of unknown) {
      engine.on('data', (data) => words.push(/"message":"(\w+)"/.exec(String(data))?.[1] ?? ''));
      times(300, () => engine.write(`0${JSON.stringify(hello)}`));
    }
    await expect.poll(() => words.includes('busy'), LONG).toBe(true);
    expect(words.filter((word) => word === 'unauthorized').length).toBeGreaterThan(100);
    await expect
      .poll(
        () =>
          connect().then(
            () => true,
            () => false,
          ),
        LONG,
      )
      .toBe(true);
  });
});

describe('live L35: a link that ends by itself', () => {
  it('live L35: is over at its moment, and takes what it showed along', async () => {
    const { as, owner, boardId } = scene;
    const link = (await as(owner, 'POST', `/boards/${boardId}/links`, {})).body.data;
    await server.database.query(
      `update board_links set expires_at = now() + interval '2 seconds' where id = $1`,
      [link.id],
    );
    const wire = await connect(link);
    wire.send({ t: 'join', ...(await readHead()) });
    await wire.next('joined');
    expect(await wire.next('left')).toEqual({ t: 'left', board: boardId, reason: 'revoked' });
    expect(await wire.next('bye')).toMatchObject({ reason: 'session_ended' });
  });
});
