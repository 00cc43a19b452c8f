import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boardLevels } from '../../contract/src/board-levels.ts';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { addMember, type Person } from '../harness/people.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { createWriter, makeBoard, problemOf, type Write } from './items.fixture.ts';

let server: TestServer;
let scene: BoardScene;
let write: Write;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
});
afterAll(() => server.stop());

/** Every board that a list shows, page by page, and how many pages there were. */
async function listAll(person: Person, limit: number) {
  const names: string[] = [];
  const cursors: string[] = [];
  for (let cursor: string | null = null; ;) {
    const more: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/organizations/${scene.organizationId}/boards?limit=${limit}${more}`;
    const { data, pagination } = (await scene.as(person, 'GET', path)).body;
    names.push(...data.map(({ name }: { name: string }) => name));
    cursor = pagination?.nextCursor ?? null;
    if (cursor === null) return { names, cursors };
    cursors.push(cursor);
  }
}

describe('security S21: lists hold what a single read would show', () => {
  it('security S21: hidden boards neither show, nor fill pages, nor appear in cursors', async () => {
    const { organizationId, member, owner } = scene;
    const path = `/organizations/${organizationId}/workspaces`;
    const hiddenSpace = await write('POST', path, { name: 'Hidden space' });
    for (const name of ['B hidden', 'D hidden', 'F hidden', 'H hidden'])
      await makeBoard(scene, { name, visibility: 'private' });
    await write('POST', `/workspaces/${hiddenSpace.id}/boards`, {
      name: 'Z',
      visibility: 'private',
    });
    for (const name of ['A open', 'C open', 'E open']) await makeBoard(scene, { name });
    const { names, cursors } = await listAll(member, 2);
    expect(names).toEqual(['A open', 'C open', 'E open', 'Launch']);
    expect(cursors).toHaveLength(1);
    const decoded = cursors.map((cursor) => Buffer.from(cursor, 'base64url').toString()).join();
    expect(decoded).not.toContain('hidden');
    expect((await listAll(owner, 2)).names).toHaveLength(9);
    const spaces = async (person: Person) =>
      (await scene.as(person, 'GET', path)).body.data.map(({ name }: { name: string }) => name);
    const shown = await spaces(scene.guest);
    expect(shown).not.toContain('Hidden space');
    expect(await spaces(owner)).toContain('Hidden space');
  });

  it('security S21: a cursor of one person shows another nothing more', async () => {
    const { names, cursors } = await listAll(scene.owner, 1);
    expect(names).toContain('B hidden');
    for (const cursor of cursors) {
      const path = `/organizations/${scene.organizationId}/boards?limit=100&cursor=${cursor}`;
      const { data } = (await scene.as(scene.member, 'GET', path)).body;
      const seen = (data ?? []).map(({ name }: { name: string }) => name);
      expect(seen.filter((name: string) => name.includes('hidden'))).toEqual([]);
    }
  });

  it('SPEC A4: an item, a list or a board that one may not see is not found', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Closed', visibility: 'private' });
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Secret' });
    const nowhere = crypto.randomUUID();
    for (const path of [`/items/${item.id}`, `/boards/${boardId}/items`, `/boards/${boardId}`]) {
      const hidden = await scene.as(scene.member, 'GET', path);
      const absent = path.replace(item.id, nowhere).replace(boardId, nowhere);
      const missing = await scene.as(scene.member, 'GET', absent);
      expect(hidden.status).toBe(404);
      const { requestId: _one, ...told } = hidden.body.error ?? { requestId: '' };
      const { requestId: _two, ...same } = missing.body.error ?? { requestId: '' };
      expect(told).toEqual(same);
    }
  });
});

describe('SPEC A4: people named on a private board', () => {
  it('SPEC A4: each level may what it says, and no more', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Levels', visibility: 'private' });
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    const body = { blocks: [{ kind: 'code', text: 'Hello' }] };
    const tries: [string, string, object?][] = [
      ['GET', `/boards/${boardId}/snapshot`],
      ['POST', `/items/${item.id}/comments`, { body }],
      ['POST', `/boards/${boardId}/items`, { title: 'New' }],
      ['PATCH', `/boards/${boardId}`, { description: 'New' }],
      ['PUT', `/boards/${boardId}/visibility`, { visibility: 'private' }],
    ];
    const may = { viewer: 1, commenter: 2, editor: 4, owner: 5 };
    const person = await addMember(server, scene.owner, scene.organizationId, 'guest');
    const member = `/boards/${boardId}/members/${person.userId}`;
    for (const level of boardLevels) {
      await write('PUT', member, { level });
      const statuses = [];
      for (const [method, path, sent] of tries)
        statuses.push((await scene.as(person, method, path, sent)).status);
      const expected = tries.map((_try, index) => (index < may[level] ? 200 : 403));
      expect(statuses, level).toEqual(expected);
    }
    await write('DELETE', member);
    expect((await scene.as(person, 'GET', `/boards/${boardId}`)).status).toBe(404);
    const last = await scene.as(
      scene.owner,
      'DELETE',
      `/boards/${boardId}/members/${scene.owner.userId}`,
    );
    expect(problemOf(last)).toMatchObject({ status: 409, code: 'CONFLICT' });
  });

  it('SPEC A4: a link shows the board and nothing else, until it is revoked or over', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Linked', visibility: 'private' });
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    const links = `/boards/${boardId}/links`;
    const link = await write('POST', links, {});
    const brief = await write('POST', links, { expiresInDays: 1 });
    const call = (token: string, method: string, path: string, body?: object) =>
      server.call(method, path, { token, ...(body === undefined ? {} : { body }) });
    const read = (token: string) => call(token, 'GET', `/boards/${boardId}/snapshot`);
    expect((await read(link.token)).body.data.items).toHaveLength(1);
    expect(JSON.stringify((await read(link.token)).body)).not.toContain('@example.test');
    for (const [method, path, body, status] of [
      ['PATCH', `/items/${item.id}`, { values: { title: 'No' } }, 403],
      ['POST', `/items/${item.id}/comments`, { body: { blocks: [] } }, 403],
      ['GET', links, undefined, 403],
      ['GET', `/boards/${scene.boardId}/snapshot`, undefined, 404],
      ['GET', `/organizations/${scene.organizationId}/boards`, undefined, 404],
    ] as const)
      expect((await call(link.token, method, path, body)).status, path).toBe(status);
    const kept = (await write('GET', links)) as unknown as {
      id: string;
      lastUsedAt: string | null;
    }[];
    expect(JSON.stringify(kept)).not.toContain(link.token);
    const usedAt = (id: string) => kept.find((each) => each.id === id)?.lastUsedAt;
    expect(usedAt(link.id)).toEqual(expect.any(String));
    expect(usedAt(brief.id)).toBeNull();
    expect((await read(brief.token)).status).toBe(200);
    await server.database.query(
      `update board_links set expires_at = now() - interval '1 minute' where id = $1`,
      [brief.id],
    );
    expect((await read(brief.token)).status).toBe(401);
    await write('DELETE', `/board-links/${link.id}`);
    expect((await read(link.token)).status).toBe(401);
  });
});

describe('SPEC B1: boards, views and items through their lives', () => {
  it('SPEC B1: item keys are unique, rise, and stay through trash and moves', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Ops Plan' });
    const key = async (id: string) => (await write('GET', `/items/${id}`)).key as string;
    const add = async () =>
      (await write('POST', `/boards/${boardId}/items`, { title: 'Item' })).id as string;
    const ids = await Promise.all(Array.from({ length: 20 }, add));
    const keys = await Promise.all(ids.map(key));
    expect(keys.toSorted()).toEqual(ids.map((_, at) => `OP-${at + 1}`).toSorted());
    const [first = ''] = ids;
    const before = await key(first);
    await write('DELETE', `/items/${first}`);
    const next = await add();
    expect(await key(next)).toBe('OP-21');
    await write('POST', `/items/${first}/restore`);
    expect(await key(first)).toBe(before);
  });

  it('SPEC B1: a move to another board reports what has no column there', async () => {
    const [from, to] = [
      await makeBoard(scene, { name: 'From' }),
      await makeBoard(scene, { name: 'To' }),
    ];
    const column = (boardId: string, type: string, name: string) =>
      write('POST', `/boards/${boardId}/columns`, { type, name });
    const shared = await column(from.boardId, 'text', 'Note');
    const target = await column(to.boardId, 'text', 'Note');
    const left = await column(from.boardId, 'number', 'Cost');
    await column(to.boardId, 'text', 'Cost');
    const values = { [shared.id]: 'goes', [left.id]: 7 };
    const item = await write('POST', `/boards/${from.boardId}/items`, { title: 'Moves', values });
    const child = await write('POST', `/boards/${from.boardId}/items`, {
      title: 'Below',
      parentId: item.id,
    });
    const path = `/boards/${from.boardId}/items/move-to-board`;
    const body = { itemIds: [item.id], toBoardId: to.boardId };
    const hidden = await makeBoard(scene, { name: 'Not yours', visibility: 'private' });
    const refused = await scene.as(scene.member, 'POST', path, {
      ...body,
      toBoardId: hidden.boardId,
    });
    expect(problemOf(refused).status).toBe(404);
    const { items, leftBehind } = await write('POST', path, body);
    expect(leftBehind).toEqual([{ itemId: item.id, column: 'Cost', value: 7 }]);
    const moved = new Set(items.map(({ id }: { id: string }) => id));
    expect(moved).toEqual(new Set([item.id, child.id]));
    expect(await write('GET', `/items/${item.id}`)).toMatchObject({
      boardId: to.boardId,
      key: 'TO-1',
      values: { title: 'Moves', [target.id]: 'goes' },
    });
    expect((await write('GET', `/boards/${from.boardId}/snapshot`)).items).toEqual([]);
  });

  it('SPEC B1: a copy of a board has its columns, groups and shared views, and no items', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Template' });
    await write('POST', `/boards/${boardId}/columns`, {
      type: 'rating',
      name: 'Stars',
      settings: { max: 3 },
    });
    await write('POST', `/boards/${boardId}/views`, { name: 'Everybody’s' });
    const own = `/boards/${boardId}/own-views/${crypto.randomUUID()}`;
    await write('PUT', own, { name: 'Mine' });
    await write('POST', `/boards/${boardId}/items`, { title: 'Stays' });
    const copy = await write('POST', `/boards/${boardId}/duplicate`, {});
    const { columns, groups, views, items, board } = await write(
      'GET',
      `/boards/${copy.id}/snapshot`,
    );
    expect(items).toEqual([]);
    expect(columns).toMatchObject([{ name: 'Stars', settings: { max: 3 } }]);
    expect(views).toMatchObject([{ name: 'Everybody’s' }]);
    expect(groups).toHaveLength(1);
    expect(board.prefix).not.toBe((await write('GET', `/boards/${boardId}`)).prefix);
    const mine = (person: Person) => scene.as(person, 'GET', `/boards/${boardId}/own-views`);
    expect((await mine(scene.owner)).body.data).toMatchObject([{ name: 'Mine' }]);
    expect((await mine(scene.member)).body.data).toEqual([]);
    expect((await scene.as(scene.member, 'DELETE', own)).status).toBe(404);
  });

  it('SPEC B3: one edits one’s own comments only, and mentions name people who see the board', async () => {
    const { boardId } = await makeBoard(scene, { name: 'Talk', visibility: 'private' });
    await write('PUT', `/boards/${boardId}/members/${scene.member.userId}`, { level: 'commenter' });
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    const mention = (userId: string) => ({
      body: { blocks: [{ kind: 'paragraph', inlines: [{ kind: 'mention', userId }] }] },
    });
    const path = `/items/${item.id}/comments`;
    const comment = await write('POST', path, mention(scene.member.userId));
    const unseen = await scene.as(scene.owner, 'POST', path, mention(scene.guest.userId));
    expect(problemOf(unseen).status).toBe(400);
    const edited = await scene.as(
      scene.member,
      'PATCH',
      `/comments/${comment.id}`,
      mention(scene.owner.userId),
    );
    expect(edited.status).toBe(403);
    const reaction = { emoji: '👍' };
    const reacted = await scene.as(
      scene.member,
      'PUT',
      `/comments/${comment.id}/reaction`,
      reaction,
    );
    expect(reacted.body.data.reactions).toEqual({ '👍': [scene.member.userId] });
    await write('DELETE', `/comments/${comment.id}`);
    const [left] = await write('GET', path);
    expect(left).toMatchObject({ body: { blocks: [] }, reactions: {} });
    expect((await write('GET', `/items/${item.id}`)).commentCount).toBe(0);
  });
});
