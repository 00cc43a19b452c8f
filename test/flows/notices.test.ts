import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter, type Write } from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;
let people: string;
let reviewers: string;
let status: string;
const options = ['To do', 'Doing', 'Done'].map((name) => {
  return { id: crypto.randomUUID(), name, color: 'gray' };
});

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
  people = await addColumn('person', 'Owner');
  reviewers = await addColumn('person', 'Reviewer');
  status = await addColumn('status', 'Status', { options });
  const guest = { userId: scene.guest.userId, level: 'editor' };
  await write('PUT', `/boards/${scene.boardId}/members/${guest.userId}`, { level: guest.level });
  await told(scene.guest, 'invited');
});
afterAll(() => server.stop());
beforeEach(() => server.database.query(`delete from messages where category <> 'account'`));

const post = (path: string, body: object, by: Person = scene.owner) =>
  createWriter(scene, by)('POST', `/boards/${scene.boardId}/${path}`, body);
const addColumn = async (type: string, name: string, settings = {}): Promise<string> =>
  (await post('columns', { type, name, settings })).id;
const addItem = (title: string, values = {}, by?: Person): Promise<Item> =>
  post('items', { title, values }, by);
const edit = (itemId: string, values: object, by: Person = scene.owner) =>
  createWriter(scene, by)('PATCH', `/items/${itemId}`, { values });
const comment = (itemId: string, by: Person, text: string, mentions: string[] = []) =>
  createWriter(scene, by)('POST', `/items/${itemId}/comments`, { body: bodyOf(text, mentions) });
const bodyOf = (text: string, mentions: readonly string[] = []) => {
  const named = mentions.map((userId) => ({ kind: 'mention', userId }));
  return { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text }, ...named] }] };
};

interface Told {
  id: string;
  type: string;
  payload: Record<string, never> & { count: number; by: { name: string }[] };
  isCancelled: boolean;
  subject: Record<string, string>;
}

/** What somebody was told, in the order of it. */
const listTold = (to: Person): Promise<Told[]> =>
  server.database.query<Told>(
    `select id, template_key as type, payload, cancelled_at is not null as "isCancelled", subject from messages
     where category <> 'account' and recipients = jsonb_build_array(jsonb_build_object('userId', $1::text)) order by id`,
    [to.userId],
  );

/** Waits until somebody was told this, and answers it; everything that happened before is told by then. */
async function told(to: Person, type: string, isEnough = (_told: Told) => true): Promise<Told> {
  return vi.waitFor(
    async () => {
      const found = (await listTold(to)).find((each) => each.type === type && isEnough(each));
      expect(found, type).toBeDefined();
      return found as Told;
    },
    { timeout: 20_000 },
  );
}

/** Events of a board are read in their order, so behind this one everything before it is told. */
async function settle(): Promise<void> {
  const last = await addItem('The last one', { [people]: [scene.member.userId] });
  await told(scene.member, 'assigned', ({ payload }) => JSON.stringify(payload).includes(last.id));
}

describe('delivery: what boards say', () => {
  it('whoever is assigned is told once, however many edits it took', async () => {
    const item = await addItem('Ship it');
    const { userId } = scene.member;
    await edit(item.id, { [people]: [userId] });
    for (let again = 0; again < 4; again += 1) {
      await edit(item.id, { [reviewers]: [userId] });
      await edit(item.id, { [reviewers]: [] });
      await edit(item.id, { [reviewers]: [userId] });
    }
    const notice = await told(scene.member, 'assigned', ({ payload }) =>
      JSON.stringify(payload).includes('Reviewer'),
    );
    expect(notice.subject).toEqual({
      itemId: item.id,
      boardId: scene.boardId,
      workspaceId: scene.workspaceId,
    });
    expect(await listTold(scene.member)).toHaveLength(1);
    expect(await listTold(scene.owner)).toEqual([]);
  });

  it('nobody is told of what they did themselves, and a name out of nowhere is nobody', async () => {
    await addItem('Mine', { [people]: [scene.owner.userId] });
    await settle();
    expect(await listTold(scene.owner)).toEqual([]);
  });

  it('many items assigned by one change are one notice about their board', async () => {
    const items = await Promise.all(['One', 'Two', 'Three'].map((title) => addItem(title)));
    const action = { kind: 'update', values: { [people]: [scene.guest.userId] } };
    await post('items/bulk', { itemIds: items.map(({ id }) => id), action });
    const notice = await told(scene.guest, 'assigned', ({ payload }) => payload.count === 3);
    expect(notice.subject).toEqual({ boardId: scene.boardId, workspaceId: scene.workspaceId });
    expect(await listTold(scene.guest)).toHaveLength(1);
  });

  it('an assignment that is undone takes its notice back, and the undoing says nothing new', async () => {
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const item = await addItem('Back and forth');
    const values = { [people]: [scene.guest.userId] };
    const { mid } = await editor.mutate('items.update', { itemId: item.id, values });
    await told(scene.guest, 'assigned');
    const undone = await editor.mutate('items.undo', {
      boardId: scene.boardId,
      client: editor.clientId,
      mid,
    });
    await told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    // The undoing is undone: they are assigned again, and know it from nobody.
    await editor.mutate('items.undo', {
      boardId: scene.boardId,
      client: editor.clientId,
      mid: undone.mid,
    });
    await settle();
    expect(await listTold(scene.guest)).toHaveLength(1);
  });

  it('copies of an item assign nobody anew', async () => {
    const item = await addItem('Original', { [people]: [scene.guest.userId] });
    await told(scene.guest, 'assigned');
    await createWriter(scene, scene.owner)('POST', `/items/${item.id}/duplicate`, {});
    await settle();
    expect(await listTold(scene.guest)).toHaveLength(1);
  });

  it('an item that is deleted at once was never assigned', async () => {
    const item = await addItem('Oops', { [people]: [scene.guest.userId] });
    await told(scene.guest, 'assigned');
    await createWriter(scene, scene.owner)('DELETE', `/items/${item.id}`);
    await told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
  });
});

describe('delivery: what is said about items', () => {
  it('followers hear of comments, those who are named hear that they are, and nobody hears twice', async () => {
    const item = await addItem('Talk', {}, scene.member);
    await comment(item.id, scene.owner, 'Look at this', [scene.guest.userId]);
    await told(scene.guest, 'mentioned');
    await told(scene.member, 'commented');
    await comment(item.id, scene.owner, 'And at that');
    // Whoever was named follows from then on.
    await told(scene.guest, 'commented');
    const both = await told(scene.member, 'commented', ({ payload }) => payload.count === 2);
    expect(JSON.stringify(both.payload)).toContain('And at that');
    expect((await listTold(scene.guest)).map(({ type }) => type)).toEqual([
      'mentioned',
      'commented',
    ]);
    expect(await listTold(scene.owner)).toEqual([]);
  });

  it('a comment that is changed tells those whom it names now, and one that is deleted tells nobody', async () => {
    const item = await addItem('Words', {}, scene.owner);
    const { id } = await comment(item.id, scene.owner, 'Hm', [scene.member.userId]);
    await told(scene.member, 'mentioned');
    const mentions = [scene.member.userId, scene.guest.userId];
    await write('PATCH', `/comments/${id}`, { body: bodyOf('Hm', mentions) });
    await told(scene.guest, 'mentioned');
    expect(await listTold(scene.member)).toHaveLength(1);
    await write('DELETE', `/comments/${id}`);
    await told(scene.guest, 'mentioned', ({ isCancelled }) => isCancelled);
    await told(scene.member, 'mentioned', ({ isCancelled }) => isCancelled);
  });

  it('a status that changes and comes back says nothing', async () => {
    const [toDo, doing, done] = options.map(({ id }) => id);
    const item = await addItem('Progress', { [status]: toDo }, scene.member);
    await edit(item.id, { [status]: doing });
    await edit(item.id, { [status]: done });
    const notice = await told(scene.member, 'statusChanged', ({ payload }) =>
      JSON.stringify(payload).includes('Done'),
    );
    expect(notice.payload).toMatchObject({
      changes: [{ columnName: 'Status', from: 'To do', to: 'Done' }],
    });
    await edit(item.id, { [status]: toDo });
    await told(scene.member, 'statusChanged', ({ isCancelled }) => isCancelled);
    expect(await listTold(scene.member)).toHaveLength(1);
  });

  it('a long text names somebody once, however often it is edited', async () => {
    const field = await addColumn('longText', 'Notes');
    const item = await addItem('Described');
    const put = (text: string) =>
      write('PUT', `/items/${item.id}/texts/${field}`, {
        document: bodyOf(text, [scene.guest.userId]),
      });
    await put('Ask ');
    const notice = await told(scene.guest, 'mentioned');
    expect(JSON.stringify(notice.payload)).toContain('Notes');
    await put('Please ask ');
    await settle();
    expect((await listTold(scene.guest))[0]?.payload.count).toBe(1);
  });

  it('a sample board tells nobody anything', async () => {
    await server.database.query(
      'insert into sample_boards (organization_id, board_id) values ($1, $2)',
      [scene.organizationId, scene.boardId],
    );
    await addItem('An example', { [people]: [scene.guest.userId] });
    await vi.waitFor(
      async () => {
        const [row] = await server.database.query<{ unread: number }>(
          `select count(*)::int as unread from events e, event_consumers c where c.name = 'notices'
           and e.type = 'item.created' and (e.transaction_id, e.position) > (c.transaction_id, c.position)`,
        );
        expect(row?.unread).toBe(0);
      },
      { timeout: 20_000 },
    );
    await server.database.query('delete from sample_boards');
    await settle();
    expect(await listTold(scene.guest)).toEqual([]);
  });
});
