import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, type LiveEditor } from './items.fixture.ts';

type Editor = Pick<LiveEditor, 'clientId' | 'mutate'>;

describe('web W6, live L20: undo of columns, groups and views', () => {
  let server: TestServer;
  let scene: BoardScene;
  let ada: Editor;
  let bob: Editor;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
    ada = createRestEditor(scene, scene.owner, scene.boardId);
    bob = createRestEditor(scene, scene.member, scene.boardId);
  });
  afterAll(() => server.stop());

  async function take(editor: Editor, op: string, input: object) {
    const { mid, results, error } = await editor.mutate(op, input);
    expect(error, `${op}: ${JSON.stringify(error)}`).toBeUndefined();
    return { mid, result: results?.[0] };
  }
  const undo = (editor: Editor, mid: number, more = {}) =>
    take(editor, 'items.undo', { boardId: scene.boardId, client: editor.clientId, mid, ...more });
  const make = async (op: string, input: object) => {
    const id = crypto.randomUUID();
    return { id, ...(await take(ada, op, { boardId: scene.boardId, id, ...input })) };
  };
  const read = async (rows: 'columns' | 'groups' | 'views', id: string) => {
    const { data } = (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body;
    return data[rows].find((row: { id: string }) => row.id === id);
  };

  it('takes each kind back, and undoing the undo brings it again', async () => {
    const column = await make('columns.create', { type: 'text', name: 'Note' });
    const group = await make('groups.create', { name: 'Ideas' });
    const view = await make('views.create', { name: 'Mine' });
    const changes: ['columns' | 'groups' | 'views', string, string, object][] = [
      ['columns', column.id, 'columns.update', { columnId: column.id, name: 'Notes' }],
      ['columns', column.id, 'columns.update', { columnId: column.id, isHidden: true }],
      ['columns', column.id, 'columns.delete', { columnId: column.id }],
      ['groups', group.id, 'groups.update', { groupId: group.id, name: 'Plans', color: 'red' }],
      ['groups', group.id, 'groups.archive', { groupId: group.id }],
      ['groups', group.id, 'groups.delete', { groupId: group.id }],
      ['views', view.id, 'views.update', { viewId: view.id, name: 'Ours' }],
      ['views', view.id, 'views.delete', { viewId: view.id }],
    ];
    for (const [rows, id, op, input] of changes) {
      const before = await read(rows, id);
      const { mid } = await take(ada, op, input);
      const after = await read(rows, id);
      expect(after, op).not.toEqual(before);
      const undone = await undo(ada, mid);
      expect(undone.result, op).toEqual({ undone: 1, moved: [] });
      expect(await read(rows, id), op).toEqual(before);
      const redone = await undo(ada, undone.mid);
      expect(Boolean((await read(rows, id))?.deletedAt), op).toBe(Boolean(after?.deletedAt));
      await undo(ada, redone.mid);
      expect(await read(rows, id), op).toEqual(before);
    }
  });

  it('takes back what was made: columns and groups go to the trash, views go', async () => {
    const column = await make('columns.create', { type: 'text', name: 'Too much' });
    const group = await make('groups.create', { name: 'Too much' });
    const view = await make('views.create', { name: 'Too much' });
    for (const { mid } of [column, group, view]) await undo(ada, mid);
    expect((await read('columns', column.id)).deletedAt).not.toBeNull();
    expect((await read('groups', group.id)).deletedAt).not.toBeNull();
    expect(await read('views', view.id)).toBeUndefined();
  });

  it('leaves what somebody changed since, unless it is forced', async () => {
    const { id: groupId } = await make('groups.create', { name: 'First' });
    const { color } = await read('groups', groupId);
    const { mid } = await take(ada, 'groups.update', { groupId, name: 'Second', color: 'red' });
    await take(bob, 'groups.update', { groupId, name: 'Third' });
    await undo(ada, mid);
    expect(await read('groups', groupId)).toMatchObject({ name: 'Third', color });
    const again = await take(ada, 'groups.update', { groupId, name: 'Fourth' });
    await take(bob, 'groups.update', { groupId, name: 'Fifth' });
    await undo(ada, again.mid, { force: true });
    expect(await read('groups', groupId)).toMatchObject({ name: 'Third' });
  });

  it('takes the board’s own name back, unless somebody gave it another one; never what puts it away', async () => {
    const { boardId, owner } = scene;
    const nameNow = async () =>
      (await scene.as(owner, 'GET', `/boards/${boardId}`)).body.data.name as string;
    const first = { boardId, name: 'Lift-off', description: 'Soon', prefix: 'LIFT' };
    const { mid } = await take(ada, 'boards.update', first);
    expect((await undo(ada, mid)).result).toEqual({ undone: 1, moved: [] });
    const { data } = (await scene.as(owner, 'GET', `/boards/${boardId}`)).body;
    // The prefix may be another board's by now.
    expect(data).toMatchObject({ name: 'Launch', description: '', prefix: 'LIFT' });

    const again = await take(ada, 'boards.update', { boardId, name: 'Second' });
    await take(bob, 'boards.update', { boardId, name: 'Third' });
    expect((await undo(ada, again.mid)).result).toEqual({ undone: 0, moved: [] });
    expect(await nameNow()).toBe('Third');
    await undo(ada, again.mid, { force: true });
    expect(await nameNow()).toBe('Launch');

    const moved = await take(ada, 'boards.update', { boardId, prefix: 'LAUNCH' });
    const input = { boardId, client: ada.clientId, mid: moved.mid };
    const { error } = await ada.mutate('items.undo', input);
    expect(error).toMatchObject({ code: 'CONFLICT', details: { reason: 'not_undoable' } });
  });

  it('leaves a board its last group, and asks for the right to manage', async () => {
    const made = await make('groups.create', { name: 'Last' });
    const { data } = (await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`)).body;
    for (const { id, deletedAt } of data.groups as { id: string; deletedAt: string | null }[])
      if (id !== made.id && deletedAt === null) await take(ada, 'groups.delete', { groupId: id });
    expect((await undo(ada, made.mid)).result).toEqual({ undone: 0, moved: [] });
    expect((await read('groups', made.id)).deletedAt).toBeNull();

    const { mid } = await take(bob, 'groups.update', { groupId: made.id, name: 'Bob’s' });
    const level = { level: 'viewer' };
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, {
      visibility: 'private',
    });
    await scene.as(
      scene.owner,
      'PUT',
      `/boards/${scene.boardId}/members/${scene.member.userId}`,
      level,
    );
    const input = { boardId: scene.boardId, client: bob.clientId, mid };
    const { error } = await bob.mutate('items.undo', input);
    expect(error?.code).toBe('FORBIDDEN');
    expect(await read('groups', made.id)).toMatchObject({ name: 'Bob’s' });
  });
});
