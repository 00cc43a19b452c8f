import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('web W18: deleting for good', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const post = (path: string, body: unknown = {}) => scene.as(scene.owner, 'POST', path, body);
  const add = async (path: string, body: unknown) =>
    (await post(path, body)).body.data.id as string;
  const snapshot = async (boardId: string) =>
    (await scene.as(scene.owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;

  it('takes items with what is below, groups with their items, and columns with their values out of a board', async () => {
    const { as, owner, boardId, groupId } = scene;
    const kept = await add(`/boards/${boardId}/items`, { title: 'Kept', groupId });
    const item = await add(`/boards/${boardId}/items`, { title: 'Thrown away', groupId });
    await add(`/boards/${boardId}/items`, { title: 'Below', parentId: item });
    const group = await add(`/boards/${boardId}/groups`, { name: 'Old' });
    await add(`/boards/${boardId}/items`, { title: 'In the group', groupId: group });
    const column = await add(`/boards/${boardId}/columns`, { type: 'text', name: 'Note' });
    await as(owner, 'PATCH', `/items/${kept}`, { values: { [column]: 'gone soon' } });
    for (const path of [`/items/${item}`, `/groups/${group}`, `/columns/${column}`])
      expect((await as(owner, 'DELETE', path)).status).toBe(200);

    const chosen = { itemIds: [item], groupIds: [group], columnIds: [column] };
    const purged = await post(`/boards/${boardId}/trash/purge`, chosen);
    expect(purged.status, JSON.stringify(purged.body)).toBe(200);
    expect(purged.body.data.purged).toBe(5);
    const left = await snapshot(boardId);
    expect(left.items.map(({ values }: { values: unknown }) => values)).toEqual([
      { title: 'Kept' },
    ]);
    expect(left.groups.map(({ id }: { id: string }) => id)).toEqual([groupId]);
    expect(left.columns).toEqual([]);
    expect((await post(`/items/${item}/restore`)).status).toBe(404);
    expect((await post(`/boards/${boardId}/trash/purge`, chosen)).status).toBe(404);
  });

  it('refuses what is not in the trash, changes nothing then, and asks for the right to administer', async () => {
    const { as, member, owner, boardId, groupId } = scene;
    const path = `/boards/${boardId}/trash/purge`;
    const used = await add(`/boards/${boardId}/items`, { title: 'Used', groupId });
    const thrown = await add(`/boards/${boardId}/items`, { title: 'Thrown', groupId });
    await as(owner, 'DELETE', `/items/${thrown}`);
    const before = (await snapshot(boardId)).seq;
    const refused = await post(path, { itemIds: [thrown, used] });
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(refused.body.error?.message).toContain('Used');
    expect((await as(member, 'POST', path, { itemIds: [thrown] })).status).toBe(403);
    expect((await post(path, { itemIds: [crypto.randomUUID()] })).status).toBe(404);
    expect((await post(path, { itemIds: ['x'] })).status).toBe(400);
    const tooMany = Array.from({ length: 501 }, () => crypto.randomUUID());
    expect((await post(path, { itemIds: tooMany })).status).toBe(400);
    expect((await snapshot(boardId)).seq).toBe(before);
  });

  it('wants the name of a board, takes it out of the trash’s list at once, and nothing brings it back', async () => {
    const { as, owner, organizationId, workspaceId } = scene;
    const id = await add(`/workspaces/${workspaceId}/boards`, { name: 'Old plans' });
    const good = `/boards/${id}/delete-for-good`;
    expect((await post(good, { name: 'Old plans' })).status).toBe(409);
    await as(owner, 'DELETE', `/boards/${id}`);
    const wrong = await post(good, { name: 'Old plan' });
    expect(wrong).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    const list = async () =>
      (await as(owner, 'GET', `/organizations/${organizationId}/boards?state=deleted`)).body.data;
    expect(await list()).toMatchObject([{ id }]);
    expect((await post(good, { name: ' Old plans ' })).status).toBe(200);
    expect(await list()).toEqual([]);
    expect((await post(`/boards/${id}/restore`)).status).toBe(409);
  });
});
