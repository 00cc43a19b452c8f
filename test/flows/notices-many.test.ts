import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runImport } from '../harness/imports.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createRestEditor, createWriter } from './items.fixture.ts';
import { createNoticeScene, type NoticeScene, type Told } from './notice-scene.fixture.ts';

let server: TestServer;
let scene: NoticeScene;
beforeAll(async () => {
  server = await startTestServer();
  scene = await createNoticeScene(server);
  await server.database.query('update users set email_verified_at = now()');
});
afterAll(() => server.stop());
beforeEach(() => scene.forget());

/** Waits until it is so. */
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000 });

/** More than one reading of the log takes. */
const MANY = 130;

const write = (method: string, path: string, body?: object, by: Person = scene.owner) =>
  createWriter(scene, by)(method, path, body);

/** Calls of one mutation, as a paste sends them. */
async function paste(count: number, values: object = {}, by: Person = scene.owner) {
  const { groups } = await write('GET', `/boards/${scene.boardId}/snapshot`);
  const calls = Array.from({ length: count }, (_, index) => {
    const input = { id: crypto.randomUUID(), title: `Line ${index}`, values };
    return {
      op: 'items.create',
      input: { ...input, boardId: scene.boardId, groupId: groups[0].id },
    };
  });
  const body = { client: crypto.randomUUID(), mid: 1, epoch: 1, calls };
  const answer = await scene.as(by, 'POST', `/boards/${scene.boardId}/mutations`, body);
  expect(answer.body.data.t, JSON.stringify(answer.body)).toBe('ack');
  return calls.map(({ input }) => input.id);
}

/** Makes many items that the member follows, without anybody being told of them. */
async function addFollowed(count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(...(await paste(Math.min(100, count - ids.length))));
  await server.database.query(
    `insert into item_followers (organization_id, board_id, item_id, user_id)
     select organization_id, board_id, id, $2 from items where id = any($1)`,
    [ids, scene.member.userId],
  );
  return ids;
}

const setStatus = (itemIds: readonly string[], status: string | undefined) => ({
  itemIds,
  action: { kind: 'update', values: { [scene.status]: status } },
});

const only = async (person: Person, type: string): Promise<Told[]> =>
  (await scene.listTold(person)).filter((told) => told.type === type);

describe('delivery: one change of many items is one notice', () => {
  it('names the columns and the number, leads to the board, and goes out once by each way', async () => {
    const ids = await addFollowed(MANY);
    await write(
      'POST',
      `/boards/${scene.boardId}/items/bulk`,
      setStatus(ids, scene.options[1]?.id),
    );
    const told = await scene.told(
      scene.member,
      'statusChanged',
      ({ payload }) => payload.count === MANY,
    );
    expect(told.payload).toMatchObject({ columnNames: ['Status'], changes: [] });
    expect(told.payload['items']).toHaveLength(10);
    expect(told.subject).toEqual({ boardId: scene.boardId, workspaceId: scene.workspaceId });
    expect(await only(scene.member, 'statusChanged')).toHaveLength(1);
    const ways = () =>
      server.database.query<{ channel: string }>(
        `select channel from deliveries where message_id = $1 and state <> 'suppressed' order by channel`,
        [told.id],
      );
    await until(async () =>
      expect(await ways()).toEqual([{ channel: 'email' }, { channel: 'inApp' }]),
    );
    const inbox = `/organizations/${scene.organizationId}/inbox`;
    const newest = async () => (await write('GET', inbox, undefined, scene.member))[0];
    await until(async () =>
      expect(await newest()).toMatchObject({
        itemId: null,
        boardId: scene.boardId,
        content: { count: MANY },
      }),
    );
    // An entry that began with one item leads to the board once there are more.
    await scene.forget();
    const [first = '', ...others] = await addFollowed(2);
    await scene.edit(first, { [scene.status]: scene.options[0]?.id });
    await until(async () => expect(await newest()).toMatchObject({ itemId: first }));
    const both = setStatus([first, ...others], scene.options[1]?.id);
    await write('POST', `/boards/${scene.boardId}/items/bulk`, both);
    await until(async () =>
      expect(await newest()).toMatchObject({ itemId: null, content: { count: 2 } }),
    );
  });

  it('its undoing takes it back whole; what is undone of it by hand is not counted any more', async () => {
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const ids = await addFollowed(MANY);
    const { mid } = await editor.mutate('items.bulk', {
      boardId: scene.boardId,
      ...setStatus(ids, scene.options[2]?.id),
    });
    await scene.told(scene.member, 'statusChanged', ({ payload }) => payload.count === MANY);
    // One beyond the ten that are listed.
    await scene.edit(ids.at(-1) ?? '', { [scene.status]: null });
    await scene.told(scene.member, 'statusChanged', ({ payload }) => payload.count === MANY - 1);
    await editor.mutate('items.undo', { boardId: scene.boardId, client: editor.clientId, mid });
    await scene.told(scene.member, 'statusChanged', ({ isCancelled }) => isCancelled);
    expect(await only(scene.member, 'statusChanged')).toHaveLength(1);
  });

  it('the same items changed again and again are one notice, from what they were at first', async () => {
    const ids = await addFollowed(3);
    for (const option of scene.options)
      await write('POST', `/boards/${scene.boardId}/items/bulk`, setStatus(ids, option.id));
    await scene.settle();
    const told = await only(scene.member, 'statusChanged');
    expect(told).toMatchObject([{ payload: { count: 3 } }]);
    const [row] = await server.database.query<{ news: object }>(
      'select news from notice_folds where message_id = $1 and item_id = $2',
      [told[0]?.id, ids[0]],
    );
    expect(row?.news).toMatchObject({ changes: [{ from: '', to: 'Done' }] });
  });

  it('ten cells of one item are one notice, edited by the API or live', async () => {
    const columns: string[] = [];
    for (let each = 1; each <= 10; each += 1) {
      const settings = {
        options: [{ id: crypto.randomUUID(), name: `Yes ${each}`, color: 'gray' }],
      };
      columns.push(await scene.addColumn('status', `Check ${each}`, settings));
    }
    const { columns: all } = await write('GET', `/boards/${scene.boardId}/snapshot`);
    const optionOf = (id: string) =>
      (all as { id: string; settings: { options: { id: string }[] } }[]).find(
        (column) => column.id === id,
      )?.settings.options[0]?.id;
    const editor = createRestEditor(scene, scene.owner, scene.boardId);
    const edits = [
      (itemId: string, values: object) => scene.edit(itemId, values),
      (itemId: string, values: object) => editor.mutate('items.update', { itemId, values }),
    ];
    for (const edit of edits) {
      await scene.forget();
      const item = await scene.addItem('Ten cells', {}, scene.member);
      for (const column of columns) await edit(item.id, { [column]: optionOf(column) });
      const told = await scene.told(
        scene.member,
        'statusChanged',
        ({ payload }) => JSON.stringify(payload).split('"columnId"').length === 11,
      );
      expect(told.payload.count).toBe(1);
      expect(await only(scene.member, 'statusChanged')).toHaveLength(1);
    }
  });

  it('a paste that comes in parts is one notice', async () => {
    await paste(60, { [scene.people]: [scene.guest.userId] });
    await paste(60, { [scene.people]: [scene.guest.userId] });
    await scene.told(scene.guest, 'assigned', ({ payload }) => payload.count === 120);
    expect(await only(scene.guest, 'assigned')).toHaveLength(1);
    // Two single ones of the same minute are about their items.
    await scene.addItem('Alone', { [scene.people]: [scene.guest.userId] });
    await scene.settle();
    expect(await only(scene.guest, 'assigned')).toHaveLength(2);
  });
});

describe('delivery: who follows an item', () => {
  const read = (itemId: string, by: Person) =>
    write('GET', `/items/${itemId}/following`, undefined, by);
  const choose = (itemId: string, by: Person, follows: boolean) =>
    write('PUT', `/items/${itemId}/following`, { follows }, by);

  it('whoever makes one by hand; not whoever pastes, copies or imports dozens', async () => {
    const one = await scene.addItem('By hand', {}, scene.guest);
    const [pasted = ''] = await paste(12, {}, scene.guest);
    const csv = ['Name', ...Array.from({ length: 12 }, (_, index) => `Row ${index}`)].join('\n');
    const body = new TextEncoder().encode(csv);
    const path = `/organizations/${scene.organizationId}/imports`;
    const target = { workspaceId: scene.workspaceId, name: 'Rows' };
    await runImport(server, scene.member, { path, fileName: 'rows.csv', body }, { target });
    await scene.settle();
    expect(await read(one.id, scene.guest)).toEqual({ follows: true, because: 'chosen' });
    expect(await read(pasted, scene.guest)).toEqual({ follows: false, because: 'nothing' });
    const rows = await server.database.query<{ title: string }>(
      `select i.field_values->>'title' as title from item_followers f join items i on i.id = f.item_id
       where i.field_values->>'title' like 'Row %' or (i.field_values->>'title' like 'Line %' and f.user_id = $1)`,
      [scene.guest.userId],
    );
    expect(rows).toEqual([]);
    await scene.edit(one.id, { [scene.status]: scene.options[0]?.id });
    await scene.edit(pasted, { [scene.status]: scene.options[0]?.id });
    await scene.settle();
    expect(await only(scene.guest, 'statusChanged')).toMatchObject([
      { subject: { itemId: one.id } },
    ]);
  });

  it('whoever does not want to hears of no comment and no status, but of mentions', async () => {
    const item = await scene.addItem('Loud', { [scene.people]: [scene.guest.userId] });
    expect(await read(item.id, scene.guest)).toEqual({ follows: true, because: 'assigned' });
    expect(await choose(item.id, scene.guest, false)).toEqual({
      follows: false,
      because: 'chosen',
    });
    await scene.comment(item.id, scene.owner, 'Nothing of this');
    await scene.edit(item.id, { [scene.status]: scene.options[0]?.id });
    await scene.comment(item.id, scene.owner, 'But of this', [scene.guest.userId]);
    await scene.told(scene.guest, 'mentioned');
    // Being named is no reason to follow again.
    await scene.comment(item.id, scene.owner, 'And nothing of this');
    await scene.settle();
    const types = (await scene.listTold(scene.guest)).map(({ type }) => type);
    expect(types.toSorted()).toEqual(['assigned', 'mentioned']);
    await choose(item.id, scene.guest, true);
    await scene.comment(item.id, scene.owner, 'Now again');
    await scene.told(scene.guest, 'commented');
  });
});

describe('security S21: entries about what one may not see any more', () => {
  it('keep their number and nothing else, in lists and among changes, until the access is back', async () => {
    const { guest, organizationId, boardId } = scene;
    await scene.addItem('Secret plan', { [scene.people]: [guest.userId] });
    await scene.told(guest, 'assigned');
    const list = () =>
      write('GET', `/organizations/${organizationId}/inbox`, undefined, guest) as Promise<
        { id: string; seq: number; isHidden: boolean; content: object; itemId: string | null }[]
      >;
    const newest = async () => (await list())[0];
    await until(async () => expect(JSON.stringify(await newest())).toContain('Secret plan'));
    const { seq } = (await newest()) ?? { seq: 0 };
    const level = { level: 'editor' };
    await write('DELETE', `/boards/${boardId}/members/${guest.userId}`);
    const hidden = { isHidden: true, content: {}, itemId: null, boardId: null, actor: null };
    expect(await newest()).toMatchObject({ ...hidden, seq });
    expect(JSON.stringify(await list())).not.toContain('Secret plan');
    const changes = await write(
      'GET',
      `/organizations/${organizationId}/inbox/changes?since=${seq - 1}`,
      undefined,
      guest,
    );
    expect(changes.entries).toMatchObject([{ ...hidden, seq }]);
    await write('PUT', `/boards/${boardId}/members/${guest.userId}`, level);
    expect(JSON.stringify(await list())).toContain('Secret plan');
  });

  it('an item that went to a board that one does not see takes its entry along', async () => {
    const { guest, organizationId } = scene;
    const item = await scene.addItem('On the move', { [scene.people]: [guest.userId] });
    await scene.told(guest, 'assigned');
    const list = async () =>
      JSON.stringify(
        await write('GET', `/organizations/${organizationId}/inbox`, undefined, guest),
      );
    await until(async () => expect(await list()).toContain('On the move'));
    const board = { name: 'Elsewhere', visibility: 'private' };
    const other = await write('POST', `/workspaces/${scene.workspaceId}/boards`, board);
    const { groups } = await write('GET', `/boards/${other.id}/snapshot`);
    await server.database.query('update items set board_id = $2, group_id = $3 where id = $1', [
      item.id,
      other.id,
      groups[0].id,
    ]);
    expect(await list()).not.toContain('On the move');
  });
});
