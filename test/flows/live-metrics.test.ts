import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { sharedStores, startTestServer, type TestServer } from '../harness/server.ts';

const LONG = { timeout: 15_000, interval: 50 };
/** What carries notes between nodes in this run. */
const engine = sharedStores().REDIS_URL === '' ? 'notify' : 'redis';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

/** The samples of this moment by name and labels. */
async function readSamples(): Promise<Record<string, number>> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => /^boardwire_(live|board)_/.test(line));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  );
}

describe('SPEC F4: the live side in the metrics', () => {
  it('SPEC F4: counts connections, members, frames, answers, and why connections ended', async () => {
    const { boardId, owner, member } = scene;
    const { epoch, seq } = (await scene.as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    await expect(connectLive(server, { token: 'nonsense' })).rejects.toThrow('unauthorized');
    const [writer, reader] = [await connectLive(server, owner), await connectLive(server, member)];
    // The first finds nothing in memory, the second everything.
    for (const [wire, since] of [
      [writer, 0],
      [reader, seq],
    ] as const) {
      wire.send({ t: 'join', board: boardId, epoch, since });
      await wire.next('joined');
    }
    const create = [{ op: 'items.create', input: { boardId, title: 'Item' } }];
    const mutate = (mid: number, calls = create) =>
      writer.send({ t: 'mutate', mid, board: boardId, epoch, calls });
    mutate(1);
    mutate(2, [{ op: 'items.create', input: { boardId, title: '' } }]);
    mutate(5);
    await writer.next('ack');
    mutate(1);
    await writer.next('ack', ({ repeated }) => repeated === true);
    await reader.next('changes');
    await expect.poll(readSamples, LONG).toMatchObject({
      boardwire_live_sockets: 2,
      boardwire_live_members: 2,
      boardwire_live_boards: 1,
      boardwire_live_frames_total: 1,
      boardwire_live_deliveries_total: 2,
      'boardwire_live_mutations_total{outcome="ack"}': 1,
      'boardwire_live_mutations_total{outcome="repeated"}': 1,
      'boardwire_live_mutations_total{outcome="nack"}': 1,
      'boardwire_live_mutations_total{outcome="gap"}': 1,
      boardwire_live_ack_duration_seconds_count: 4,
      'boardwire_live_replays_total{source="log"}': 1,
      'boardwire_live_replays_total{source="ring"}': 1,
      'boardwire_live_handshakes_refused_total{reason="unauthorized"}': 1,
    });
    // The change that REST wrote before anybody listened, and those of the socket.
    const { boardwire_board_batch_mutations_sum: written } = await readSamples();
    expect(written).toBeGreaterThanOrEqual(4);
    await expect
      .poll(
        async () =>
          (await readSamples())[`boardwire_live_bus_lag_seconds_count{engine="${engine}"}`],
        LONG,
      )
      .toBeGreaterThan(0);
    for (const bad of [1, 2, 3, 4, 5]) writer.socket.emit('m', bad);
    await writer.next('bye');
    reader.close();
    await expect.poll(readSamples, LONG).toMatchObject({
      boardwire_live_sockets: 0,
      boardwire_live_members: 0,
      'boardwire_live_closed_total{reason="protocol"}': 1,
      'boardwire_live_closed_total{reason="client"}': 1,
    });
  });
});
