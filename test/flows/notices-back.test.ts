import { createChoreWorker } from '../harness/chores.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter, versionOf } from './items.fixture.ts';
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
  server.database.query<{ channel: string; state: string; reason: string | null }>(
    `select channel, state, reason from deliveries where message_id = $1 and channel in ('email', 'inApp') order by channel`,
    [messageId],
  );

/** Somebody hears nothing by mail for the next six hours. */
async function beginNight(person: Person): Promise<void> {
  const minute = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  const window = {
    days: [1, 2, 3, 4, 5, 6, 7],
    fromMinute: (minute + 1_380) % 1_440,
    toMinute: (minute + 360) % 1_440,
  };
  const body = { timeZone: 'UTC', windows: [window], overrideUntil: null };
  await createWriter(scene, person)('PUT', '/account/quiet-hours', body);
}

/** The minute of a message is over; its mail is planned, and waits for the end of the night. */
async function closeMinute(messageId: string): Promise<void> {
  await vi.waitFor(
    async () =>
      expect(
        await server.database.query(
          `update messages as m set folds_until = now() from deliveries as d
           where m.id = $1 and d.message_id = m.id and d.hold = 'quiet' and d.run_at > now() + interval '1 hour' returning 1`,
          [messageId],
        ),
      ).toHaveLength(1),
    { timeout: 20_000 },
  );
}

/** The night is over: what waits goes out. */
async function endNight(person: Person): Promise<void> {
  const body = { timeZone: 'UTC', windows: [], overrideUntil: null };
  await createWriter(scene, person)('PUT', '/account/quiet-hours', body);
  await server.database.query('update messages set folds_until = now()');
  await server.database.query(`update deliveries set run_at = now() where state = 'queued'`);
}

interface Entry {
  content: object;
  readAt: string | null;
}
const readInbox = (person: Person): Promise<Entry[]> =>
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
    const states = async () => (await waysOf(closed.id)).map(({ state }) => state);
    await expect.poll(states, { timeout: 20_000 }).toContain('suppressed');
    expect(await states()).not.toContain('queued');
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

  it('delivery D15, D24: who is not assigned any more when the night is over gets no mail, and why says so', async () => {
    const item = await scene.addItem('Night shift');
    await beginNight(scene.guest);
    await scene.edit(item.id, { [scene.people]: [scene.guest.userId] });
    const first = await scene.told(scene.guest, 'assigned');
    await closeMinute(first.id);
    await scene.edit(item.id, { [scene.people]: [] });
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    expect(await readInbox(scene.guest)).toEqual([]);
    const { channels } = await write(
      'GET',
      `/notifications/${first.id}/why?userId=${scene.guest.userId}`,
    );
    expect(channels).toContainEqual(
      expect.objectContaining({ channel: 'email', state: 'cancelled', reason: 'takenBack' }),
    );
    await scene.edit(item.id, { [scene.people]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => !isCancelled);
    await endNight(scene.guest);
    const mails = () =>
      server.database.query<{ text: string }>(
        `select text from mailbox_messages where recipient = $1 and subject like '%Night shift%'`,
        [scene.guest.email],
      );
    await vi.waitFor(async () => expect(await mails()).toHaveLength(1), { timeout: 20_000 });
    const states = () =>
      server.database.query<{ state: string }>(
        `select d.state from deliveries as d join messages as m on m.id = d.message_id
       where m.template_key = 'assigned' and d.recipient_id = $1 and d.channel = 'email' order by d.id`,
        [scene.guest.userId],
      );
    // The mail is there a little before its end is written down.
    await vi.waitFor(
      async () => expect((await states()).map(({ state }) => state)).toEqual(['cancelled', 'sent']),
      { timeout: 20_000 },
    );
  });

  it('who is assigned twice, and then not at all, hears of neither in the morning', async () => {
    const item = await scene.addItem('Both', { [scene.people]: [scene.guest.userId] });
    const first = await scene.told(scene.guest, 'assigned');
    await waitForMorning(first.id);
    await scene.edit(item.id, { [scene.reviewers]: [scene.guest.userId] });
    const second = await scene.told(scene.guest, 'assigned', ({ id }) => id !== first.id);
    await waitForMorning(second.id);
    // An hour later nobody needs the keys of what is with its readers.
    await server.database.query(`update notice_folds set closes_at = now() - interval '2 hours'`);
    await createChoreWorker(server).run('notices.forget');
    await scene.edit(item.id, { [scene.people]: [] });
    await scene.settle();
    expect((await scene.listTold(scene.guest)).map(({ isCancelled }) => isCancelled)).toEqual([
      false,
      false,
    ]);
    await scene.edit(item.id, { [scene.reviewers]: [] });
    await scene.settle();
    expect((await scene.listTold(scene.guest)).map(({ isCancelled }) => isCancelled)).toEqual([
      true,
      true,
    ]);
  });

  it('what is left of several items is told in the morning, and is no news', async () => {
    const items = [await scene.addItem('Stays'), await scene.addItem('Goes')];
    await write('POST', `/boards/${scene.boardId}/items/bulk`, {
      itemIds: items.map(({ id }) => id),
      action: { kind: 'update', values: { [scene.people]: [scene.guest.userId] } },
    });
    const told = await scene.told(scene.guest, 'assigned', ({ payload }) => payload.count === 2);
    await vi.waitFor(async () => expect(await readInbox(scene.guest)).toHaveLength(1), {
      timeout: 20_000,
    });
    await waitForMorning(told.id);
    await server.database.query('update inbox_items set read_at = now()');
    await scene.edit(items[1]?.id ?? '', { [scene.people]: [] });
    const left = await scene.told(scene.guest, 'assigned', ({ payload }) => payload.count === 1);
    expect([left.id, says('Stays')(left), says('Goes')(left)]).toEqual([told.id, true, false]);
    const [entry] = await readInbox(scene.guest);
    expect(entry).toMatchObject({ content: { count: 1 } });
    expect(entry?.readAt).not.toBeNull();
  });

  it('a status that is set back by undoing is in no digest, and nobody is asked about what is decided', async () => {
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const item = await scene.addItem('Undone', {}, scene.guest);
    const values = { [scene.status]: scene.options[1]?.id };
    const { mid } = await editor.mutate('items.update', { itemId: item.id, values });
    const told = await scene.told(scene.guest, 'statusChanged');
    await waitForMorning(told.id);
    await editor.mutate('items.undo', { boardId: scene.boardId, client: editor.clientId, mid });
    await scene.told(scene.guest, 'statusChanged', ({ isCancelled }) => isCancelled);
    const field = await scene.addColumn('email', 'Contact', { conflictPolicy: 'user_choice' });
    const seen = { [field]: versionOf(item, field) };
    const guest = createRestEditor(scene, scene.guest, scene.boardId);
    const set = (by: typeof editor, value: string) =>
      by.mutate('items.update', { itemId: item.id, values: { [field]: value }, seen });
    const first = await set(editor, 'one@example.test');
    const late = await set(guest, 'two@example.test');
    const asked = await scene.told(scene.guest, 'conflictWaiting');
    await waitForMorning(asked.id);
    const { conflictId } = late.results?.[0].fields[field] ?? {};
    const version = versionOf(first.results?.[0].item as Item, field);
    await write('POST', `/conflicts/${conflictId}/resolve`, { value: 'two@example.test', version });
    await scene.told(scene.guest, 'conflictWaiting', ({ isCancelled }) => isCancelled);
    expect(await waysOf(asked.id)).toContainEqual({
      channel: 'email',
      state: 'cancelled',
      reason: 'takenBack',
    });
  });

  it('what was sent stays told', async () => {
    const item = await scene.addItem('Sent', { [scene.people]: [scene.guest.userId] });
    const { id } = await scene.told(scene.guest, 'assigned');
    await endNight(scene.guest);
    await vi.waitFor(
      async () => {
        await endNight(scene.guest);
        expect((await waysOf(id)).map(({ state }) => state)).toEqual(['sent', 'delivered']);
      },
      { timeout: 20_000 },
    );
    await scene.edit(item.id, { [scene.people]: [] });
    await scene.settle();
    expect(await scene.listTold(scene.guest)).toMatchObject([{ id, isCancelled: false }]);
    expect(await readInbox(scene.guest)).toHaveLength(1);
  });
});
