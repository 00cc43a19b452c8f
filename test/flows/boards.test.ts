import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('boards over REST', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  it('live L1: each change takes the next number of the board', async () => {
    const { as, owner, boardId } = scene;
    const column = await as(owner, 'POST', `/boards/${boardId}/columns`, {
      type: 'status',
      name: 'State',
      settings: { options: [{ id: crypto.randomUUID(), name: 'Done', color: 'green' }] },
    });
    expect(column.status, JSON.stringify(column.body)).toBe(200);
    const item = await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'Write the plan' });
    expect(item.status, JSON.stringify(item.body)).toBe(200);
    const [option] = column.body.data.settings.options;
    const updated = await as(owner, 'PATCH', `/items/${item.body.data.id}`, {
      values: { [column.body.data.id]: option.id },
    });
    expect(updated.status, JSON.stringify(updated.body)).toBe(200);
    const changes = await as(owner, 'GET', `/boards/${boardId}/changes?epoch=1&since=0`);
    expect(changes.status, JSON.stringify(changes.body)).toBe(200);
    expect(changes.body.data.changes.map(({ seq }: { seq: number }) => seq)).toEqual([
      1, 2, 3, 4, 5,
    ]);
    const snapshot = await as(owner, 'GET', `/boards/${boardId}/snapshot`);
    expect(snapshot.body.data).toMatchObject({ epoch: 1, seq: 5 });
    expect(snapshot.body.data.items).toEqual([updated.body.data.item]);
  });
});
