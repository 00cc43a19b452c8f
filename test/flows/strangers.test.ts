import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { connectLive, type LiveWire } from '../harness/live.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter, makeBoard, type Write } from './items.fixture.ts';
import { createTextScene, paragraphs } from './long-texts.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
const wires: LiveWire[] = [];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
});
afterEach(() => wires.splice(0).forEach(({ close }) => close()));
afterAll(() => server.stop());

describe('security S49: a guest who owns a board', () => {
  it('security S49: names people on it without learning their addresses', async () => {
    const { boardId, guest, member, owner, as } = scene;
    await write('PUT', `/boards/${boardId}/members/${guest.userId}`, { level: 'owner' });
    const path = `/boards/${boardId}/members/${member.userId}`;
    for (const level of ['viewer', 'viewer', 'editor']) {
      const named = (await as(guest, 'PUT', path, { level })).body.data;
      expect(named).toEqual({
        userId: member.userId,
        name: expect.any(String),
        level,
        email: null,
      });
    }
    expect((await as(owner, 'PUT', path, { level: 'editor' })).body.data.email).toBe(member.email);
  });
});

describe('security S20: what has limits keeps them', () => {
  it('live L20: an undo brings no more views back than a board can have', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Views' });
    const editor = createRestEditor(scene, scene.owner, boardId);
    const add = () => editor.mutate('views.create', { boardId, name: 'View' });
    const first = (await add()).results?.[0];
    const { mid } = await editor.mutate('views.delete', { viewId: first.id });
    for (let count = 0; count < 100; count += 1) expect((await add()).error).toBeUndefined();
    expect((await add()).error?.details?.['reason']).toBe('too_many_views');
    const undo = () => editor.mutate('items.undo', { boardId, client: editor.clientId, mid });
    expect((await undo()).error?.details?.['reason']).toBe('too_many_views');
    const { views } = await write('GET', `/boards/${boardId}/snapshot`);
    expect(views).toHaveLength(100);
    await editor.mutate('views.delete', { viewId: views[0].id });
    expect((await undo()).error).toBeUndefined();
  });

  it('web W24: a text of more edits than one answer goes through is not shown as it was', async () => {
    const text = await createTextScene(scene);
    const { version } = (await text.replace(paragraphs('One'))).body.data;
    const read = () => scene.as(scene.owner, 'GET', `${text.path}/versions/${version}`);
    expect((await read()).status).toBe(200);
    await server.database.query(
      `insert into events (id, organization_id, board_id, board_seq, aggregate_type, aggregate_id, type, version, data, actor)
       select gen_random_uuid(), organization_id, board_id, -n, aggregate_type, aggregate_id, type, version, data, actor
       from events, generate_series(1, 10000) as n where board_id = $1 and type = 'text.updated' and data->>'itemId' = $2`,
      [scene.boardId, text.itemId],
    );
    expect((await read()).body.error?.details?.reason).toBe('too_many_edits');
  });
});

describe('security S20: whoever has a link', () => {
  const makeLink = (): Promise<{ id: string; token: string }> =>
    write('POST', `/boards/${scene.boardId}/links`, {});

  it('security S20: does not learn who made the board, in any of the ways to read it', async () => {
    const { token } = await makeLink();
    for (const path of ['', '/snapshot', '/changes?epoch=1&since=0']) {
      const answer = await server.call('GET', `/boards/${scene.boardId}${path}`, { token });
      expect(answer.status, path).toBe(200);
      expect(JSON.stringify(answer.body), path).not.toContain(scene.owner.userId);
    }
    const made = await write('POST', `/workspaces/${scene.workspaceId}/boards`, { name: 'New' });
    const link = await write('POST', `/boards/${made.id}/links`, {});
    const path = `/boards/${made.id}/changes?epoch=1&since=0`;
    const { data } = (await server.call('GET', path, { token: link.token })).body;
    expect(data.changes[0].event.type).toBe('board.created');
    expect(JSON.stringify(data)).not.toContain(scene.owner.userId);
  });

  it('security S20: reads nothing of a column that is hidden, until it is shown again', async () => {
    const text = await createTextScene(scene);
    await text.replace(paragraphs('Behind the curtain'));
    const { token } = await makeLink();
    const read = async () => {
      const { status } = await server.call('GET', text.path, { token });
      const { body } = await server.call('GET', `/boards/${scene.boardId}/snapshot`, { token });
      return { status, isTold: JSON.stringify(body).includes('Behind the curtain') };
    };
    expect(await read()).toEqual({ status: 200, isTold: true });
    await write('PATCH', `/columns/${text.field}`, { isHidden: true });
    expect(await read()).toEqual({ status: 404, isTold: false });
    await write('PATCH', `/columns/${text.field}`, { isHidden: false });
    expect(await read()).toEqual({ status: 200, isTold: true });
  });

  it('live L35: is sent away with its own link, and with no other', async () => {
    const [one, other] = [await makeLink(), await makeLink()];
    const follow = async ({ token }: { token: string }) => {
      const wire = await connectLive(server, { token });
      wires.push(wire);
      const { body } = await server.call('GET', `/boards/${scene.boardId}/snapshot`, { token });
      const { epoch, seq } = body.data;
      wire.send({ t: 'join', board: scene.boardId, epoch, since: seq });
      await wire.next('joined');
      return wire;
    };
    const [gone, stays] = [await follow(one), await follow(other)];
    // As if only the rows knew: the next change of access asks them about everybody.
    await server.database.query('update board_links set revoked_at = now() where id = $1', [
      one.id,
    ]);
    const path = `/boards/${scene.boardId}/members/${scene.member.userId}`;
    for (const level of ['viewer', 'editor']) await write('PUT', path, { level });
    expect(await gone.next('left')).toMatchObject({ reason: 'revoked' });
    await write('POST', `/boards/${scene.boardId}/items`, { title: 'Goes on' });
    await stays.next('changes', (frame) => JSON.stringify(frame).includes('Goes on'));
    expect(JSON.stringify(gone.heard)).not.toContain('Goes on');
    expect(stays.heard.filter(({ t }) => t === 'left')).toEqual([]);
  });
});
