import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter } from './items.fixture.ts';
import { bodyOf, createNoticeScene, type NoticeScene, type Told } from './notice-scene.fixture.ts';

let server: TestServer;
let scene: NoticeScene;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createNoticeScene(server);
  await server.database.query('update users set email_verified_at = now()');
});
afterAll(() => server.stop());
beforeEach(() => scene.forget());

const write = (method: string, path: string, body?: object) =>
  createWriter(scene, scene.owner)(method, path, body);
const says = (text: string) => (told: Told) => JSON.stringify(told.payload).includes(text);

/** The minute of a message is over, and its mail waits for the morning. */
async function waitForMorning(messageId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const held = await server.database.query(
        `with held as (
           update deliveries set run_at = now() + interval '8 hours', hold = 'quiet'
           where message_id = $1 and channel = 'email' and state = 'queued' returning message_id)
         update messages set folds_until = now() where id in (select message_id from held) returning 1`,
        [messageId],
      );
      expect(held).toHaveLength(1);
    },
    { timeout: 20_000 },
  );
}

const waysOf = (messageId: string) =>
  server.database.query<{ channel: string; state: string }>(
    `select channel, state from deliveries where message_id = $1 and channel in ('email', 'inApp') order by channel`,
    [messageId],
  );

interface Entry {
  content: object;
  readAt: string | null;
}
const readInbox = async (person: Person): Promise<Entry[]> =>
  createWriter(scene, person)('GET', `/organizations/${scene.organizationId}/inbox`);

describe('delivery: what is not so any more is not told', () => {
  it('security S48: what is said of an item on another board goes into no message about the first one', async () => {
    const item = await scene.addItem('Salaries', {}, scene.member);
    await scene.comment(item.id, scene.owner, 'Said in the open');
    const open = await scene.told(scene.member, 'commented');
    const other = await write('POST', `/workspaces/${scene.workspaceId}/boards`, {
      name: 'Payroll',
      visibility: 'private',
    });
    await write('POST', `/boards/${scene.boardId}/items/move-to-board`, {
      itemIds: [item.id],
      toBoardId: other.id,
    });
    await scene.comment(item.id, scene.owner, 'Said behind doors');
    const closed = await scene.told(scene.member, 'commented', says('behind doors'));
    expect([open.subject['boardId'], closed.subject['boardId']]).toEqual([scene.boardId, other.id]);
    await vi.waitFor(
      async () =>
        expect((await waysOf(closed.id)).map(({ state }) => state)).toContain('suppressed'),
      { timeout: 20_000 },
    );
    expect((await waysOf(closed.id)).map(({ state }) => state)).not.toContain('queued');
  });

  it('a comment that was changed is read as it is now by whoever was not told of it yet, and is no news', async () => {
    const item = await scene.addItem('Access');
    const mentions = [scene.guest.userId];
    const { id } = await scene.comment(item.id, scene.owner, 'The code is hunter2', mentions);
    const { id: messageId } = await scene.told(scene.guest, 'mentioned');
    await vi.waitFor(async () => expect(await readInbox(scene.guest)).toHaveLength(1), {
      timeout: 20_000,
    });
    await waitForMorning(messageId);
    await server.database.query('update inbox_items set read_at = now()');
    await write('PATCH', `/comments/${id}`, { body: bodyOf('Ask me for the code', mentions) });
    const told = await scene.told(scene.guest, 'mentioned', says('Ask me'));
    expect(told.id).toBe(messageId);
    expect(says('hunter2')(told)).toBe(false);
    const [entry] = await readInbox(scene.guest);
    expect(JSON.stringify(entry?.content)).toContain('Ask me');
    expect(entry?.readAt).not.toBeNull();
    expect(await scene.listTold(scene.guest)).toHaveLength(1);
  });

  it('a comment that was deleted is not mailed in the morning', async () => {
    const item = await scene.addItem('Rumour');
    const { id } = await scene.comment(item.id, scene.owner, 'Did you hear', [scene.guest.userId]);
    const { id: messageId } = await scene.told(scene.guest, 'mentioned');
    await waitForMorning(messageId);
    await write('DELETE', `/comments/${id}`);
    await scene.told(scene.guest, 'mentioned', ({ isCancelled }) => isCancelled);
    expect((await waysOf(messageId)).find(({ channel }) => channel === 'email')?.state).toBe(
      'cancelled',
    );
    await vi.waitFor(async () => expect(await readInbox(scene.guest)).toEqual([]), {
      timeout: 20_000,
    });
  });

  it('an item that was deleted by mistake and is back is told of', async () => {
    const item = await scene.addItem('Oops', { [scene.people]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned');
    await write('DELETE', `/items/${item.id}`);
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    await write('POST', `/items/${item.id}/restore`, {});
    const again = await scene.told(scene.guest, 'assigned', ({ isCancelled }) => !isCancelled);
    expect(again.payload).toMatchObject({ item: { id: item.id, title: 'Oops' }, count: 1 });
    expect(await scene.listTold(scene.guest)).toHaveLength(2);
  });

  it('what was taken back and holds after all is told', async () => {
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const item = await scene.addItem('Back and forth');
    const undo = (mid: number) =>
      editor.mutate('items.undo', { boardId: scene.boardId, client: editor.clientId, mid });
    const values = { [scene.people]: [scene.guest.userId] };
    const assigned = await editor.mutate('items.update', { itemId: item.id, values });
    await scene.told(scene.guest, 'assigned');
    const undone = await undo(assigned.mid);
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    const redone = await undo(undone.mid);
    const again = await scene.told(scene.guest, 'assigned', ({ isCancelled }) => !isCancelled);
    expect(says(item.id)(again)).toBe(true);
    await undo(redone.mid);
    await scene.told(scene.guest, 'assigned', (told) => told.id === again.id && told.isCancelled);
    expect(await scene.listTold(scene.guest)).toHaveLength(2);
  });
});
