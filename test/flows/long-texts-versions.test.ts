import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createTextScene, edit, paragraphs, textOf, type } from './long-texts.fixture.ts';

describe('web W24: a long text as it was', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const versionAt = (path: string, version: number) =>
    scene.as(scene.owner, 'GET', `${path}/versions/${version}`);

  it('is told for each of its edits, whoever made them', async () => {
    const text = await createTextScene(scene);
    const first = (await text.replace(paragraphs('One'))).body.data.version as number;
    const second = (await text.update(edit(await text.open(), type(', two')), scene.member)).body
      .data.version as number;
    await text.replace(paragraphs('Other'));
    expect((await versionAt(text.path, first)).body.data).toEqual({
      version: first,
      document: paragraphs('One'),
    });
    expect((await versionAt(text.path, second)).body.data.document).toEqual(paragraphs('One, two'));
  });

  it('is refused where the log does not have all of it, rather than told in part', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Copied'));
    const copied = await scene.as(scene.owner, 'POST', `/items/${text.itemId}/duplicate`, {});
    const copy = textOf(scene, copied.body.data.items[0].id as string, text.field);
    const { version } = (await copy.update(edit(await copy.open(), type(' on')))).body.data;
    expect(await versionAt(copy.path, version as number)).toMatchObject({
      status: 409,
      body: { error: { details: { reason: 'not_kept' } } },
    });
  });

  it('is not found for a number that is no edit of it', async () => {
    const text = await createTextScene(scene);
    const { version } = (await text.replace(paragraphs('One'))).body.data;
    expect((await versionAt(text.path, (version as number) - 1)).status).toBe(404);
  });
});
