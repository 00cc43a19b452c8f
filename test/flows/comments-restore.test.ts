import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('comments.restore', () => {
  let server: TestServer;
  let scene: BoardScene;
  let itemId: string;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
    const items = `/boards/${scene.boardId}/items`;
    itemId = (await scene.as(scene.owner, 'POST', items, { title: 'Pack' })).body.data.id;
  });
  afterAll(() => server.stop());

  const body = {
    blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: 'Back again' }] }],
  };
  const say = async (person: Person) =>
    (await scene.as(person, 'POST', `/items/${itemId}/comments`, { body })).body.data.id as string;
  const remove = (person: Person, id: string) => scene.as(person, 'DELETE', `/comments/${id}`);
  const restore = (person: Person, id: string) =>
    scene.as(person, 'POST', `/comments/${id}/restore`, { body });
  const countOf = async () =>
    (await scene.as(scene.owner, 'GET', `/items/${itemId}`)).body.data.commentCount as number;

  it('web W6: its author brings a deleted comment back, and it counts again', async () => {
    const id = await say(scene.member);
    const before = await countOf();
    await remove(scene.member, id);
    expect(await countOf()).toBe(before - 1);
    const restored = await restore(scene.member, id);
    expect(restored.body.data).toMatchObject({ id, body, deletedAt: null });
    expect(await countOf()).toBe(before);
    const listed = await scene.as(scene.owner, 'GET', `/items/${itemId}/comments`);
    expect(listed.body.data).toContainEqual(expect.objectContaining({ id, body, deletedAt: null }));
  });

  it('nobody puts words into the mouth of another, whoever deleted it', async () => {
    const id = await say(scene.member);
    await remove(scene.owner, id);
    const refused = await restore(scene.owner, id);
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { details: { reason: 'not_the_author' } } },
    });
    expect((await restore(scene.member, id)).status).toBe(200);
  });

  it('a comment that is there has nothing to be restored', async () => {
    const id = await say(scene.member);
    const refused = await restore(scene.member, id);
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { details: { reason: 'not_deleted' } } },
    });
  });
});
