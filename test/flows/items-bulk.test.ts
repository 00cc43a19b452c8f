import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import {
  createRestEditor,
  createWriter,
  makeBoard,
  openEditor,
  problemOf,
  type Write,
} from './items.fixture.ts';

/** The most that one call may change. */
const MOST = 10_000;

let server: TestServer;
let scene: BoardScene;
let write: Write;

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  write = createWriter(scene, scene.owner);
});
afterAll(() => server.stop());

/** A board with `count` items, written straight into the table, and another group. */
async function fillBoard(count: number) {
  const { boardId, groupId } = await makeBoard(scene);
  const rows = await server.database.query<{ id: string }>(
    `insert into items (organization_id, board_id, id, number, group_id, pos, field_values, field_versions, created_at,
       updated_at)
     select $1, $2, gen_random_uuid(), n, $3, 'a' || lpad(n::text, 5, '0') || 'V',
       jsonb_build_object('title', 'Item ' || n), '{"title":1,"group":1}', now(), now()
     from generate_series(1, $4::int) n returning id`,
    [scene.organizationId, boardId, groupId, count],
  );
  await server.database.query('update boards set next_item_number = $2 where id = $1', [
    boardId,
    count + 1,
  ]);
  const group = await write('POST', `/boards/${boardId}/groups`, { name: 'Other' });
  return { boardId, groupId, otherId: group.id as string, itemIds: rows.map(({ id }) => id) };
}

const readBoard = (boardId: string) => write('GET', `/boards/${boardId}/snapshot`);
const titlesOf = (items: { values: { title: string } }[]) =>
  new Set(items.map(({ values }) => values.title));

describe('SPEC B1: bulk edits', () => {
  it(
    'live L5, L20: 10,000 items in one step that members hear of, and one undo takes back',
    { timeout: 180_000 },
    async () => {
      const { boardId, groupId, otherId, itemIds } = await fillBoard(MOST);
      const editor = createRestEditor(scene, scene.owner, boardId);
      const bob = await openEditor(server, scene.member, { boardId });
      const { seq, epoch } = await readBoard(boardId);
      bob.wire.send({ t: 'join', board: boardId, epoch, since: seq });
      await bob.wire.next('joined');

      const action = { kind: 'update', values: { title: 'Same' } };
      const changed = await editor.mutate('items.bulk', { boardId, itemIds, action });
      expect(changed.results).toEqual([{ changed: MOST, unchanged: 0 }]);
      const told = await bob.wire.next('snapshotRequired');
      expect(told).toMatchObject({ reason: 'bulk', seq: seq + MOST });
      const after = await readBoard(boardId);
      expect(after.seq).toBe(seq + MOST);
      expect(titlesOf(after.items)).toEqual(new Set(['Same']));

      const input = { boardId, client: editor.clientId, mid: changed.mid };
      const undone = await editor.mutate('items.undo', input);
      expect(undone.results).toEqual([{ undone: MOST, moved: [] }]);
      expect(titlesOf((await readBoard(boardId)).items).size).toBe(MOST);

      const move = { kind: 'move', groupId: otherId };
      const moved = await editor.mutate('items.bulk', { boardId, itemIds, action: move });
      expect(moved.results).toEqual([{ changed: MOST, unchanged: 0 }]);
      const { items } = await readBoard(boardId);
      expect(items.every((item: { groupId: string }) => item.groupId === otherId)).toBe(true);
      const places = items.map(({ pos }: { pos: string }) => pos);
      expect(new Set(places).size).toBe(MOST);
      expect(groupId).not.toBe(otherId);
      bob.close();
    },
  );

  it('live L24: items that move together stand at the end in the order in which they were named', async () => {
    const { boardId, otherId, itemIds } = await fillBoard(400);
    const first = await write('POST', `/boards/${boardId}/items`, { title: 'A', groupId: otherId });
    const named = itemIds.toReversed();
    const action = { kind: 'move', groupId: otherId };
    await write('POST', `/boards/${boardId}/items/bulk`, { itemIds: named, action });
    const { items } = await readBoard(boardId);
    const inOrder = (items as { id: string; pos: string }[]).toSorted((a, b) =>
      a.pos < b.pos ? -1 : 1,
    );
    expect(inOrder.map(({ id }) => id)).toEqual([first.id, ...named]);
  });

  it('SPEC B1: 10,001 items are refused, and nothing changes', async () => {
    const { boardId, itemIds } = await fillBoard(1);
    const { seq } = await readBoard(boardId);
    const tooMany = Array.from({ length: MOST + 1 }, () => itemIds[0]);
    const refused = await scene.as(scene.owner, 'POST', `/boards/${boardId}/items/bulk`, {
      itemIds: tooMany,
      action: { kind: 'archive' },
    });
    expect(problemOf(refused)).toMatchObject({ status: 400, paths: ['itemIds'] });
    expect(refused.body.error?.details?.fields?.[0]?.message).toContain('10,000');
    expect((await readBoard(boardId)).seq).toBe(seq);
  });

  it('security S41: an item of another board, of nowhere or in the trash takes the whole back', async () => {
    const { boardId, itemIds } = await fillBoard(3);
    const other = await fillBoard(1);
    const { seq } = await readBoard(boardId);
    const bulk = (ids: (string | undefined)[], action: object = { kind: 'archive' }) =>
      scene.as(scene.owner, 'POST', `/boards/${boardId}/items/bulk`, { itemIds: ids, action });
    const foreign = await bulk([itemIds[0], other.itemIds[0], itemIds[1], crypto.randomUUID()]);
    expect(problemOf(foreign)).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
      paths: ['itemIds.1', 'itemIds.3'],
    });
    expect((await readBoard(boardId)).seq).toBe(seq);
    await write('DELETE', `/items/${itemIds[2]}`);
    const gone = await bulk(itemIds, { kind: 'update', values: { title: 'Same' } });
    expect(problemOf(gone)).toMatchObject({ status: 409, reason: 'gone' });
    expect(gone.body.error?.message).toContain(itemIds[2]);
    const wrong = await bulk(itemIds.slice(0, 2), { kind: 'update', values: { title: ' ' } });
    expect(problemOf(wrong)).toMatchObject({ status: 400 });
    const group = await bulk(itemIds.slice(0, 2), { kind: 'move', groupId: other.groupId });
    expect(problemOf(group)).toMatchObject({ status: 400, paths: ['groupId'] });
    const after = await readBoard(boardId);
    expect(after.seq).toBe(seq + 1);
    expect(titlesOf(after.items)).toEqual(new Set(['Item 1', 'Item 2', 'Item 3']));
  });

  it('security S13: only a bulk call may be longer than 1 MB, and none longer than 10 MB', async () => {
    const { boardId, itemIds } = await fillBoard(1);
    const action = { kind: 'update', values: { title: 'Long way' } };
    const send = (path: string, length: number, body: object) =>
      scene.as(scene.owner, 'POST', path, `${JSON.stringify(body)}${' '.repeat(length)}`);
    const bulk = `/boards/${boardId}/items/bulk`;
    const done = await send(bulk, 3_000_000, { itemIds, action });
    expect(done.body.data).toEqual({ changed: 1, unchanged: 0 });
    expect(problemOf(await send(bulk, 10_500_000, { itemIds, action })).status).toBe(400);
    expect(
      problemOf(await send(`/boards/${boardId}/items`, 1_100_000, { title: 'No' })).status,
    ).toBe(400);
  });

  it('live L5: twice the same id counts once, and what is so already makes no event', async () => {
    const { boardId, itemIds } = await fillBoard(2);
    await write('POST', `/items/${itemIds[0]}/archive`);
    const { seq } = await readBoard(boardId);
    const body = { itemIds: [...itemIds, ...itemIds], action: { kind: 'archive' } };
    const result = await write('POST', `/boards/${boardId}/items/bulk`, body);
    expect(result).toEqual({ changed: 1, unchanged: 1 });
    expect((await readBoard(boardId)).seq).toBe(seq + 1);
  });
});
