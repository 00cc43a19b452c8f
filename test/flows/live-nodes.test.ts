import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startAnotherNode, startTestServer, type TestServer } from '../harness/server.ts';

let first: TestServer;
let second: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  first = await startTestServer();
  second = await startAnotherNode(first);
  scene = await createBoardScene(first);
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

async function join(server: TestServer, person: Person, clientId?: string): Promise<LiveWire> {
  const wire = await connectLive(server, person, clientId === undefined ? {} : { clientId });
  const { epoch, seq } = (await scene.as(person, 'GET', `/boards/${scene.boardId}/snapshot`)).body
    .data;
  wire.send({ t: 'join', board: scene.boardId, epoch, since: seq });
  await wire.next('joined');
  return wire;
}

async function readFigure({ url }: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
}

const say = (wire: LiveWire, state: 'active' | 'gone', more: object = {}) =>
  wire.send({ t: 'presence', board: scene.boardId, tab: 1, state, ...more });

describe('two nodes', () => {
  it('live L26: people of both are seen on both, with what they look at, and go on both', async () => {
    const [ada, bob] = [await join(first, scene.owner), await join(second, scene.member)];
    const item = crypto.randomUUID();
    say(ada, 'active', { item, field: 'title', editing: true });
    const { up } = await bob.next('people', (people) => people.up.length > 0);
    expect(up).toMatchObject([{ user: scene.owner.userId, item, field: 'title', editing: true }]);
    say(bob, 'active');
    await ada.next('people', (people) =>
      people.up.some(({ user }) => user === scene.member.userId),
    );
    const late = await join(second, scene.member);
    expect((await late.next('people')).up.map(({ user }) => user).toSorted()).toEqual(
      [scene.owner.userId, scene.member.userId].toSorted(),
    );
    say(ada, 'gone');
    expect((await bob.next('people', (people) => people.gone.length > 0)).gone).toEqual([
      up[0]?.key,
    ]);
    for (const wire of [ada, bob, late]) wire.close();
  });

  it('live L25: whoever reconnects to another node within 5 s is never seen to go', async () => {
    const [ada, bob] = [await join(first, scene.owner), await join(first, scene.member)];
    say(ada, 'active');
    const isAda = ({ user }: { user: string }) => user === scene.owner.userId;
    const { up } = await bob.next('people', (people) => people.up.some(isAda));
    const key = up.find(isAda)?.key ?? '';
    ada.close();
    const again = await join(second, scene.owner, ada.clientId);
    say(again, 'active', { field: 'group' });
    await bob.next('people', (people) => people.up.some(({ field }) => field === 'group'));
    // The first node forgets it after 5 s; the second one has it.
    const renewing = setInterval(() => say(again, 'active', { field: 'group' }), 1_000);
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    clearInterval(renewing);
    const gone = bob.heard.flatMap((message) => (message.t === 'people' ? message.gone : []));
    expect(gone).not.toContain(key);
    again.close();
    await bob.next('people', (people) => people.gone.includes(key));
    bob.close();
  });

  it('live L32: a change on one node reaches screens of the other', async () => {
    const bob = await join(second, scene.member);
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, { title: 'Far away' });
    const { changes } = await bob.next('changes');
    expect(changes).toMatchObject([{ event: { type: 'item.created' } }]);
    bob.close();
  });

  it('live L12, L15: a node that stops sends each connection away at a time of its own, and any other node goes on where it was', async () => {
    const third = await startAnotherNode(first);
    const wires = await Promise.all(Array.from({ length: 10 }, () => join(third, scene.member)));
    const [ada] = wires as [LiveWire];
    const { epoch } = (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body
      .data;
    const create = (wire: LiveWire, mid: number) =>
      wire.send({
        t: 'mutate',
        mid,
        board: scene.boardId,
        epoch,
        calls: [{ op: 'items.create', input: { boardId: scene.boardId, title: `Edit ${mid}` } }],
      });
    create(ada, 1);
    const { seq } = await ada.next('ack');
    // It has heard of the others, so that nobody need wait for its own return.
    await expect
      .poll(async () => readFigure(third, 'boardwire_live_presence_nodes'), { timeout: 15_000 })
      .toBe(2);
    await third.stop();
    const goodbyes = await Promise.all(wires.map((wire) => wire.next('bye')));
    expect(goodbyes.map(({ reason }) => reason)).toEqual(wires.map(() => 'server_shutdown'));
    const times = goodbyes.map(({ afterMs }) => afterMs);
    expect(new Set(times).size).toBe(wires.length);
    expect(Math.max(...times)).toBeLessThanOrEqual(1_200);
    const again = await connectLive(first, scene.member, { clientId: ada.clientId });
    again.send({ t: 'join', board: scene.boardId, epoch, since: seq });
    // The answer may have got lost with the node.
    create(again, 1);
    expect(await again.next('ack')).toMatchObject({ seq, repeated: true });
    create(again, 2);
    expect((await again.next('changes')).from).toBe(seq + 1);
    again.close();
    // Only that would need one node for all requests of a connection.
    expect((await fetch(`${first.url}/api/live/?EIO=4&transport=polling`)).status).toBe(400);
  });

  it('live L3: a node that has written a board meets the columns and groups that another has changed since', async () => {
    const { owner, boardId } = scene;
    const at = async (server: TestServer, method: string, path: string, body: object) => {
      const { status, body: answer } = await server.call(method, path, {
        token: owner.token,
        body,
      });
      expect(status, JSON.stringify(answer)).toBeLessThan(300);
      return answer.data;
    };
    const { id: itemId } = await at(second, 'POST', `/boards/${boardId}/items`, { title: 'Here' });
    const points = await at(first, 'POST', `/boards/${boardId}/columns`, {
      name: 'Points',
      type: 'number',
    });
    const later = await at(first, 'POST', `/boards/${boardId}/groups`, { name: 'Later' });
    const values = { [points.id]: 8 };
    expect(await at(second, 'PATCH', `/items/${itemId}`, { values })).toMatchObject({
      item: { values },
    });
    await at(second, 'POST', `/boards/${boardId}/items`, { title: 'Then', groupId: later.id });
    await at(second, 'DELETE', `/columns/${points.id}`, {});
    const refused = await first.call('PATCH', `/items/${itemId}`, {
      token: owner.token,
      body: { values: { [points.id]: 9 } },
    });
    expect(refused.status).toBe(409);
  });
});
