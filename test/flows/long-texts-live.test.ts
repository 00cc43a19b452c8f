import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { applyBoardEvent, type BoardState } from '@boardwire/contract/board-state';
import { openLongText } from '@boardwire/sdk/live/long-text';
import type { BoardChange } from '@boardwire/contract/sync';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  createTextScene,
  edit,
  fromBase64,
  markupOf,
  paragraphs,
  toBase64,
  type,
  type TextScene,
} from './long-texts.fixture.ts';

/** Somebody with a text open: a wire, a document, and the number of the next mutation. */
interface Editor {
  wire: LiveWire;
  doc: Y.Doc;
  mid: number;
}

describe('long texts over the live connection', () => {
  let server: TestServer;
  let scene: BoardScene;
  const wires: LiveWire[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterEach(() => wires.splice(0).forEach((wire) => wire.close()));
  afterAll(() => server.stop());

  const readSnapshot = async () => {
    const { as, owner, boardId } = scene;
    return (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
  };
  const open = async (person: Person, text: TextScene): Promise<Editor> => {
    const wire = await connectLive(server, person);
    wires.push(wire);
    const { epoch, seq } = await readSnapshot();
    wire.send({ t: 'join', board: scene.boardId, epoch, since: seq });
    await wire.next('joined');
    return { wire, doc: await text.open(), mid: 0 };
  };
  const send = async (editor: Editor, { itemId, field }: TextScene, update: Uint8Array) => {
    const { epoch } = await readSnapshot();
    editor.mid += 1;
    const { mid } = editor;
    const input = { itemId, field, update: toBase64(update) };
    const calls = [{ op: 'texts.update', input }];
    editor.wire.send({ t: 'mutate', mid, board: scene.boardId, epoch, calls });
    return mid;
  };
  /** Everything that a wire was told, in order. */
  const changesOf = ({ wire }: Editor) =>
    wire.heard.flatMap((message) => (message.t === 'changes' ? message.changes : []));
  const applyHeard = (editor: Editor) => {
    for (const { event } of changesOf(editor)) {
      const { update } = event.data as { update?: string | null };
      if (event.type === 'text.updated' && update) Y.applyUpdate(editor.doc, fromBase64(update));
    }
  };
  const contentOf = ({ doc }: Editor) => markupOf(doc);

  it('live L21: two who type at once see the same text, which the server has, too', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Start'));
    const [ada, bob] = await Promise.all([open(scene.owner, text), open(scene.member, text)]);
    // Each types without having heard of the other.
    const rounds = ['a', 'b', 'c', 'd', 'e'];
    for (const letter of rounds) {
      await send(ada, text, edit(ada.doc, type(letter)));
      await send(bob, text, edit(bob.doc, type(letter.toUpperCase())));
    }
    const acks = await Promise.all(
      [ada, bob].flatMap(({ wire }) =>
        rounds.map((_, index) => wire.next('ack', ({ mid }) => mid === index + 1)),
      ),
    );
    const last = Math.max(...acks.map(({ seq }) => seq));
    await Promise.all([ada, bob].map(({ wire }) => wire.next('changes', ({ to }) => to === last)));
    [ada, bob].forEach(applyHeard);
    expect(contentOf(ada)).toBe(contentOf(bob));
    const { document } = await text.read();
    const [line] = (document as ReturnType<typeof paragraphs>).blocks;
    const said = line?.inlines.map((inline) => inline.text).join('') ?? '';
    expect(contentOf(ada)).toBe(`<paragraph>${said}</paragraph>`);
    expect([...said.replace('Start', '')].toSorted().join('')).toBe('ABCDEabcde');
    expect(await text.readValue()).toEqual({ preview: said, length: 15 });
  });

  it('live L18, L21: the changes folded over the snapshot give the server’s rows', async () => {
    const text = await createTextScene(scene);
    const ada = await open(scene.owner, text);
    const before = await readSnapshot();
    await text.replace(paragraphs('One', 'Two'));
    await send(ada, text, edit(await text.open(), type(' more')));
    await ada.wire.next('ack');
    await text.replace(paragraphs());
    await text.replace(paragraphs('Last'));
    const after = await readSnapshot();
    await ada.wire.next('changes', ({ to }) => to === after.seq);
    const state = {
      ...before,
      items: new Map(before.items.map((item: { id: string }) => [item.id, item])),
    } as BoardState;
    for (const { event, seq, at, actor } of changesOf(ada)) {
      applyBoardEvent(state, event as never, { seq, at, userId: actor.userId ?? null });
    }
    const expected = after.items.find((item: { id: string }) => item.id === text.itemId);
    expect(state.items.get(text.itemId)).toEqual(expected);
    expect(expected.versions[text.field]).toBe(after.seq);
    expect((await text.read()).version).toBe(after.seq);
  });

  it('live L15, L21: a mutation sent again answers the same and adds nothing', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Once'));
    const ada = await open(scene.owner, text);
    const update = edit(ada.doc, type('!'));
    await send(ada, text, update);
    const first = await ada.wire.next('ack');
    ada.mid -= 1;
    await send(ada, text, update);
    expect(await ada.wire.next('ack')).toEqual({ ...first, repeated: true });
    // The same bytes under a new number: nothing is new in them.
    await send(ada, text, update);
    expect(await ada.wire.next('ack', ({ mid }) => mid === 2)).toMatchObject({
      results: first.results,
    });
    expect((await readSnapshot()).seq).toBe(first.seq);
    expect(await text.read()).toMatchObject({ document: paragraphs('Once!') });
  });

  it('security S37: a hostile update is a final no with the reason; the next one goes on', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Stays'));
    const [ada, bob] = await Promise.all([open(scene.owner, text), open(scene.member, text)]);
    const { seq } = await readSnapshot();
    const script = edit(await text.open(), (root) => root.insert(0, [new Y.XmlElement('script')]));
    await send(ada, text, script);
    const nack = await ada.wire.next('nack');
    expect(nack.error).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: expect.stringContaining('no "script"'),
    });
    expect((await readSnapshot()).seq).toBe(seq);
    await send(ada, text, edit(ada.doc, type('.')));
    await ada.wire.next('ack', ({ mid }) => mid === 2);
    await bob.wire.next('changes', ({ to }) => to === seq + 1);
    expect(changesOf(bob).filter((change) => change.seq > seq)).toHaveLength(1);
    expect(await text.read()).toMatchObject({ document: paragraphs('Stays.') });
  });

  it('live L21: who may only read hears what is typed, and cannot type', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Start'));
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/members/${scene.guest.userId}`, {
      level: 'viewer',
    });
    const [ada, guest] = await Promise.all([open(scene.owner, text), open(scene.guest, text)]);
    await send(guest, text, edit(await text.open(), type('x')));
    expect((await guest.wire.next('nack')).error.code).toBe('FORBIDDEN');
    await send(ada, text, edit(ada.doc, type('!')));
    const { seq } = await ada.wire.next('ack');
    await guest.wire.next('changes', ({ to }) => to === seq);
    applyHeard(guest);
    expect(contentOf(guest)).toBe('<paragraph>Start!</paragraph>');
  });

  it('live L30: a large change is announced without its bytes, and is there to be read', async () => {
    const text = await createTextScene(scene);
    const ada = await open(scene.owner, text);
    await text.replace(paragraphs('x'.repeat(40_000)));
    const { seq } = await readSnapshot();
    await ada.wire.next('changes', ({ to }) => to === seq);
    const event = changesOf(ada).find((change) => change.seq === seq)?.event;
    expect(event).toMatchObject({ type: 'text.updated', data: { update: null } });
    expect(markupOf(await text.open())).toContain('x'.repeat(40_000));
  });

  it('SPEC E7, live L21: two clients of the SDK type at once, one is refused and goes on', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Start'));
    const refused: string[] = [];
    const openAs = async (person: Person) => {
      const { wire } = await open(person, text);
      const opened = await openLongText({
        load: async () => Y.encodeStateAsUpdate(await text.open()),
        async send(update) {
          const { status, body } = await text.update(update, person);
          if (status === 200) return { kind: 'done' };
          return { kind: 'refused', message: body.error?.message ?? '' };
        },
        onRefused: (message) => void refused.push(message),
      });
      wire.socket.on('m', ({ t, changes }: { t: string; changes: BoardChange[] }) => {
        if (t !== 'changes') return;
        for (const { event } of changes) {
          const { update, itemId } = event.data as { update: string | null; itemId: string };
          if (event.type !== 'text.updated' || itemId !== text.itemId) continue;
          void opened.applyRemote(update === null ? null : fromBase64(update));
        }
      });
      return opened;
    };
    const [ada, bob] = await Promise.all([openAs(scene.owner), openAs(scene.member)]);
    for (const letter of ['a', 'b', 'c']) {
      type(letter)(ada.content);
      type(letter.toUpperCase())(bob.content);
      await Promise.all([ada.flush(), bob.flush()]);
    }
    await expect
      .poll(() => markupOf(bob.doc))
      .toHaveLength('<paragraph>StartaAbBcC</paragraph>'.length);
    await expect.poll(() => markupOf(ada.doc)).toBe(markupOf(bob.doc));
    bob.content.insert(0, [new Y.XmlElement('script')]);
    await bob.flush();
    expect(refused).toEqual([expect.stringContaining('no "script"')]);
    type('!')(bob.content);
    await bob.close();
    await expect.poll(() => markupOf(ada.doc)).toMatch(/!<\/paragraph>$/);
    await ada.close();
    expect(await text.readValue()).toMatchObject({ length: 12 });
  });
});
