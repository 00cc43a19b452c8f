import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AssignedItem } from '../../contract/src/assigned-items.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startImport, uploadFile, waitForImport } from '../harness/imports.ts';
import type { Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

const DONE = { id: crypto.randomUUID(), name: 'Done', color: 'blue', isDone: true };
const GREEN = { id: crypto.randomUUID(), name: 'Going well', color: 'green' };
/** Days that lie after each other. */
const [FIRST, SECOND, THIRD] = ['2026-01-05', '2026-01-06T08:00:00Z', '2026-02-01'];

interface Work {
  boardId: string;
  who: string;
  status: string;
  date: string;
}

describe('items that one is assigned to', () => {
  let server: TestServer;
  let scene: BoardScene;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
  });
  afterAll(() => server.stop());

  const send = async (person: Person, method: string, path: string, body: unknown = {}) => {
    const answer = await scene.as(person, method, path, method === 'GET' ? undefined : body);
    expect(answer.status, `${method} ${path} ${JSON.stringify(answer.body)}`).toBe(200);
    return answer.body.data;
  };
  const addBoard = async (visibility = 'organization'): Promise<Work> => {
    const { owner, workspaceId } = scene;
    const input = { name: `Work ${visibility}`, visibility };
    const { id } = await send(owner, 'POST', `/workspaces/${workspaceId}/boards`, input);
    const column = async (type: string, settings = {}) =>
      (await send(owner, 'POST', `/boards/${id}/columns`, { type, name: type, settings }))
        .id as string;
    const status = await column('status', { options: [GREEN, DONE] });
    return { boardId: id, who: await column('person'), status, date: await column('date') };
  };
  const addItem = async (
    { boardId, who, date }: Work,
    title: string,
    people: Person[],
    due?: string,
  ) => {
    const values = {
      [who]: people.map(({ userId }) => userId),
      ...(due !== undefined && { [date]: due }),
    };
    const path = `/boards/${boardId}/items`;
    return (await send(scene.owner, 'POST', path, { title, values })).id as string;
  };
  const update = (itemId: string, values: object) =>
    send(scene.owner, 'PATCH', `/items/${itemId}`, { values });
  const pathOf = (query = '') => `/organizations/${scene.organizationId}/assigned-items${query}`;
  const listOf = async (person: Person, query = '') =>
    (await send(person, 'GET', pathOf(query))) as AssignedItem[];
  const titlesOf = async (person: Person, query = '') =>
    (await listOf(person, query)).map(({ title }) => title);

  it('web W2: what is assigned to me comes by due date, those without one last, page by page', async () => {
    const { member, owner } = scene;
    const work = await addBoard();
    await addItem(work, 'Whenever', [member]);
    await addItem(work, 'Third', [owner, member], THIRD);
    const first = await addItem(work, 'First', [member], FIRST);
    await addItem(work, 'Not mine', [owner], FIRST);
    await addItem(work, 'Second', [member], SECOND);
    const listed = await listOf(member);
    expect(listed.map(({ title }) => title)).toEqual(['First', 'Second', 'Third', 'Whenever']);
    expect(listed.map(({ due }) => due)).toEqual([FIRST, SECOND, THIRD, null]);
    expect(listed[0]).toMatchObject({
      id: first,
      key: expect.stringMatching(/^[A-Z0-9]+-3$/),
      board: { id: work.boardId, name: 'Work organization' },
      status: null,
      parentId: null,
    });
    for (const order of ['due', 'newest']) {
      const whole = await titlesOf(member, `?order=${order}`);
      const paged: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query = `?order=${order}&limit=1${cursor && `&cursor=${cursor}`}`;
        const page = await scene.as(member, 'GET', pathOf(query));
        paged.push(...page.body.data.map(({ title }: AssignedItem) => title));
        cursor = page.body.pagination?.nextCursor ?? null;
      }
      expect(paged).toEqual(whole);
    }
    expect(await titlesOf(member, '?order=newest')).toEqual([
      'Second',
      'First',
      'Third',
      'Whenever',
    ]);
    const cursor = Buffer.from('["x"]').toString('base64url');
    expect((await scene.as(member, 'GET', pathOf(`?cursor=${cursor}`))).status).toBe(400);
    await send(owner, 'DELETE', `/boards/${work.boardId}`);
  });

  it('what is done, archived, deleted, in a group that was put away or named in no column in use is left out', async () => {
    const { member, owner } = scene;
    const work = await addBoard();
    const itemId = await addItem(work, 'Mine', [member]);
    const is = async (titles: string[]) => expect(await titlesOf(member)).toEqual(titles);
    await is(['Mine']);
    // Green says done only where no option says so itself.
    await update(itemId, { [work.status]: GREEN.id });
    expect((await listOf(member))[0]?.status).toEqual({ name: 'Going well', color: 'green' });
    await update(itemId, { [work.status]: DONE.id });
    await is([]);
    await update(itemId, { [work.status]: null });
    await is(['Mine']);
    for (const [away, back] of [
      [`/items/${itemId}/archive`, `/items/${itemId}/unarchive`],
      [`/boards/${work.boardId}/archive`, `/boards/${work.boardId}/unarchive`],
    ]) {
      await send(owner, 'POST', away as string);
      await is([]);
      await send(owner, 'POST', back as string);
      await is(['Mine']);
    }
    const group = await send(owner, 'POST', `/boards/${work.boardId}/groups`, { name: 'Later' });
    await send(owner, 'POST', `/items/${itemId}/move`, { groupId: group.id });
    await send(owner, 'POST', `/groups/${group.id}/archive`);
    await is([]);
    await send(owner, 'POST', `/groups/${group.id}/unarchive`);
    const sub = { title: 'Part', parentId: itemId, values: { [work.who]: [member.userId] } };
    await send(owner, 'POST', `/boards/${work.boardId}/items`, sub);
    await is(['Mine', 'Part']);
    await send(owner, 'DELETE', `/items/${itemId}`);
    await is([]);
    await send(owner, 'POST', `/items/${itemId}/restore`);
    await update(itemId, { [work.who]: [owner.userId] });
    await is(['Part']);
    await send(owner, 'DELETE', `/columns/${work.who}`);
    await is([]);
    await send(owner, 'DELETE', `/boards/${work.boardId}`);
  });

  it('security S21: items of boards that one may not see are never among them, whatever stands in their fields', async () => {
    const { guest, member, owner, organizationId } = scene;
    const members = `/organizations/${organizationId}/members`;
    const open = await addBoard();
    const secret = await addBoard('private');
    const itemId = await addItem(open, 'Open', [member]);
    const share = (work: Work, person: Person, level = 'viewer') =>
      send(owner, 'PUT', `/boards/${work.boardId}/members/${person.userId}`, { level });
    const unshare = (work: Work, person: Person) =>
      send(owner, 'DELETE', `/boards/${work.boardId}/members/${person.userId}`);
    await share(secret, member);
    await share(secret, guest);
    await addItem(secret, 'Secret', [member, guest], FIRST);
    expect(await titlesOf(member)).toEqual(['Secret', 'Open']);
    // A guest sees what they are named on, and no open board.
    expect(await titlesOf(guest)).toEqual(['Secret']);
    await server.database.query(
      `update items set field_values = field_values || jsonb_build_object($2::text, $3::jsonb) where id = $1`,
      [itemId, open.who, JSON.stringify([member.userId, guest.userId])],
    );
    expect(await titlesOf(guest)).toEqual(['Secret']);
    await unshare(secret, member);
    await unshare(secret, guest);
    expect(await titlesOf(member)).toEqual(['Open']);
    expect(await titlesOf(guest)).toEqual([]);
    await send(owner, 'PUT', `/boards/${open.boardId}/visibility`, { visibility: 'private' });
    expect(await titlesOf(member)).toEqual([]);
    await send(owner, 'PUT', `/boards/${open.boardId}/visibility`, { visibility: 'organization' });
    const { data: rows } = (await scene.as(owner, 'GET', `${members}?limit=100`)).body;
    const row = rows.find(({ userId }: { userId: string }) => userId === member.userId);
    await send(owner, 'DELETE', `${members}/${row.id}`);
    expect((await scene.as(member, 'GET', pathOf())).status).toBe(404);
  });

  it('a move to another board and a copy keep the list; what is purged leaves it', async () => {
    const { owner } = scene;
    const [from, to] = [await addBoard(), await addBoard()];
    const itemId = await addItem(from, 'Goes along', [owner], FIRST);
    const path = `/boards/${from.boardId}/items/move-to-board`;
    await send(owner, 'POST', path, { itemIds: [itemId], toBoardId: to.boardId });
    expect((await listOf(owner)).map(({ board }) => board.id)).toEqual([to.boardId]);
    await send(owner, 'POST', `/items/${itemId}/duplicate`);
    expect(await titlesOf(owner)).toHaveLength(2);
    await server.database.query('delete from items where id = $1', [itemId]);
    expect(await titlesOf(owner)).toHaveLength(1);
    const rows = await server.database.query('select 1 from item_people where item_id = $1', [
      itemId,
    ]);
    expect(rows).toEqual([]);
  });

  it('what a file assigns to me is on the list once it is imported, and leaves it when that is undone', async () => {
    const { owner, guest, workspaceId, organizationId } = scene;
    const path = `/organizations/${organizationId}/imports`;
    const body = 'Title,Owner\nBrought along,Zoe Newcomer\nOf somebody else,Someone\n';
    const file = { path, fileName: 'table.csv', body };
    const importId = (await uploadFile(server, owner, file)).body.data.id as string;
    const { people } = await send(owner, 'POST', `/imports/${importId}/preview`);
    const mine = people.find(({ name }: { name: string }) => name === 'Zoe Newcomer');
    const done = await startImport(server, owner, importId, {
      target: { workspaceId, name: 'Imported' },
      people: { [mine.key]: guest.userId },
    });
    expect(done, JSON.stringify(done)).toMatchObject({ state: 'done' });
    const level = { level: 'viewer' };
    await send(owner, 'PUT', `/boards/${done.boardId}/members/${guest.userId}`, level);
    expect(await titlesOf(guest)).toEqual(['Brought along']);
    await send(owner, 'POST', `/imports/${importId}/undo`);
    await waitForImport(server, owner, importId, ['undone']);
    expect(await titlesOf(guest)).toEqual([]);
  });
});
