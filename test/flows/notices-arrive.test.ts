import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Item } from '../../contract/src/board-model.ts';
import { runImport } from '../harness/imports.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter, versionOf } from './items.fixture.ts';
import { createNoticeScene, type NoticeScene } from './notice-scene.fixture.ts';

let server: TestServer;
let scene: NoticeScene;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createNoticeScene(server);
  // Mails go to addresses that are known to be somebody's.
  await server.database.query('update users set email_verified_at = now()');
});
afterAll(() => server.stop());
beforeEach(() => scene.forget());

const write = (method: string, path: string, body?: object) =>
  createWriter(scene, scene.owner)(method, path, body);

describe('delivery: how a notice arrives', () => {
  interface Row {
    channel: string;
    state: string;
    hold: string | null;
    isWaiting: boolean;
  }
  const deliveriesOf = (messageId: string) =>
    server.database.query<Row>(
      `select d.channel, d.state, d.hold, d.run_at >= m.folds_until as "isWaiting" from deliveries d
       join messages m on m.id = d.message_id where m.id = $1 and d.channel in ('inApp', 'email') order by d.channel`,
      [messageId],
    );
  const readInbox = async (person: Person) =>
    (await createWriter(scene, person)('GET', `/organizations/${scene.organizationId}/inbox`)) as {
      content: { count: number; item?: { id: string } };
    }[];
  const mailsTo = (person: Person) =>
    server.database.query<{ subject: string; html: string }>(
      `select subject, html from mailbox_messages where recipient = $1 and subject like '%assigned%'`,
      [person.email],
    );

  it('in the inbox at once and changed in its place, by mail when its minute is over', async () => {
    const item = await scene.addItem('Arrive', { [scene.people]: [scene.guest.userId] });
    const { id } = await scene.told(scene.guest, 'assigned');
    await vi.waitFor(
      async () =>
        expect(await deliveriesOf(id)).toEqual([
          { channel: 'email', state: 'queued', hold: 'scheduled', isWaiting: true },
          { channel: 'inApp', state: 'delivered', hold: null, isWaiting: false },
        ]),
      { timeout: 20_000 },
    );
    expect(await readInbox(scene.guest)).toMatchObject([{ content: { item: { id: item.id } } }]);
    await scene.edit(item.id, { [scene.reviewers]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned', ({ payload }) =>
      JSON.stringify(payload).includes('Reviewer'),
    );
    expect(JSON.stringify(await readInbox(scene.guest))).toContain('Reviewer');
    expect(await readInbox(scene.guest)).toHaveLength(1);
    expect(await mailsTo(scene.guest)).toEqual([]);
    await server.database.query('update messages set folds_until = now() where id = $1', [id]);
    await server.database.query('update deliveries set run_at = now() where message_id = $1', [id]);
    await vi.waitFor(async () => expect(await mailsTo(scene.guest)).toHaveLength(1), {
      timeout: 20_000,
    });
    expect((await mailsTo(scene.guest))[0]?.html).toContain(`/items/${item.id}"`);
    // What went out is closed: the next news is a notice of its own.
    await scene.edit(item.id, { [scene.people]: [], [scene.reviewers]: [] });
    await scene.edit(item.id, { [scene.people]: [scene.guest.userId] });
    await scene.settle();
    const all = await scene.listTold(scene.guest);
    expect(all.map(({ isCancelled }) => isCancelled)).toEqual([false, false]);
  });

  it('what is taken back is gone from the inbox, and no mail follows', async () => {
    const item = await scene.addItem('Never mind', { [scene.people]: [scene.guest.userId] });
    const { id } = await scene.told(scene.guest, 'assigned');
    const entries = async () =>
      (await readInbox(scene.guest)).filter(({ content }) => content.item?.id === item.id);
    await vi.waitFor(async () => expect(await entries()).toHaveLength(1), { timeout: 20_000 });
    await scene.edit(item.id, { [scene.people]: [] });
    await scene.told(scene.guest, 'assigned', ({ isCancelled }) => isCancelled);
    expect(await readInbox(scene.guest)).toEqual([]);
    expect(await deliveriesOf(id)).toMatchObject([{ channel: 'email', state: 'cancelled' }, {}]);
  });
});

describe('delivery: imports and choices', () => {
  it('an import tells whoever started it, and of none of its items', async () => {
    const body = new TextEncoder().encode('Title,Owner\nOne,Test Person\nTwo,Test Person\n');
    const done = await runImport(
      server,
      scene.owner,
      { path: `/organizations/${scene.organizationId}/imports`, fileName: 'table.csv', body },
      { target: { workspaceId: scene.workspaceId, name: 'Table' } },
    );
    expect(done).toMatchObject({ state: 'done' });
    const notice = await scene.told(scene.owner, 'importFinished');
    expect(notice.payload).toMatchObject({
      outcome: 'done',
      created: 2,
      fileName: 'table.csv',
      board: { id: done.boardId },
    });
    await scene.settle();
    expect(await scene.listTold(scene.owner)).toHaveLength(1);
  });

  it('whoever is to choose between two values is asked, until it is decided', async () => {
    const field = await scene.addColumn('email', 'Contact', { conflictPolicy: 'user_choice' });
    const item = await scene.addItem('Choice', { [field]: 'zero@example.test' });
    const seen = { [field]: versionOf(item, field) };
    const ada = createRestEditor(scene, scene.owner, scene.boardId);
    const bob = createRestEditor(scene, scene.member, scene.boardId);
    const set = (editor: typeof ada, value: string) =>
      editor.mutate('items.update', { itemId: item.id, values: { [field]: value }, seen });
    const first = await set(bob, 'bob@example.test');
    const late = await set(ada, 'ada@example.test');
    const notice = await scene.told(scene.owner, 'conflictWaiting');
    expect(notice.payload).toMatchObject({
      columnName: 'Contact',
      mine: 'ada@example.test',
      theirs: 'bob@example.test',
    });
    const { conflictId } = late.results?.[0].fields[field] ?? {};
    const version = versionOf(first.results?.[0].item as Item, field);
    await write('POST', `/conflicts/${conflictId}/resolve`, {
      value: 'ada@example.test',
      version,
    });
    await scene.told(scene.owner, 'conflictWaiting', ({ isCancelled }) => isCancelled);
  });
});
