import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import { registerPerson, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
const wires: LiveWire[] = [];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterEach(() => wires.splice(0).forEach((wire) => wire.close()));
afterAll(() => server.stop());

async function connect(person: Pick<Person, 'token'>): Promise<LiveWire> {
  const wire = await connectLive(server, person);
  wires.push(wire);
  return wire;
}

async function connectAndJoin(person: Pick<Person, 'token'>): Promise<LiveWire> {
  const wire = await connect(person);
  wire.send({ t: 'join', ...(await readHead()) });
  await wire.next('joined');
  return wire;
}

async function readHead(
  boardId = scene.boardId,
): Promise<{ board: string; epoch: number; since: number }> {
  const { epoch, seq } = (await scene.as(scene.owner, 'GET', `/boards/${boardId}/snapshot`)).body
    .data;
  return { board: boardId, epoch, since: seq };
}

const addItem = (title: string) =>
  scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title });
const changesOf = (wire: LiveWire) =>
  wire.heard.flatMap((message) => (message.t === 'changes' ? message.changes : []));

describe('the handshake', () => {
  it('live L6: refuses a bad token, a newer protocol and a page of another site', async () => {
    await expect(connectLive(server, { token: 'nonsense' })).rejects.toThrow('unauthorized');
    const headers = { origin: 'https://evil.example' };
    await expect(connectLive(server, scene.owner, { headers })).rejects.toThrow();
    const own = await connectLive(server, scene.owner, { headers: { origin: server.url } });
    own.close();
  });

  it('security S25: a session that ends closes its connections', async () => {
    const person = await registerPerson(server);
    const wire = await connect(person);
    await server.call('POST', '/auth/logout', { token: person.token, body: {} });
    expect(await wire.next('bye')).toMatchObject({ reason: 'session_ended' });
  });
});

describe('joining', () => {
  it('live L8, L10: whoever was away gets exactly what it missed, in order', async () => {
    const head = await readHead();
    for (const title of ['One', 'Two', 'Three']) await addItem(title);
    const wire = await connect(scene.member);
    wire.send({ t: 'join', ...head });
    expect(await wire.next('joined')).toMatchObject({ seq: head.since + 3 });
    await wire.next('changes');
    expect(changesOf(wire).map(({ seq }) => seq)).toEqual([1, 2, 3].map((n) => head.since + n));
  });

  it('live L9: another epoch, or a position ahead of the board, needs a snapshot', async () => {
    const head = await readHead();
    const wire = await connect(scene.member);
    wire.send({ t: 'join', ...head, epoch: head.epoch + 1 });
    expect(await wire.next('snapshotRequired')).toMatchObject({
      reason: 'epoch',
      epoch: head.epoch,
    });
    wire.send({ t: 'join', ...head, since: head.since + 1 });
    expect(await wire.next('snapshotRequired')).toMatchObject({ reason: 'ahead', seq: head.since });
    await server.database.query('update boards set log_floor = seq where id = $1', [head.board]);
    wire.send({ t: 'join', ...head, since: head.since - 1 });
    expect(await wire.next('snapshotRequired')).toMatchObject({ reason: 'behind' });
    await server.database.query('update boards set log_floor = 0 where id = $1', [head.board]);
  });

  it('security S22: a board that one may not read is not there', async () => {
    const wire = await connect(scene.guest);
    wire.send({ t: 'join', ...(await readHead()) });
    expect(await wire.next('left')).toMatchObject({ reason: 'notFound' });
    await addItem('Unheard');
    wire.send({ t: 'join', board: crypto.randomUUID(), epoch: 1, since: 0 });
    expect(await wire.next('left')).toMatchObject({ reason: 'notFound' });
    expect(changesOf(wire)).toEqual([]);
  });

  it('SPEC A4: a link shows its board live until it is revoked, and changes nothing', async () => {
    const { as, owner, boardId } = scene;
    const link = (await as(owner, 'POST', `/boards/${boardId}/links`, {})).body.data;
    const wire = await connect(link);
    const head = await readHead();
    wire.send({ t: 'join', ...head });
    expect(await wire.next('joined')).toMatchObject({ permissions: ['board:read'] });
    await addItem('Shown');
    await wire.next('changes');
    const calls = [{ op: 'items.create', input: { boardId, title: 'No' } }];
    wire.send({ t: 'mutate', mid: 1, board: boardId, epoch: head.epoch, calls });
    expect(await wire.next('nack')).toMatchObject({ error: { code: 'FORBIDDEN' } });
    await as(owner, 'DELETE', `/board-links/${link.id}`);
    expect(await wire.next('bye')).toMatchObject({ reason: 'session_ended' });
    await expect(connectLive(server, link)).rejects.toThrow('unauthorized');
  });
});

describe('mutations that may not be', () => {
  const create = (boardId: string) => [{ op: 'items.create', input: { boardId, title: 'Item' } }];

  it('live L16: a refusal uses the number up, whatever it was', async () => {
    const wire = await connect(scene.guest);
    const { board, epoch } = await readHead();
    const refused: [string, object[]][] = [
      [board, create(board)],
      [crypto.randomUUID(), create(board)],
      [board, create(crypto.randomUUID())],
      [board, [{ op: 'organizations.delete', input: {} }]],
      [board, [{ op: 'items.create', input: { boardId: board, title: 'x', admin: true } }]],
      [board, [{ op: 'items.create', input: { boardId: board, title: 'a\u0000b' } }]],
    ];
    for (const [index, [boardId, calls]] of refused.entries()) {
      const mid = index + 1;
      wire.send({ t: 'mutate', mid, board: boardId, epoch, calls: calls as never });
      expect(await wire.next('nack', (nack) => nack.mid === mid)).toBeDefined();
    }
    wire.send({ t: 'mutate', mid: refused.length + 2, board, epoch, calls: create(board) });
    expect(await wire.next('retry')).toMatchObject({ expect: refused.length + 1 });
  });

  it('security S20: an item of another board cannot be reached through this one', async () => {
    const { as, owner, workspaceId } = scene;
    const other = (await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'Other' }))
      .body.data;
    const item = (await as(owner, 'POST', `/boards/${other.id}/items`, { title: 'Theirs' })).body
      .data;
    const wire = await connect(owner);
    const { board, epoch } = await readHead();
    const calls = [{ op: 'items.update', input: { itemId: item.id, values: { title: 'Mine' } } }];
    wire.send({ t: 'mutate', mid: 1, board, epoch, calls });
    expect(await wire.next('nack')).toMatchObject({ error: { code: 'NOT_FOUND' } });
    expect((await as(owner, 'GET', `/items/${item.id}`)).body.data.values.title).toBe('Theirs');
  });

  it('live L16: the calls of a mutation stand or fall together', async () => {
    const wire = await connect(scene.owner);
    const { board, epoch, since } = await readHead();
    const calls = [...create(board), { op: 'items.create', input: { boardId: board, title: '' } }];
    wire.send({ t: 'mutate', mid: 1, board, epoch, calls });
    expect(await wire.next('nack')).toMatchObject({ error: { code: 'VALIDATION_ERROR' } });
    expect((await readHead()).since).toBe(since);
  });
});

describe('whoever does not behave hurts only itself', () => {
  it('live L37: garbage ends the connection', async () => {
    const wire = await connect(scene.member);
    for (const bad of [null, 'text', { t: 'unknown' }, { t: 'join' }, [1, 2]])
      wire.socket.emit('m', bad);
    expect(await wire.next('bye')).toMatchObject({ reason: 'protocol' });
  });

  it('live L37: a flood of mutations is slowed down, a flood of messages cut', async () => {
    const wire = await connect(scene.member);
    const { board, epoch } = await readHead();
    const calls = [{ op: 'items.create', input: { boardId: board, title: 'Flood' } }];
    for (let mid = 1; mid <= 70; mid += 1) wire.send({ t: 'mutate', mid, board, epoch, calls });
    expect((await wire.next('retry', ({ reason }) => reason === 'rate')).afterMs).toBeGreaterThan(
      0,
    );
    for (let count = 0; count < 300; count += 1) wire.send({ t: 'positions', boards: {} });
    expect(await wire.next('bye')).toMatchObject({ reason: 'flood' });
    // Others go on.
    const other = await connect(scene.owner);
    other.send({ t: 'join', ...(await readHead()) });
    await other.next('joined');
  });

  it('live L5: a bulk change asks everybody for a snapshot', async () => {
    const { as, owner, boardId } = scene;
    const itemIds: string[] = [];
    const wire = await connect(owner);
    wire.send({ t: 'join', ...(await readHead()) });
    await wire.next('joined');
    for (let index = 0; index < 11; index += 1) {
      const calls = Array.from({ length: 50 }, () => {
        const id = crypto.randomUUID();
        itemIds.push(id);
        return { op: 'items.create', input: { boardId, id, title: 'Bulk' } };
      });
      wire.send({ t: 'mutate', mid: index + 1, board: boardId, epoch: 1, calls });
      await wire.next('ack');
    }
    const action = { kind: 'archive' };
    const answer = await as(owner, 'POST', `/boards/${boardId}/items/bulk`, { itemIds, action });
    expect(answer.body.data).toEqual({ changed: 550, unchanged: 0 });
    expect(await wire.next('snapshotRequired')).toMatchObject({ reason: 'bulk' });
  });
});

describe('presence', () => {
  it('live L25: people come, show what they look at, and go', async () => {
    const { owner, member, boardId } = scene;
    const [ada, bob] = await Promise.all([connect(owner), connect(member)]);
    const head = await readHead();
    for (const wire of [ada, bob]) {
      wire.send({ t: 'join', ...head });
      await wire.next('joined');
    }
    const item = crypto.randomUUID();
    ada.send({
      t: 'presence',
      board: boardId,
      tab: 1,
      state: 'active',
      item,
      field: 'title',
      editing: true,
    });
    const { up } = await bob.next('people', (people) => people.up.length > 0);
    expect(up).toMatchObject([
      { user: owner.userId, state: 'active', item, field: 'title', editing: true },
    ]);
    expect(JSON.stringify(up)).not.toContain(ada.clientId);
    const late = await connect(member);
    late.send({ t: 'join', ...head });
    expect((await late.next('people')).up).toMatchObject([{ user: owner.userId }]);
    ada.close();
    const { gone } = await bob.next('people', (people) => people.gone.length > 0);
    expect(gone).toEqual([up[0]?.key]);
  });

  it('live L34: only whoever is let into a board, and still is in, shows itself there', async () => {
    const { owner, guest, boardId, as } = scene;
    const stranger = await registerPerson(server);
    const [watcher, former, outside] = await Promise.all([owner, guest, stranger].map(connect));
    const place = await readHead();
    watcher?.send({ t: 'join', ...place });
    await watcher?.next('joined');
    const show = (wire: LiveWire | undefined, tab: number) =>
      wire?.send({ t: 'presence', board: boardId, tab, state: 'active' });

    // Before the answer to its join, and after it.
    outside?.send({ t: 'join', ...place });
    show(outside, 1);
    expect(await outside?.next('left')).toMatchObject({ reason: 'notFound' });
    show(outside, 2);

    await as(owner, 'PUT', `/boards/${boardId}/members/${guest.userId}`, { level: 'viewer' });
    former?.send({ t: 'join', ...(await readHead()) });
    await former?.next('joined');
    show(former, 3);
    await watcher?.next('people', ({ up }) => up.some(({ user }) => user === guest.userId));
    await as(owner, 'DELETE', `/boards/${boardId}/members/${guest.userId}`);
    expect(await former?.next('left')).toMatchObject({ reason: 'revoked' });
    await watcher?.next('people', ({ gone }) => gone.length > 0);
    const heard = watcher?.heard.length ?? 0;
    show(former, 4);

    show(await connectAndJoin(scene.member), 5);
    const later = ({ up }: { up: { user: string }[] }) =>
      up.some(({ user }) => user === scene.member.userId);
    await watcher?.next('people', later);
    const people = watcher?.heard.flatMap((message) => (message.t === 'people' ? message.up : []));
    expect(people?.map(({ user }) => user)).not.toContain(stranger.userId);
    expect(JSON.stringify(watcher?.heard.slice(heard))).not.toContain(guest.userId);
  });
});
