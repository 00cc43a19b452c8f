import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter } from './items.fixture.ts';
import { bodyOf, createNoticeScene, type NoticeScene } from './notice-scene.fixture.ts';

let server: TestServer;
let scene: NoticeScene;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createNoticeScene(server);
});
afterAll(() => server.stop());
beforeEach(() => scene.forget());

const write = (method: string, path: string, body?: object) =>
  createWriter(scene, scene.owner)(method, path, body);

describe('delivery: what boards say', () => {
  it('whoever is assigned is told once, however many edits it took', async () => {
    const item = await scene.addItem('Ship it');
    const { userId } = scene.member;
    await scene.edit(item.id, { [scene.people]: [userId] });
    for (let again = 0; again < 4; again += 1) {
      await scene.edit(item.id, { [scene.reviewers]: [userId] });
      await scene.edit(item.id, { [scene.reviewers]: [] });
      await scene.edit(item.id, { [scene.reviewers]: [userId] });
    }
    const notice = await scene.told(scene.member, 'assigned', ({ payload }) =>
      JSON.stringify(payload).includes('Reviewer'),
    );
    expect(notice.subject).toEqual({
      itemId: item.id,
      boardId: scene.boardId,
      workspaceId: scene.workspaceId,
    });
    expect(await scene.listTold(scene.member)).toHaveLength(1);
    expect(await scene.listTold(scene.owner)).toEqual([]);
  });

  it('nobody is told of what they did themselves, and a name out of nowhere is nobody', async () => {
    await scene.addItem('Mine', { [scene.people]: [scene.owner.userId] });
    await scene.settle();
    expect(await scene.listTold(scene.owner)).toEqual([]);
  });

  it('many items assigned by one change are one notice about their board', async () => {
    const items = await Promise.all(['One', 'Two', 'Three'].map((title) => scene.addItem(title)));
    const action = { kind: 'update', values: { [scene.people]: [scene.guest.userId] } };
    await write('POST', `/boards/${scene.boardId}/items/bulk`, {
      itemIds: items.map(({ id }) => id),
      action,
    });
    const notice = await scene.told(scene.guest, 'assigned', ({ payload }) => payload.count === 3);
    expect(notice.subject).toEqual({ boardId: scene.boardId, workspaceId: scene.workspaceId });
    expect(await scene.listTold(scene.guest)).toHaveLength(1);
  });

  it('an assignment that is undone takes its notice back', async () => {
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const item = await scene.addItem('Back');
    const values = { [scene.people]: [scene.guest.userId] };
    const { mid } = await editor.mutate('items.update', { itemId: item.id, values });
    await scene.told(scene.guest, 'assigned');
    const { boardId } = scene;
    await editor.mutate('items.undo', { boardId, client: editor.clientId, mid });
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    await scene.settle();
    expect(await scene.listTold(scene.guest)).toHaveLength(1);
  });

  it('copies of an item assign nobody anew', async () => {
    const item = await scene.addItem('Original', { [scene.people]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned');
    await write('POST', `/items/${item.id}/duplicate`, {});
    await scene.settle();
    expect(await scene.listTold(scene.guest)).toHaveLength(1);
  });

  it('an item that is deleted at once was never assigned', async () => {
    const item = await scene.addItem('Oops', { [scene.people]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned');
    await write('DELETE', `/items/${item.id}`);
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
  });
});

describe('delivery: what is said about items', () => {
  it('followers hear of comments, those who are named hear that they are, and nobody hears twice', async () => {
    const item = await scene.addItem('Talk', {}, scene.member);
    await scene.comment(item.id, scene.owner, 'Look at this', [scene.guest.userId]);
    await scene.told(scene.guest, 'mentioned');
    await scene.told(scene.member, 'commented');
    await scene.comment(item.id, scene.owner, 'And at that');
    // Whoever was named follows from then on.
    await scene.told(scene.guest, 'commented');
    const both = await scene.told(scene.member, 'commented', ({ payload }) => payload.count === 2);
    expect(JSON.stringify(both.payload)).toContain('And at that');
    expect((await scene.listTold(scene.guest)).map(({ type }) => type)).toEqual([
      'mentioned',
      'commented',
    ]);
    expect(await scene.listTold(scene.owner)).toEqual([]);
  });

  it('a comment that is changed tells those whom it names now, and one that is deleted tells nobody', async () => {
    const item = await scene.addItem('Words', {}, scene.owner);
    const { id } = await scene.comment(item.id, scene.owner, 'Hm', [scene.member.userId]);
    await scene.told(scene.member, 'mentioned');
    const mentions = [scene.member.userId, scene.guest.userId];
    await write('PATCH', `/comments/${id}`, { body: bodyOf('Hm', mentions) });
    await scene.told(scene.guest, 'mentioned');
    expect(await scene.listTold(scene.member)).toHaveLength(1);
    await write('DELETE', `/comments/${id}`);
    await scene.told(scene.guest, 'mentioned', ({ isCancelled }) => isCancelled);
    await scene.told(scene.member, 'mentioned', ({ isCancelled }) => isCancelled);
  });

  it('a status that changes and comes back says nothing', async () => {
    const [toDo, doing, done] = scene.options.map(({ id }) => id);
    const item = await scene.addItem('Progress', { [scene.status]: toDo }, scene.member);
    await scene.edit(item.id, { [scene.status]: doing });
    await scene.edit(item.id, { [scene.status]: done });
    const notice = await scene.told(scene.member, 'statusChanged', ({ payload }) =>
      JSON.stringify(payload).includes('Done'),
    );
    expect(notice.payload).toMatchObject({
      changes: [{ columnName: 'Status', from: 'To do', to: 'Done' }],
    });
    await scene.edit(item.id, { [scene.status]: toDo });
    await scene.told(scene.member, 'statusChanged', ({ isCancelled }) => isCancelled);
    expect(await scene.listTold(scene.member)).toHaveLength(1);
  });

  it('a long text names somebody once, however often it is edited', async () => {
    const field = await scene.addColumn('longText', 'Notes');
    const item = await scene.addItem('Described');
    const put = (text: string) =>
      write('PUT', `/items/${item.id}/texts/${field}`, {
        document: bodyOf(text, [scene.guest.userId]),
      });
    await put('Ask ');
    const notice = await scene.told(scene.guest, 'mentioned');
    expect(JSON.stringify(notice.payload)).toContain('Notes');
    await put('Please ask ');
    await scene.settle();
    expect((await scene.listTold(scene.guest))[0]?.payload.count).toBe(1);
  });

  it('a sample board tells nobody anything', async () => {
    await server.database.query(
      'insert into sample_boards (organization_id, board_id) values ($1, $2)',
      [scene.organizationId, scene.boardId],
    );
    await scene.addItem('An example', { [scene.people]: [scene.guest.userId] });
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
    await scene.settle();
    expect(await scene.listTold(scene.guest)).toEqual([]);
  });
});
