import { afterAll, beforeAll, expect, it } from 'vitest';
import { createBoardScene } from '../harness/boards.ts';
import type { BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import { startTestServer } from '../harness/server.ts';
import type { TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

it('live L16: calls fall together, also where the refused values are kept in the activity', async () => {
  const { as, owner, boardId } = scene;
  const addItem = async (title: string) =>
    (await as(owner, 'POST', `/boards/${boardId}/items`, { title })).body.data.id as string;
  const [kept, gone] = [await addItem('before'), await addItem('gone')];
  await as(owner, 'DELETE', `/items/${gone}`);
  const before = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
  const wire = await connectLive(server, owner);
  const rename = (itemId: string) => ({
    op: 'items.update',
    input: { itemId, values: { title: 'after' } },
  });
  const calls = [rename(kept), rename(gone)];
  wire.send({ t: 'mutate', mid: 1, board: boardId, epoch: before.epoch, calls });
  expect(await wire.next('nack')).toMatchObject({ mid: 1, error: { code: 'CONFLICT' } });
  wire.close();
  expect((await as(owner, 'GET', `/items/${kept}`)).body.data.values.title).toBe('before');
  const since = `epoch=${before.epoch}&since=${before.seq}`;
  const log = (await as(owner, 'GET', `/boards/${boardId}/changes?${since}`)).body.data.changes;
  expect(log).toMatchObject([
    { seq: before.seq + 1, event: { type: 'item.editRefused', data: { itemId: gone } } },
  ]);
});
