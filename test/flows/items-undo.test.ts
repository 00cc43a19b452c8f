import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter, type LiveEditor, type Write } from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let ada: Pick<LiveEditor, 'clientId' | 'mutate'>;
let bob: Pick<LiveEditor, 'clientId' | 'mutate'>;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  ada = createRestEditor(scene, scene.owner, scene.boardId);
  bob = createRestEditor(scene, scene.member, scene.boardId);
});
afterAll(() => server.stop());

const post = (path: string, body: object) =>
  write('POST', `/boards/${scene.boardId}/${path}`, body);
const addItem = (title: string, more = {}): Promise<Item> => post('items', { title, ...more });
const addColumn = async (type: string, settings = {}): Promise<string> =>
  (await post('columns', { type, name: type, settings })).id;
const readItem = (id: string): Promise<Item> => write('GET', `/items/${id}`);

async function take(editor: typeof ada, op: string, input: object) {
  const { mid, results, error } = await editor.mutate(op, input);
  expect(error, `${op}: ${JSON.stringify(error)}`).toBeUndefined();
  return { mid, result: results?.[0] };
}

const undo = (editor: typeof ada, mid: number, more = {}) =>
  take(editor, 'items.undo', { boardId: scene.boardId, client: editor.clientId, mid, ...more });

/** What an undo brings back; versions and who wrote last are history. */
const contentOf = ({ groupId, parentId, pos, values, archivedAt, deletedAt }: Item) => {
  return { groupId, parentId, pos, values, archivedAt, deletedAt };
};

describe('live L20: undo', () => {
  it('live L20: takes back each kind of change, and undoing the undo brings it again', async () => {
    const field = await addColumn('phone');
    const group = await post('groups', { name: 'Other' });
    const parent = await addItem('Parent');
    const item = await addItem('Item', { values: { [field]: '1' } });
    await addItem('Neighbour');
    const archived = await addItem('Archived');
    await write('POST', `/items/${archived.id}/archive`);
    const deleted = await addItem('Deleted');
    await write('DELETE', `/items/${deleted.id}`);
    const changes: [op: string, input: object, itemId: string][] = [
      ['items.update', { itemId: item.id, values: { title: 'New', [field]: null } }, item.id],
      ['items.move', { itemId: item.id, groupId: group.id }, item.id],
      ['items.move', { itemId: item.id, after: null }, item.id],
      ['items.move', { itemId: item.id, parentId: parent.id }, item.id],
      ['items.archive', { itemId: item.id }, item.id],
      ['items.delete', { itemId: item.id }, item.id],
      ['items.unarchive', { itemId: archived.id }, archived.id],
      ['items.restore', { itemId: deleted.id }, deleted.id],
    ];
    for (const [op, input, itemId] of changes) {
      const before = contentOf(await readItem(itemId));
      const { mid } = await take(ada, op, input);
      const after = contentOf(await readItem(itemId));
      expect(after, op).not.toEqual(before);
      const undone = await undo(ada, mid);
      expect(undone.result, op).toEqual({ undone: 1, moved: [] });
      const back = contentOf(await readItem(itemId));
      expect(Boolean(back.deletedAt), op).toBe(Boolean(before.deletedAt));
      expect({ ...back, deletedAt: null }, op).toEqual({ ...before, deletedAt: null });
      await undo(ada, undone.mid);
      const again = contentOf(await readItem(itemId));
      expect(Boolean(again.deletedAt), op).toBe(Boolean(after.deletedAt));
      expect(again.values, op).toEqual(after.values);
      expect([again.groupId, again.parentId], op).toEqual([after.groupId, after.parentId]);
      // The next kind starts where this one did.
      await undo(ada, undone.mid + 1);
    }
  });

  it('live L20: what was made goes to the trash, a copy with its sub-items, and comes back', async () => {
    const { mid, result: made } = await take(ada, 'items.create', {
      boardId: scene.boardId,
      title: 'Made',
    });
    const first = await undo(ada, mid);
    expect((await readItem(made.id)).deletedAt).not.toBeNull();
    await undo(ada, first.mid);
    expect((await readItem(made.id)).deletedAt).toBeNull();
    await addItem('Below', { parentId: made.id });
    const copy = await take(ada, 'items.duplicate', { itemId: made.id });
    expect(copy.result.items).toHaveLength(2);
    expect((await undo(ada, copy.mid)).result).toEqual({ undone: 2, moved: [] });
    for (const { id } of copy.result.items) expect((await readItem(id)).deletedAt).not.toBeNull();
  });

  it('live L20: a field that moved since is left and named, and force takes it back', async () => {
    const [one, two] = [await addColumn('email'), await addColumn('rating')];
    const item = await addItem('Moved', { values: { [one]: 'a@example.test', [two]: 1 } });
    const { mid } = await take(ada, 'items.update', {
      itemId: item.id,
      values: { [one]: 'b@example.test', [two]: 2 },
    });
    await take(bob, 'items.update', { itemId: item.id, values: { [one]: 'c@example.test' } });
    const asked = await undo(ada, mid);
    const moved = {
      itemId: item.id,
      field: one,
      standing: 'c@example.test',
      wanted: 'a@example.test',
    };
    expect(asked.result).toEqual({ undone: 1, moved: [moved] });
    expect((await readItem(item.id)).values).toMatchObject({ [one]: 'c@example.test', [two]: 1 });
    const forced = await undo(ada, mid, { force: true });
    expect(forced.result).toEqual({ undone: 1, moved: [] });
    expect((await readItem(item.id)).values).toMatchObject({ [one]: 'a@example.test', [two]: 1 });
  });

  it('live L20: a place that moved since is left and named', async () => {
    const group = await post('groups', { name: 'Third' });
    const item = await addItem('Place');
    const { mid } = await take(ada, 'items.move', { itemId: item.id, groupId: group.id });
    await take(bob, 'items.move', { itemId: item.id, after: null });
    const moved = { itemId: item.id, field: 'group', standing: group.id, wanted: scene.groupId };
    expect((await undo(ada, mid)).result).toEqual({ undone: 0, moved: [moved] });
    expect((await readItem(item.id)).groupId).toBe(group.id);
  });

  it('live L20: deltas invert unasked, and leave what others added', async () => {
    const [a, b, c] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const options = [a, b, c].map((id) => ({ id, name: id, color: 'red' }));
    const tags = await addColumn('tags', { options });
    const counter = await addColumn('number', { isCounter: true });
    const item = await addItem('Deltas', { values: { [tags]: [a], [counter]: 10 } });
    const change = (delta: object, increment: number) => ({
      itemId: item.id,
      changes: { [tags]: delta, [counter]: { increment } },
    });
    const { mid } = await take(ada, 'items.update', change({ add: [b], remove: [a] }, 5));
    await take(bob, 'items.update', change({ add: [c] }, 100));
    expect((await undo(ada, mid)).result).toEqual({ undone: 1, moved: [] });
    const { values } = await readItem(item.id);
    expect((values[tags] as string[]).toSorted()).toEqual([a, c].toSorted());
    expect(values[counter]).toBe(110);
  });

  it('live L20: a bulk is one step', async () => {
    const items = [await addItem('B1'), await addItem('B2'), await addItem('B3')];
    const itemIds = items.map(({ id }) => id);
    const { mid } = await take(ada, 'items.bulk', {
      boardId: scene.boardId,
      itemIds,
      action: { kind: 'update', values: { title: 'Same' } },
    });
    await take(bob, 'items.update', { itemId: itemIds[1], values: { title: 'Bob’s' } });
    const { result } = await undo(ada, mid);
    const moved = { itemId: itemIds[1], field: 'title', standing: 'Bob’s', wanted: 'B2' };
    expect(result).toEqual({ undone: 2, moved: [moved] });
    const titles = await Promise.all(
      itemIds.map(async (id) => (await readItem(id)).values['title']),
    );
    expect(titles).toEqual(['B1', 'Bob’s', 'B3']);
  });

  it('live L20: nobody undoes what another person did, or what is no change of a board’s content', async () => {
    const item = await addItem('Mine');
    const { mid } = await take(ada, 'items.update', { itemId: item.id, values: { title: 'Ada' } });
    const stolen = { boardId: scene.boardId, client: ada.clientId, mid };
    expect((await bob.mutate('items.undo', stolen)).error?.code).toBe('NOT_FOUND');
    const shown = { boardId: scene.boardId, visibility: 'private' };
    const hidden = await take(ada, 'boards.setVisibility', shown);
    const refused = await ada.mutate('items.undo', { ...stolen, mid: hidden.mid });
    expect(refused.error).toMatchObject({ code: 'CONFLICT', details: { reason: 'not_undoable' } });
    expect((await readItem(item.id)).values['title']).toBe('Ada');
  });
});

describe('live L20: what undo came from is gone meanwhile', () => {
  it('live L20: no item goes back into a group or below an item that is in the trash', async () => {
    const group = await post('groups', { name: 'Leaves' });
    const parent = await addItem('Parent leaves');
    const inGroup = await addItem('In the group', { groupId: group.id });
    const below = await addItem('Below', { parentId: parent.id });
    const there = { groupId: scene.groupId };
    const first = await take(ada, 'items.move', { itemId: inGroup.id, ...there });
    const second = await take(ada, 'items.move', { itemId: below.id, ...there });
    await write('DELETE', `/groups/${group.id}`);
    await write('DELETE', `/items/${parent.id}`);
    for (const { mid } of [first, second]) {
      const input = { boardId: scene.boardId, client: ada.clientId, mid };
      const { error } = await ada.mutate('items.undo', input);
      expect(error).toMatchObject({ code: 'CONFLICT', details: { reason: 'gone' } });
    }
    expect((await readItem(inGroup.id)).groupId).toBe(scene.groupId);
    expect((await readItem(below.id)).groupId).toBe(scene.groupId);
  });

  it('live L20: a deleted item does not come back below a deleted one', async () => {
    const group = await post('groups', { name: 'Goes too' });
    const item = await addItem('Gone', { groupId: group.id });
    const { mid } = await take(ada, 'items.delete', { itemId: item.id });
    await write('DELETE', `/groups/${group.id}`);
    const input = { boardId: scene.boardId, client: ada.clientId, mid };
    const { error } = await ada.mutate('items.undo', input);
    expect(error).toMatchObject({ code: 'CONFLICT', details: { reason: 'gone' } });
    expect((await readItem(item.id)).deletedAt).not.toBeNull();
  });

  it('live L20: an item with sub-items of its own does not go back below another', async () => {
    const parent = await addItem('Old parent');
    const item = await addItem('Was below', { parentId: parent.id });
    const { mid } = await take(ada, 'items.move', { itemId: item.id, groupId: scene.groupId });
    await addItem('Own child', { parentId: item.id });
    const input = { boardId: scene.boardId, client: ada.clientId, mid };
    const { error } = await ada.mutate('items.undo', input);
    expect(error).toMatchObject({ code: 'CONFLICT', details: { reason: 'has_sub_items' } });
    expect((await readItem(item.id)).parentId).toBeNull();
  });

  it('live L20: a column does not come back to a board that is full, and the refusal says so', async () => {
    const full = await createBoardScene(server);
    const own = createRestEditor(full, full.owner, full.boardId);
    const add = () =>
      full.as(full.owner, 'POST', `/boards/${full.boardId}/columns`, { type: 'text', name: 'One' });
    const columnId: string = (await add()).body.data.id;
    const { mid } = await own.mutate('columns.delete', { columnId });
    for (let count = 0; count < 200; count += 1) expect((await add()).status).toBe(200);
    const input = { boardId: full.boardId, client: own.clientId, mid };
    const { error } = await own.mutate('items.undo', input);
    expect(error).toMatchObject({ code: 'CONFLICT', details: { reason: 'too_many_columns' } });
    expect(error?.message).toContain('200 columns at most');
  });
});
