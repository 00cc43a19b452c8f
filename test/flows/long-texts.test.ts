import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  countTextRows,
  createTextScene,
  edit,
  paragraphs,
  textOf,
  type,
  type TextScene,
} from './long-texts.fixture.ts';

const COMPACT_AFTER = 200;

describe('long texts over REST', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const readSeq = async (): Promise<number> => {
    const { as, owner, boardId } = scene;
    return (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data.seq;
  };
  const countRows = (text: TextScene) => countTextRows(server, text);
  /** The call is refused, names `path`, and nothing is different. */
  const expectRefused = async (
    text: TextScene,
    call: () => ReturnType<BoardScene['as']>,
    { path, message }: { path: string; message: RegExp },
  ) => {
    const before = [await readSeq(), await text.read(), await text.readValue()];
    const { status, body } = await call();
    expect([status, body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
    expect(body.error?.details?.fields?.[0]?.path).toMatch(new RegExp(`^${path}`));
    expect(body.error?.message).toMatch(message);
    expect([await readSeq(), await text.read(), await text.readValue()]).toEqual(before);
  };

  it('live L21: a client without Yjs writes and reads a text; the row tells its beginning', async () => {
    const text = await createTextScene(scene);
    expect(await text.read()).toMatchObject({ version: 0, document: { blocks: [] } });
    const document = paragraphs('Hello', 'x'.repeat(300));
    const answer = await text.replace(document);
    const value = { preview: `Hello ${'x'.repeat(194)}`, length: 306 };
    expect(answer.body.data).toMatchObject({ value });
    const version = await readSeq();
    expect(await text.read()).toMatchObject({ version, document });
    expect(await text.readValue()).toEqual(value);
    await text.replace(paragraphs());
    expect(await text.readValue()).toBeUndefined();
    const moved = await text.replace(document, { seen: version });
    expect([moved.status, moved.body.error?.details?.reason]).toEqual([409, 'text_moved']);
  });

  it('live L21: an update is applied; sent again it changes nothing', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Hello'));
    const update = edit(await text.open(), type(' world'));
    const first = await text.update(update, scene.member);
    const seq = await readSeq();
    expect(first.body.data).toEqual({
      version: seq,
      value: { preview: 'Hello world', length: 11 },
    });
    const again = await text.update(update);
    expect(again.body.data).toEqual(first.body.data);
    expect(await readSeq()).toBe(seq);
    expect(await text.read()).toMatchObject({ document: paragraphs('Hello world') });
  });

  it('live L21: replacing keeps what others type in blocks that stay', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('first', 'last'));
    const typed = edit(await text.open(), type(' words'));
    await text.replace(paragraphs('other', 'last'));
    await text.update(typed);
    expect(await text.read()).toMatchObject({ document: paragraphs('other', 'last words') });
  });

  it('live L21: garbage, and updates on what is not here, change nothing', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Stays'));
    const garbage = new Uint8Array(Array.from({ length: 64 }, (_, index) => 255 - index));
    await expectRefused(text, () => text.update(garbage), {
      path: 'update',
      message: /no Yjs update/,
    });
    const other = new Y.Doc();
    edit(other, (root) => root.insert(0, [new Y.XmlElement('paragraph')]));
    const dangling = edit(other, type('x'));
    await expectRefused(text, () => text.update(dangling), {
      path: 'update',
      message: /read the text anew/,
    });
    const { as, owner } = scene;
    const noBase64 = () => as(owner, 'POST', text.path, { update: '<script>' });
    await expectRefused(text, noBase64, { path: 'update', message: /./ });
  });

  it('security S37: a hostile tree is refused in both forms, and nothing is different', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Stays'));
    const script = edit(await text.open(), (root) => root.insert(0, [new Y.XmlElement('script')]));
    await expectRefused(text, () => text.update(script), {
      path: 'update',
      message: /no "script"/,
    });
    for (const href of [
      'javascript:alert(1)',
      'data:text/html,x',
      ' javascript:alert(1)',
      'https://',
    ]) {
      const link = edit(await text.open(), (root) => {
        ((root.get(0) as Y.XmlElement).get(0) as Y.XmlText).format(0, 2, { link: { href } });
      });
      await expectRefused(text, () => text.update(link), {
        path: 'update',
        message: /link starts with/,
      });
      const inlines = [{ kind: 'text', text: 'x', href }];
      const document = { blocks: [{ kind: 'paragraph', inlines }] };
      await expectRefused(text, () => text.replace(document), { path: 'document', message: /./ });
    }
    const html = { blocks: [{ kind: 'html', text: '<img src=x>' }] };
    await expectRefused(text, () => text.replace(html), { path: 'document', message: /./ });
    const mention = edit(await text.open(), (root) => {
      const element = new Y.XmlElement('mention');
      element.setAttribute('userId', 'everybody');
      (root.get(0) as Y.XmlElement).insert(0, [element]);
    });
    await expectRefused(text, () => text.update(mention), { path: 'update', message: /userId/ });
  });

  it('live L21: a text ends at 1 MB, and what is in it stays editable', async () => {
    const text = await createTextScene(scene);
    const full = paragraphs(...Array.from({ length: 100 }, () => 'x'.repeat(10_400)));
    expect((await text.replace(full)).status).toBe(200);
    const update = edit(await text.open(), type('y'.repeat(20_000)));
    await expectRefused(text, () => text.update(update), { path: 'update', message: /1 MB/ });
    const longer = paragraphs('z'.repeat(400_000), 'z'.repeat(700_000));
    await expectRefused(text, () => text.replace(longer), { path: 'document', message: /1 MB/ });
    const shorter = edit(await text.open(), (root) => root.delete(0, 50));
    expect((await text.update(shorter)).status).toBe(200);
    expect((await text.update(update)).status).toBe(200);
    expect(await text.readValue()).toMatchObject({ length: 50 * 10_401 - 1 + 20_000 });
  });

  it('live L21: a text has at most 5,000 lines, entries of lists included', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Stays'));
    const items = Array.from({ length: 2_500 }, () => []);
    const list = { kind: 'bullets', items };
    const { blocks } = paragraphs('One more');
    const over = { blocks: [list, list, ...blocks] };
    const why = { path: 'document', message: /5,000 lines/ };
    await expectRefused(text, () => text.replace(over), why);
    expect((await text.replace({ blocks: [list, list] })).status).toBe(200);
    const update = edit(await text.open(), (root) =>
      root.insert(0, [new Y.XmlElement('paragraph')]),
    );
    const same = { path: 'update', message: /5,000 lines/ };
    await expectRefused(text, () => text.update(update), same);
  });

  it('live L21: compaction after 200 updates keeps the text', { timeout: 60_000 }, async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('.'));
    const doc = await text.open();
    for (let count = 2; count < COMPACT_AFTER; count += 1)
      await text.update(edit(doc, type(`${count % 10}`)));
    expect(await countRows(text)).toEqual({ states: 0, updates: COMPACT_AFTER - 1 });
    const before = await text.read();
    await text.update(edit(doc, type('!')));
    expect(await countRows(text)).toEqual({ states: 1, updates: 0 });
    await text.update(edit(doc, type('?')));
    expect(await countRows(text)).toEqual({ states: 1, updates: 1 });
    const { blocks } = before.document as ReturnType<typeof paragraphs>;
    const kept = blocks[0]?.inlines[0]?.text;
    expect(await text.read()).toMatchObject({ document: paragraphs(`${kept}!?`) });
    expect(kept).toHaveLength(COMPACT_AFTER - 1);
  });

  it('live L21: a column of another kind, a strange one, and an item in the trash are refused', async () => {
    const { as, owner, boardId } = scene;
    const text = await createTextScene(scene);
    const plain = await as(owner, 'POST', `/boards/${boardId}/columns`, {
      type: 'text',
      name: 'T',
    });
    const other = textOf(scene, text.itemId, plain.body.data.id);
    expect((await other.replace(paragraphs('x'))).body.error?.message).toMatch(
      /Not a long text column/,
    );
    expect((await as(owner, 'GET', other.path)).status).toBe(404);
    const strange = textOf(scene, text.itemId, crypto.randomUUID());
    expect((await strange.replace(paragraphs('x'))).status).toBe(404);
    await as(owner, 'PATCH', `/items/${text.itemId}`, { values: { [text.field]: 'x' } }).then(
      ({ body }) => expect(body.error?.message).toMatch(/texts\.replace/),
    );
    await text.replace(paragraphs('Kept'));
    await as(owner, 'DELETE', `/items/${text.itemId}`);
    expect((await text.replace(paragraphs('x'))).body.error?.details?.reason).toBe('gone');
    await as(owner, 'POST', `/items/${text.itemId}/restore`);
    expect(await text.read()).toMatchObject({ document: paragraphs('Kept') });
  });
});
