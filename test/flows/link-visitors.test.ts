import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createWriter, type Write } from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let visitor: Pick<Person, 'token'>;
let item: { id: string; number: number };
let owned: Record<'status' | 'who' | 'gone', string>;
const wires: LiveWire[] = [];

const COMMENT = 'only among ourselves';
const BEFORE = 'what it was called before';
const TRASHED = 'thrown away';
const DROPPED = 'in a column that is gone';

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  const { boardId } = scene;
  const column = async (type: string, name: string) =>
    (await write('POST', `/boards/${boardId}/columns`, { type, name })).id as string;
  owned = {
    status: await column('text', 'Note'),
    who: await column('person', 'Who'),
    gone: await column('text', 'Dropped'),
  };
  await write('PUT', `/boards/${boardId}/members/${scene.guest.userId}`, { level: 'viewer' });
  const values = { [owned.who]: [scene.member.userId], [owned.gone]: DROPPED };
  item = (await write('POST', `/boards/${boardId}/items`, {
    title: BEFORE,
    values,
  })) as typeof item;
  await write('PATCH', `/items/${item.id}`, { values: { title: 'Pack' } });
  await comment();
  await write('DELETE', `/columns/${owned.gone}`);
  const trashed = await write('POST', `/boards/${boardId}/items`, { title: TRASHED });
  await write('DELETE', `/items/${trashed.id}`);
  visitor = (await write('POST', `/boards/${boardId}/links`, {})) as { token: string };
});
afterEach(() => wires.splice(0).forEach(({ close }) => close()));
afterAll(() => server.stop());

const comment = () =>
  write('POST', `/items/${item.id}/comments`, {
    body: { blocks: [{ kind: 'code', text: COMMENT }] },
  });

const get = (path: string) => server.call('GET', path, { token: visitor.token });

async function readBoard() {
  const answer = await get(`/boards/${scene.boardId}/snapshot`);
  expect(answer.status).toBe(200);
  return answer.body.data;
}

async function join(person: Pick<Person, 'token'>, since?: number): Promise<LiveWire> {
  const wire = await connectLive(server, person);
  wires.push(wire);
  const { epoch, seq } = await readBoard();
  wire.send({ t: 'join', board: scene.boardId, epoch, since: since ?? seq });
  return wire;
}

/** What must not reach whoever has the link. */
function expectNothingPrivate(told: unknown): void {
  const text = JSON.stringify(told);
  for (const secret of [COMMENT, BEFORE, TRASHED, DROPPED, '@example.test'])
    expect(text).not.toContain(secret);
  for (const { userId } of [scene.guest, scene.owner]) expect(text).not.toContain(`"${userId}"`);
}

describe('security S20: whoever has a link sees the board, not what people say and do there', () => {
  it('security S20: comments, activity, members, conflicts and the history are refused', async () => {
    const { boardId } = scene;
    for (const path of [
      `/items/${item.id}/comments`,
      `/boards/${boardId}/activity`,
      `/boards/${boardId}/activity?itemId=${item.id}`,
      `/boards/${boardId}/members`,
      `/boards/${boardId}/conflicts`,
      `/boards/${boardId}/own-views`,
      `/boards/${boardId}/items?state=deleted`,
      `/items/${item.id}`,
    ]) {
      const { status, body } = await get(path);
      expect({ path, status, reason: body.error?.details?.reason }).toEqual({
        path,
        status: 403,
        reason: 'share_link',
      });
    }
  });

  it('security S20: the board comes without trash, gone columns, and names of those who are not on it', async () => {
    const { board, items, people, columns, permissions, conflicts } = await readBoard();
    expect(items.map(({ values }: { values: object }) => values)).toEqual([
      { title: 'Pack', [owned.who]: [scene.member.userId] },
    ]);
    expect(columns.map(({ name }: { name: string }) => name)).toEqual(['Note', 'Who']);
    expect(people.map(({ id }: { id: string }) => id)).toEqual([scene.member.userId]);
    expect({ permissions, conflicts }).toEqual({ permissions: ['board:read'], conflicts: [] });
    expectNothingPrivate({ items, people, board });
    const own = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    expect(JSON.stringify(own.body)).toContain(TRASHED);
  });

  it('security S20: over a socket there is no presence, no comment, and nobody’s name on an edit', async () => {
    const member = await join(scene.member);
    await member.next('joined');
    member.send({ t: 'presence', board: scene.boardId, tab: 1, state: 'active', item: item.id });
    const wire = await join(visitor);
    await wire.next('joined');
    await comment();
    member.send({ t: 'presence', board: scene.boardId, tab: 1, state: 'active' });
    await member.next('changes', ({ changes }) => JSON.stringify(changes).includes(COMMENT));
    await member.next('people');
    await write('PATCH', `/items/${item.id}`, { values: { [owned.status]: 'seen' } });
    const { from, changes } = await wire.next('changes', (frame) =>
      JSON.stringify(frame).includes('seen'),
    );
    expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_change, at) => from + at));
    expect(changes.at(-1)?.actor).toEqual({ kind: 'user' });
    expect(wire.heard.filter(({ t }) => t === 'people')).toEqual([]);
    expectNothingPrivate(wire.heard);
    await write('PATCH', `/items/${item.id}`, { values: { [owned.status]: null } });
  });

  it('security S20: what is older than a minute is history, which a link does not read', async () => {
    const { boardId } = scene;
    const { epoch } = await readBoard();
    const read = () => get(`/boards/${boardId}/changes?epoch=${epoch}&since=0`);
    await server.database.query(
      `update events set created_at = created_at - interval '61 seconds' where board_id = $1`,
      [boardId],
    );
    expect((await read()).body.data).toMatchObject({ kind: 'snapshotRequired', reason: 'behind' });
    const own = await scene.as(
      scene.owner,
      'GET',
      `/boards/${boardId}/changes?epoch=${epoch}&since=0`,
    );
    expect(JSON.stringify(own.body)).toContain(BEFORE);
  });

  it('security S20: what comes back out of the trash is fetched with the board', async () => {
    const { boardId } = scene;
    const back = await write('POST', `/boards/${boardId}/items`, { title: 'Comes back' });
    await write('DELETE', `/items/${back.id}`);
    const wire = await join(visitor);
    await wire.next('joined');
    await write('POST', `/items/${back.id}/restore`);
    await wire.next('snapshotRequired');
    const { items } = await readBoard();
    expect(JSON.stringify(items)).toContain('Comes back');
  });
});
