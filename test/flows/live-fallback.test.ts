import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
});
afterAll(() => server.stop());

type Call = { op: string; input: Record<string, unknown> };
type Message = { client: string; mid: number; epoch?: number; calls: Call[] };
type Send = (boardId: string, message: Message) => Promise<Record<string, unknown>>;

const post = (person: Pick<Person, 'token'>, boardId: string, message: Message) =>
  server.call('POST', `/boards/${boardId}/mutations`, {
    token: person.token,
    body: { epoch: 1, ...message },
  });
const postAsOwner: Send = async (boardId, message) =>
  (await post(scene.owner, boardId, message)).body.data;
const create = (boardId: string, title = 'Item'): Call => ({
  op: 'items.create',
  input: { boardId, title },
});
const read = async (path: string) => (await scene.as(scene.owner, 'GET', path)).body.data;

describe('mutations over REST', () => {
  it('live L14, L15: run in the order of their numbers, each once, with the stored answer for a repeat', async () => {
    const { boardId } = scene;
    const client = crypto.randomUUID();
    const first = { client, mid: 1, calls: [create(boardId, 'Once')] };
    const ack = await postAsOwner(boardId, first);
    expect(ack).toMatchObject({ t: 'ack', mid: 1, results: [{ values: { title: 'Once' } }] });
    expect(await postAsOwner(boardId, first)).toEqual({ ...ack, repeated: true });
    const ahead = await postAsOwner(boardId, { ...first, mid: 3 });
    expect(ahead).toEqual({ t: 'retry', mid: 3, reason: 'gap', expect: 2 });
    const { items } = await read(`/boards/${boardId}/snapshot`);
    expect(
      items.filter((item: { values: { title: string } }) => item.values.title === 'Once'),
    ).toHaveLength(1);
    const log = await read(`/boards/${boardId}/changes?epoch=1&since=${Number(ack['seq']) - 1}`);
    expect(log.changes).toMatchObject([{ seq: ack['seq'], client, mid: 1 }]);
  });

  it('live L15: a client may change between REST and the socket', async () => {
    const { boardId, owner } = scene;
    const wire = await connectLive(server, owner);
    const client = wire.clientId;
    const calls = [create(boardId, 'Two ways')];
    wire.send({ t: 'mutate', mid: 1, board: boardId, epoch: 1, calls: calls as never });
    const ack = await wire.next('ack');
    expect(await postAsOwner(boardId, { client, mid: 1, calls })).toEqual({
      ...ack,
      repeated: true,
    });
    expect(await postAsOwner(boardId, { client, mid: 2, calls })).toMatchObject({ t: 'ack' });
    wire.send({ t: 'mutate', mid: 4, board: boardId, epoch: 1, calls: calls as never });
    expect(await wire.next('retry')).toMatchObject({ reason: 'gap', expect: 3 });
    wire.close();
  });

  it('live L16: a refusal is an answer that uses the number up; a malformed message is not', async () => {
    const { boardId, guest } = scene;
    const client = crypto.randomUUID();
    const send = (mid: number, board: string, calls: Call[]) =>
      post(guest, board, { client, mid, calls });
    const refused: [string, Call[], string][] = [
      [boardId, [create(boardId)], 'NOT_FOUND'],
      [crypto.randomUUID(), [create(boardId)], 'NOT_FOUND'],
      [boardId, [create(boardId, 'a\u0000b')], 'VALIDATION_ERROR'],
      [boardId, [{ op: 'organizations.delete', input: {} }], 'VALIDATION_ERROR'],
    ];
    for (const [index, [board, calls, code]] of refused.entries()) {
      const { status, body } = await send(index + 1, board, calls);
      expect([status, body.data.t, body.data.error?.code]).toEqual([200, 'nack', code]);
    }
    expect((await send(5, boardId, [])).status).toBe(400);
    expect((await send(6, boardId, [create(boardId)])).body.data).toMatchObject({ expect: 5 });
  });

  it('security S21: asks for a sign-in, and a link changes nothing', async () => {
    const { as, owner, boardId } = scene;
    const message = { client: crypto.randomUUID(), mid: 1, calls: [create(boardId)] };
    expect((await post({ token: 'nonsense' }, boardId, message)).status).toBe(401);
    const link = (await as(owner, 'POST', `/boards/${boardId}/links`, {})).body.data;
    expect((await post(link, boardId, message)).status).toBe(403);
  });
});

describe('live L48: every transport writes the same', () => {
  it('live L48: the same calls over the socket and over REST leave the same rows, events and answers', async () => {
    const wire = await connectLive(server, scene.owner);
    const overSocket: Send = async (board, { mid, calls }) => {
      wire.send({ t: 'mutate', mid, board, epoch: 1, calls: calls as never });
      const isOurs = (answer: { mid: number }) => answer.mid === mid;
      return Promise.race([wire.next('ack', isOurs), wire.next('nack', isOurs)]);
    };
    const [socket, rest] = [await playOn(overSocket, wire.clientId), await playOn(postAsOwner)];
    wire.close();
    expect(rest).toEqual(socket);
    expect(socket.changes.length).toBeGreaterThan(4);
  });
});

/** Plays one story on a new board and answers what it left, with ids and moments replaced by their order. */
async function playOn(send: Send, client: string = crypto.randomUUID()) {
  const { as, owner, workspaceId } = scene;
  const made = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name: 'Story' });
  const boardId = made.body.data.id as string;
  const [itemId, groupId] = [crypto.randomUUID(), crypto.randomUUID()];
  const story: Call[][] = [
    [{ op: 'groups.create', input: { boardId, id: groupId, name: 'Next' } }],
    [
      { op: 'items.create', input: { boardId, id: itemId, groupId, title: 'Plan' } },
      create(boardId),
    ],
    [{ op: 'items.update', input: { itemId, values: { title: 'Plan it' } } }],
    [create(boardId), { op: 'items.update', input: { itemId, values: { title: '' } } }],
    [{ op: 'items.update', input: { itemId: crypto.randomUUID(), values: { title: 'x' } } }],
    [{ op: 'items.delete', input: { itemId } }],
  ];
  const answers: unknown[] = [];
  for (const [index, calls] of story.entries())
    answers.push(await send(boardId, { client, mid: index + 1, calls }));
  const log = await read(`/boards/${boardId}/changes?epoch=1&since=0`);
  const { board, ...content } = await read(`/boards/${boardId}/snapshot`);
  const left = { answers, changes: log.changes, content, name: board.name };
  return withoutNames(left, board.prefix) as { changes: unknown[] };
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g;

function withoutNames(value: object, prefix: string): unknown {
  const names = new Map<string, string>();
  const nameOf = (id: string) => names.get(id) ?? names.set(id, `id ${names.size}`).get(id) ?? '';
  const text = JSON.stringify(value).replaceAll(UUID, nameOf).replaceAll(MOMENT, 'then');
  return JSON.parse(text.replaceAll(`"${prefix}`, '"PRE'));
}
