import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../../../../test/harness/boards.ts';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';
import { createMemories } from '../../platform/cache/memories.ts';
import { createSnapshotCache, type CachedSnapshot, type SnapshotCache } from './snapshot-cache.ts';
import type { BoardContent } from './store/snapshot.ts';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

const addItem = (boardId: string) =>
  scene.as(scene.owner, 'POST', `/boards/${boardId}/items`, { title: 'Item' });

/** A cache over the real database whose reads of content are counted, and wait for `gate`. */
function createCounted(maxBytes?: number) {
  const { database } = server.program.foundation;
  const memories = createMemories();
  const counted = { reads: 0, gate: Promise.resolve(), json: '"items":[]' };
  const cache = createSnapshotCache(
    {
      database,
      memories,
      spec: { name: 'test.snapshots', owner: 'tests', summary: 'Boards', endedBy: 'a change' },
      async readContent(tx, boardId): Promise<BoardContent | null> {
        counted.reads += 1;
        const [place] = await tx.query<{ epoch: number; seq: number }>(
          'select epoch, seq from boards where id = $1',
          [boardId],
        );
        await counted.gate;
        return place === undefined ? null : { ...place, json: counted.json, userIds: [] };
      },
    },
    maxBytes,
  );
  return { cache, counted, report: () => memories.list()[0] };
}

const get = (cache: SnapshotCache, boardId = scene.boardId) =>
  cache.get(boardId, () => false) as Promise<CachedSnapshot>;

describe('live L5: one body per board, epoch and sequence', () => {
  it('live L5: many who ask at once, and later, share one read', async () => {
    const { cache, counted, report } = createCounted();
    let open: () => void = () => undefined;
    counted.gate = new Promise((resolve) => (open = resolve));
    const asked = Array.from({ length: 20 }, () => get(cache));
    await expect.poll(() => report()?.misses).toBe(20);
    open();
    const all = await Promise.all(asked);
    expect(new Set(all).size).toBe(1);
    expect(await get(cache)).toBe(all[0]);
    expect(counted.reads).toBe(1);
    expect(report()).toMatchObject({ hits: 1, misses: 20, entries: 1 });
  });

  it('live L7: a change that was committed before the question is in the answer', async () => {
    const { cache, counted } = createCounted();
    let open: () => void = () => undefined;
    counted.gate = new Promise((resolve) => (open = resolve));
    const before = get(cache);
    await expect.poll(() => counted.reads).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await addItem(scene.boardId);
    // Joins the read that is under way, which has seen the board before the change.
    const after = get(cache);
    open();
    expect((await after).seq).toBe((await before).seq + 1);
    expect((await get(cache)).seq).toBe((await after).seq);
    expect(counted.reads).toBe(2);
  });

  it('live L2: another epoch is another board, whatever its sequence', async () => {
    const { cache } = createCounted();
    const { epoch, seq } = await get(cache);
    const statement = 'update boards set epoch = epoch + 1, seq = seq - 1 where id = $1';
    await server.database.query(statement, [scene.boardId]);
    expect(await get(cache)).toMatchObject({ epoch: epoch + 1, seq: seq - 1 });
  });

  it('live L7: what is known is not read, and what is missing is missing', async () => {
    const { cache, counted } = createCounted();
    expect(await cache.get(scene.boardId, () => true)).not.toHaveProperty('start');
    expect(await cache.get(crypto.randomUUID(), () => true)).toBeNull();
    expect(counted.reads).toBe(0);
  });

  it('live L5: memory is bounded; the board that was asked for longest ago goes first', async () => {
    const path = `/workspaces/${scene.workspaceId}/boards`;
    const make = async (name: string) =>
      (await scene.as(scene.owner, 'POST', path, { name })).body.data.id as string;
    const [a, b, c] = [await make('A'), await make('B'), await make('C')];
    const { cache, counted, report } = createCounted(25_000);
    // Random text does not get smaller: two fit, three do not.
    counted.json = Buffer.from(crypto.getRandomValues(new Uint8Array(10_000))).toString('hex');
    for (const id of [a, b, a, c, a]) await get(cache, id);
    expect(counted.reads).toBe(3);
    await get(cache, b);
    expect(counted.reads).toBe(4);
    expect(report()).toMatchObject({ hits: 2, misses: 4, evictions: 2, entries: 2 });
    expect(report()?.bytes).toBeGreaterThan(20_000);
  });
});
