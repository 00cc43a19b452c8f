import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  countTextRows,
  createTextScene,
  edit,
  paragraphs,
  textOf,
  toBase64,
  type,
} from './long-texts.fixture.ts';

describe('long texts with their items', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  it('live L21: a copy of an item has the text, and a life of its own', async () => {
    const { as, owner, boardId } = scene;
    const text = await createTextScene(scene);
    const child = await as(owner, 'POST', `/boards/${boardId}/items`, {
      title: 'Below',
      parentId: text.itemId,
    });
    await textOf(scene, child.body.data.id, text.field).replace(paragraphs('Small'));
    await text.replace(paragraphs('Original'));
    const { items } = (await as(owner, 'POST', `/items/${text.itemId}/duplicate`)).body.data;
    const [copy, childCopy] = items.map(({ id }: { id: string }) => textOf(scene, id, text.field));
    await text.replace(paragraphs('Changed'));
    await copy.update(edit(await copy.open(), type(' and copy')));
    expect(await copy.read()).toMatchObject({ document: paragraphs('Original and copy') });
    expect(await copy.readValue()).toMatchObject({ preview: 'Original and copy' });
    expect(await childCopy.read()).toMatchObject({ document: paragraphs('Small') });
    expect(await text.read()).toMatchObject({ document: paragraphs('Changed') });
  });

  it('live L21: texts move to another board with their item, and back', async () => {
    const { as, owner, boardId, workspaceId } = scene;
    const text = await createTextScene(scene);
    const lost = await createTextScene(scene);
    const unmatched = textOf(scene, text.itemId, lost.field);
    await text.replace(paragraphs('Travels'));
    await unmatched.replace(paragraphs('Has no column there'));
    const board = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'Other' });
    const toBoardId = board.body.data.id as string;
    const { columns } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    const { name } = columns.find(({ id }: { id: string }) => id === text.field);
    const twin = await as(owner, 'POST', `/boards/${toBoardId}/columns`, {
      type: 'longText',
      name,
    });
    const move = (from: string, to: string) =>
      as(owner, 'POST', `/boards/${from}/items/move-to-board`, {
        itemIds: [text.itemId],
        toBoardId: to,
      });
    const there = (await move(boardId, toBoardId)).body.data;
    expect(there.leftBehind).toMatchObject([{ value: 'Has no column there' }]);
    const moved = textOf(scene, text.itemId, twin.body.data.id);
    expect(await moved.readValue()).toEqual({ preview: 'Travels', length: 7 });
    // On a young board the same sequence numbers come again.
    const doc = await moved.open();
    for (const letter of 'abcdefghij') await moved.update(edit(doc, type(letter)));
    expect(await moved.read()).toMatchObject({ document: paragraphs('Travelsabcdefghij') });
    await move(toBoardId, boardId);
    expect(await text.read()).toMatchObject({ document: paragraphs('Travelsabcdefghij') });
    expect(await unmatched.read()).toMatchObject({ document: paragraphs('Has no column there') });
    expect(await unmatched.readValue()).toMatchObject({ preview: 'Has no column there' });
  });

  it('live L16: a refused mutation leaves no text behind', async () => {
    const { as, owner, boardId } = scene;
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Stays'));
    const update = toBase64(edit(await text.open(), type(' not')));
    const { epoch } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    const { itemId, field } = text;
    const answer = await as(owner, 'POST', `/boards/${boardId}/mutations`, {
      client: crypto.randomUUID(),
      mid: 1,
      epoch,
      calls: [
        { op: 'texts.update', input: { itemId, field, update } },
        { op: 'items.update', input: { itemId, values: { title: '' } } },
      ],
    });
    expect(JSON.stringify(answer.body)).toContain('VALIDATION_ERROR');
    expect(await countTextRows(server, text)).toEqual({ states: 0, updates: 1 });
    expect(await text.read()).toMatchObject({ document: paragraphs('Stays') });
  });

  it('live L20: undo says where a text is taken back', async () => {
    const { as, owner, boardId } = scene;
    const text = await createTextScene(scene);
    const { epoch } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    const client = crypto.randomUUID();
    const { itemId, field } = text;
    await as(owner, 'POST', `/boards/${boardId}/mutations`, {
      client,
      mid: 1,
      epoch,
      calls: [{ op: 'texts.replace', input: { itemId, field, document: paragraphs('x') } }],
    });
    expect(await text.readValue()).toMatchObject({ length: 1 });
    const undo = await as(owner, 'POST', `/boards/${boardId}/undo`, { client, mid: 1 });
    expect([undo.status, undo.body.error?.details?.reason]).toEqual([409, 'long_text']);
  });
});
