import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

describe('the live protocol', () => {
  let server: TestServer;
  let scene: BoardScene;
  const wires: LiveWire[] = [];

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterEach(() => wires.splice(0).forEach((wire) => wire.close()));
  afterAll(() => server.stop());

  const connect = async (person: Person): Promise<LiveWire> => {
    const wire = await connectLive(server, person);
    wires.push(wire);
    return wire;
  };
  const readHead = async () => {
    const { as, owner, boardId } = scene;
    const { epoch, seq } = (await as(owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
    return { board: boardId, epoch, since: seq };
  };
  const create = (title: string) => ({
    op: 'items.create',
    input: { boardId: scene.boardId, title },
  });

  it('live L8, L16: a mutation is acknowledged and reaches the others in order', async () => {
    const [ada, bob] = await Promise.all([connect(scene.owner), connect(scene.member)]);
    const head = await readHead();
    ada.send({ t: 'join', ...head });
    bob.send({ t: 'join', ...head });
    await Promise.all([ada.next('joined'), bob.next('joined')]);
    for (const mid of [1, 2, 3]) {
      ada.send({
        t: 'mutate',
        mid,
        board: head.board,
        epoch: head.epoch,
        calls: [create(`Item ${mid}`)],
      });
    }
    const acks = await Promise.all(
      [1, 2, 3].map((mid) => ada.next('ack', (ack) => ack.mid === mid)),
    );
    expect(acks.map(({ seq }) => seq)).toEqual([1, 2, 3].map((n) => head.since + n));
    await bob.next('changes', ({ to }) => to === head.since + 3);
    const seen = bob.heard.flatMap((message) => (message.t === 'changes' ? message.changes : []));
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3].map((n) => head.since + n));
    expect(seen.map(({ mid, client }) => [mid, client])).toEqual(
      [1, 2, 3].map((mid) => [mid, ada.clientId]),
    );
  });

  it('live L15: a number is used once, and none is left out', async () => {
    const ada = await connect(scene.owner);
    const { board, epoch } = await readHead();
    const mutate = (mid: number, title: string) =>
      ada.send({ t: 'mutate', mid, board, epoch, calls: [create(title)] });
    mutate(2, 'Too early');
    expect(await ada.next('retry')).toMatchObject({ mid: 2, reason: 'gap', expect: 1 });
    mutate(1, 'Once');
    const first = await ada.next('ack');
    mutate(1, 'Twice');
    const again = await ada.next('ack');
    expect(again).toEqual({ ...first, repeated: true });
    ada.send({ t: 'mutate', mid: 2, board, epoch, calls: [create('   ')] });
    expect(await ada.next('nack')).toMatchObject({ mid: 2, error: { code: 'VALIDATION_ERROR' } });
    mutate(2, 'Refused already');
    expect(await ada.next('nack')).toMatchObject({ mid: 2 });
    mutate(3, 'Goes on');
    expect(await ada.next('ack')).toMatchObject({ mid: 3 });
  });

  it('live L34: who loses a private board hears nothing from that change on', async () => {
    const { as, owner, member, boardId } = scene;
    const path = `/boards/${boardId}/members/${member.userId}`;
    await as(owner, 'PUT', path, { level: 'editor' });
    await as(owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'private' });
    const bob = await connect(member);
    bob.send({ t: 'join', ...(await readHead()) });
    const { seq } = await bob.next('joined');
    await as(owner, 'DELETE', path);
    await as(owner, 'POST', `/boards/${boardId}/items`, { title: 'Secret' });
    await bob.next('left', ({ reason }) => reason === 'revoked');
    const { since } = await readHead();
    expect(since).toBe(seq + 2);
    const seen = bob.heard.flatMap((message) => (message.t === 'changes' ? message.changes : []));
    expect(seen.filter((change) => change.seq > seq)).toEqual([]);
  });
});
