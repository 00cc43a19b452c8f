import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@boardwire/sdk/client';
import { createLive, type Live, type LiveOptions } from '@boardwire/sdk/live';
import { createMemoryStore } from '@boardwire/sdk/live/pending-store';
import { createSocketWires } from '@boardwire/sdk/live/socket-wire';
import type { OpenWire, Wire, WireHandlers } from '@boardwire/sdk/live/wire';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const LIMIT = { timeout: 20_000, interval: 20 };

let server: TestServer;
let scene: BoardScene;
const lives: Live[] = [];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  return () => server.stop();
});

afterEach(() => {
  for (const live of lives.splice(0)) live.close();
});

/** A line that can be cut and stays cut, as a laptop in a tunnel. */
function createLine(): { openWire: OpenWire; goOffline(): void; goOnline(): void } {
  const open = createSocketWires(server.url);
  const current = new Map<Wire, WireHandlers>();
  let isOffline = false;
  return {
    openWire(hello, handlers) {
      if (isOffline) {
        queueMicrotask(() => handlers.onEnd({ kind: 'unreachable' }));
        return { send: () => undefined, close: () => undefined };
      }
      const wire = open(hello, handlers);
      current.set(wire, handlers);
      return wire;
    },
    goOffline() {
      isOffline = true;
      for (const [wire, handlers] of current) {
        wire.close();
        handlers.onEnd({ kind: 'cut' });
      }
      current.clear();
    },
    goOnline: () => void (isOffline = false),
  };
}

function connect(person: Person, options: LiveOptions = {}): Live {
  const client = createClient({ baseUrl: server.url, accessToken: person.token });
  const live = createLive(client, options);
  lives.push(live);
  return live;
}

async function openBoard(live: Live, boardId = scene.boardId) {
  const opened = await live.openBoard(boardId);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.data;
}

async function open(person: Person, options: LiveOptions = {}) {
  const live = connect(person, options);
  const board = await openBoard(live);
  await expect.poll(() => board.status(), LIMIT).toBe('live');
  return { live, board };
}

type OpenBoard = Awaited<ReturnType<typeof openBoard>>;

function addItem(board: OpenBoard, title: string) {
  const id = crypto.randomUUID();
  const { boardId, groupId } = scene;
  const handle = board.mutate({ op: 'items.create', input: { boardId, groupId, id, title } });
  return { id, handle };
}

const titleOf = (board: OpenBoard, id: string) => board.view().items.get(id)?.values['title'];

describe('SPEC E7: the live client', () => {
  it('live L18: an edit is shown at once, and everywhere once it is committed', async () => {
    const [a, b] = [await open(scene.owner), await open(scene.member)];
    const { id, handle } = addItem(a.board, 'Pack the boxes');
    expect(titleOf(a.board, id)).toBe('Pack the boxes');
    expect(await handle.done).toMatchObject({ kind: 'done' });
    await expect.poll(() => titleOf(b.board, id), LIMIT).toBe('Pack the boxes');
    await expect
      .poll(() => a.board.view().items.get(id), LIMIT)
      .toEqual(b.board.view().items.get(id));
    expect(a.live.status()).toMatchObject({ connection: 'online', waitingCount: 0 });
  });

  it('live L18: a refused edit is taken back, with the reason', async () => {
    const { board } = await open(scene.owner);
    const { id, handle } = addItem(board, 'Kept');
    await handle.done;
    const tooLong = 'x'.repeat(1_001);
    const refused = board.update(id, { title: tooLong });
    expect(titleOf(board, id)).toBe(tooLong);
    expect(await refused.done).toMatchObject({
      kind: 'refused',
      error: { code: 'VALIDATION_ERROR' },
    });
    expect(titleOf(board, id)).toBe('Kept');
  });

  it('live L19: edits made offline are shown, wait, and are sent in order', async () => {
    const line = createLine();
    const [a, b] = [await open(scene.owner, line), await open(scene.member)];
    line.goOffline();
    await expect.poll(() => a.board.status(), LIMIT).toBe('offline');
    const { id, handle } = addItem(a.board, 'First');
    const renamed = a.board.update(id, { title: 'Second' });
    expect(titleOf(a.board, id)).toBe('Second');
    await expect.poll(() => a.live.status().waitingCount, LIMIT).toBe(2);
    line.goOnline();
    const outcomes = await Promise.all([handle.done, renamed.done]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
    await expect.poll(() => titleOf(b.board, id), LIMIT).toBe('Second');
    await expect.poll(() => a.board.status(), LIMIT).toBe('live');
  });

  it('live L19: edits outlive the program that made them', async () => {
    const line = createLine();
    const store = createMemoryStore();
    const first = await open(scene.owner, { ...line, store });
    line.goOffline();
    const { id } = addItem(first.board, 'Made before the crash');
    await expect.poll(() => first.live.status().waitingCount, LIMIT).toBe(1);
    first.live.close();

    const second = connect(scene.owner, { ...line, store });
    const board = await openBoard(second);
    await expect.poll(() => titleOf(board, id), LIMIT).toBe('Made before the crash');
    expect(second.status().waitingCount).toBe(1);
    line.goOnline();
    const other = await open(scene.member);
    await expect.poll(() => titleOf(other.board, id), LIMIT).toBe('Made before the crash');
    await expect.poll(() => second.status().waitingCount, LIMIT).toBe(0);
    await expect
      .poll(() => board.view().items.get(id), LIMIT)
      .toEqual(other.board.view().items.get(id));
  });

  it('live L37: hundreds of edits from a tunnel go out at the pace that the server takes', async () => {
    const line = createLine();
    const { board, live } = await open(scene.owner, line);
    line.goOffline();
    await expect.poll(() => board.status(), LIMIT).toBe('offline');
    const edits = Array.from({ length: 120 }, (_, n) => addItem(board, `Edit ${n}`));
    const connections = new Set<string>();
    live.subscribe(() => connections.add(live.status().connection));
    line.goOnline();
    await expect.poll(() => live.status().connection, LIMIT).toBe('online');
    connections.clear();
    const outcomes = await Promise.all(edits.map(({ handle }) => handle.done));
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    expect([...connections]).toEqual(['online']);
    const seqs = outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.seq : 0));
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  });

  it('live L21: words that two people wrote offline in one title are both kept', async () => {
    const line = createLine();
    const [a, b] = [await open(scene.owner, line), await open(scene.member)];
    const { id, handle } = addItem(a.board, 'paint the old door');
    await handle.done;
    await expect.poll(() => titleOf(b.board, id), LIMIT).toBe('paint the old door');
    line.goOffline();
    const mine = a.board.update(id, { title: 'paint the old red door' });
    await b.board.update(id, { title: 'please paint the old door' }).done;
    line.goOnline();
    expect(await mine.done).toMatchObject({ kind: 'done' });
    const merged = 'please paint the old red door';
    await expect.poll(() => titleOf(a.board, id), LIMIT).toBe(merged);
    await expect.poll(() => titleOf(b.board, id), LIMIT).toBe(merged);
  });

  it('live L22: where both wrote the same words, the standing ones stay and the conflict is seen', async () => {
    const line = createLine();
    const [a, b] = [await open(scene.owner, line), await open(scene.member)];
    const { id, handle } = addItem(a.board, 'draft');
    await handle.done;
    await expect.poll(() => titleOf(b.board, id), LIMIT).toBe('draft');
    line.goOffline();
    const mine = a.board.update(id, { title: 'mine' });
    await b.board.update(id, { title: 'theirs' }).done;
    line.goOnline();
    expect(await mine.done).toMatchObject({
      kind: 'done',
      results: [{ fields: { title: { resolution: 'user_choice' } } }],
    });
    await expect.poll(() => titleOf(a.board, id), LIMIT).toBe('theirs');
    await expect
      .poll(() => [...b.board.view().conflicts.values()].some((each) => each.itemId === id), LIMIT)
      .toBe(true);
  });

  it('live L20: an edit can be taken back once it is committed', async () => {
    const { board } = await open(scene.owner);
    const { id, handle } = addItem(board, 'before');
    await handle.done;
    const edit = board.update(id, { title: 'after' });
    expect(await edit.undo()).toMatchObject({ kind: 'done', results: [{ undone: 1 }] });
    await expect.poll(() => titleOf(board, id), LIMIT).toBe('before');
  });

  it('live L25: people see each other come, look and go', async () => {
    const [a, b] = [await open(scene.owner), await open(scene.member)];
    b.board.setPresence({ field: 'title', editing: true });
    const seen = () => a.board.people().map(({ user, field, editing }) => [user, field, editing]);
    await expect.poll(seen, LIMIT).toEqual([[scene.member.userId, 'title', true]]);
    b.board.close();
    await expect.poll(seen, LIMIT).toEqual([]);
  });

  it('live L14: where sockets are blocked, boards are followed and edited by plain calls', async () => {
    const blocked: OpenWire = (_hello, { onEnd }) => {
      queueMicrotask(() => onEnd({ kind: 'unreachable' }));
      return { send: () => undefined, close: () => undefined };
    };
    const [a, b] = [await open(scene.owner, { openWire: blocked }), await open(scene.member)];
    const edits = Array.from({ length: 5 }, (_, n) => addItem(a.board, `Polled ${n}`));
    const outcomes = await Promise.all(edits.map(({ handle }) => handle.done));
    expect(outcomes.every(({ kind }) => kind === 'done')).toBe(true);
    const theirs = addItem(b.board, 'Pushed');
    await theirs.handle.done;
    const ids = [...edits.map(({ id }) => id), theirs.id];
    const itemsOf = (board: OpenBoard) => ids.map((id) => board.view().items.get(id));
    const isSame = () => isDeepStrictEqual(itemsOf(a.board), itemsOf(b.board));
    await expect.poll(isSame, LIMIT).toBe(true);
    expect(itemsOf(b.board)).not.toContain(undefined);
    expect(a.live.status()).toMatchObject({ connection: 'online', waitingCount: 0 });
  });

  it('live L35: who loses the board loses its local copy', async () => {
    const { as, owner, member, workspaceId } = scene;
    const made = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'Secret' });
    const boardId = made.body.data.id as string;
    const board = await openBoard(connect(member), boardId);
    await expect.poll(() => board.status(), LIMIT).toBe('live');
    await as(owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'private' });
    await expect.poll(() => board.status(), LIMIT).toEqual({ left: 'revoked', unsent: 0 });
    expect(board.view().groups.size).toBe(0);
    expect(board.permissions()).toEqual([]);
  });
});
