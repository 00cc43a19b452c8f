import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoardEvent, BoardState } from '@boardwire/contract/board-state';
import { applyBoardEvent } from '@boardwire/contract/board-state';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { createChoreWorker, type ChoreWorker } from '../harness/chores.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

let server: TestServer;
let scene: BoardScene;
let workers: [ChoreWorker, ChoreWorker];

beforeAll(async () => {
  server = await startTestServer();
  scene = await createBoardScene(server);
  workers = [createChoreWorker(server), createChoreWorker(server)];
});
afterAll(() => server.stop());

/** Runs a chore on two workers at once: each thing is to be done once. */
const runTwice = (name: string) => Promise.all(workers.map((worker) => worker.run(name)));
const write = async (method: string, path: string, body: unknown = {}) => {
  const answer = await scene.as(scene.owner, method, path, method === 'DELETE' ? undefined : body);
  if (!answer.body.success) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.data;
};
const makeBoard = async (name: string): Promise<string> =>
  (await write('POST', `/workspaces/${scene.workspaceId}/boards`, { name })).id;
const readBoard = async (boardId: string) =>
  (await scene.as(scene.owner, 'GET', `/boards/${boardId}/snapshot`)).body.data;
const age = (table: string, ids: string[], days: number) =>
  server.database.query(
    `update ${table} set deleted_at = now() - make_interval(days => $2) where id = any($1)`,
    [ids, days],
  );
const idsOf = async (table: string, boardId: string) => {
  const statement = `select id from ${table} where board_id = $1 order by id`;
  return (await server.database.query<{ id: string }>(statement, [boardId])).map(({ id }) => id);
};

type Rows = { id: string }[];
const COLLECTIONS = ['columns', 'groups', 'items', 'views', 'conflicts'] as const;

function toState(snapshot: Record<string, unknown>): BoardState {
  const maps = COLLECTIONS.map((name) => [
    name,
    new Map((snapshot[name] as Rows).map((row) => [row.id, row])),
  ]);
  return { ...Object.fromEntries(maps), board: snapshot['board'], comments: new Map() };
}

/** What somebody has who stayed away since `before` and then read the changes. */
async function fold(before: { seq: number; epoch: number; board: { id: string } }) {
  const state = toState(before);
  const path = `/boards/${before.board.id}/changes?epoch=${before.epoch}&since=${before.seq}&limit=1000`;
  const { changes } = (await scene.as(scene.owner, 'GET', path)).body.data;
  for (const { seq, at, actor, event } of changes)
    applyBoardEvent(state, event as BoardEvent, { seq, at, userId: actor.userId ?? null });
  return { state, changes };
}

async function expectFoldIsSnapshot(before: Parameters<typeof fold>[0]) {
  const { state, changes } = await fold(before);
  const now = toState(await readBoard(before.board.id));
  for (const name of COLLECTIONS) expect(state[name], name).toEqual(now[name]);
  return changes;
}

describe('SPEC B1: what was in the trash for 30 days is gone', () => {
  it('live L18: purged rows leave by events, so whoever was away ends where the snapshot is', async () => {
    const boardId = await makeBoard('Trash');
    const post = (path: string, body: object) => write('POST', `/boards/${boardId}/${path}`, body);
    const column = await post('columns', { type: 'text', name: 'Note' });
    const kept = await post('columns', { type: 'number', name: 'Kept' });
    const group = await post('groups', { name: 'Old' });
    const item = async (title: string, more: object = {}) =>
      (await post('items', { title, ...more })).id as string;
    const values = { [column.id]: 'gone', [kept.id]: 1 };
    const [stays, old, young] = [
      await item('Stays', { values }),
      await item('Old'),
      await item('Young'),
    ];
    const commented = await item('Commented');
    const child = await item('Below', { parentId: old });
    const grouped = await item('In the group', { groupId: group.id });
    const comment = await write('POST', `/items/${commented}/comments`, {
      body: { blocks: [{ kind: 'code', text: 'Hello' }] },
    });
    for (const path of [
      `items/${old}`,
      `items/${young}`,
      `groups/${group.id}`,
      `columns/${column.id}`,
      `comments/${comment.id}`,
    ])
      await write('DELETE', `/${path}`);
    await age('items', [old], 31);
    await age('items', [young], 29);
    await age('board_groups', [group.id], 31);
    await age('board_columns', [column.id], 31);
    await age('comments', [comment.id], 31);
    const before = await readBoard(boardId);

    await runTwice('boards.purgeTrash');

    expect(await idsOf('items', boardId)).toEqual([stays, young, commented].toSorted());
    expect(await idsOf('comments', boardId)).toEqual([]);
    expect(await idsOf('board_columns', boardId)).not.toContain(column.id);
    expect(await idsOf('board_groups', boardId)).not.toContain(group.id);
    const changes = await expectFoldIsSnapshot(before);
    const purged = changes.map(({ event }: { event: { type: string } }) => event.type);
    expect(purged.toSorted()).toEqual([
      'column.purged',
      'comment.purged',
      'group.purged',
      ...[child, grouped, old].map(() => 'item.purged'),
    ]);
    const [left] = await server.database.query(
      'select field_values as v from items where id = $1',
      [stays],
    );
    expect(left).toEqual({ v: { title: 'Stays', [kept.id]: 1 } });
  });

  it('live L5: a full trash goes in several transactions that screens can follow', async () => {
    const boardId = await makeBoard('Full trash');
    const group = await write('POST', `/boards/${boardId}/groups`, { name: 'Old' });
    await server.database.query(
      `insert into items (organization_id, board_id, id, number, group_id, pos, field_values, field_versions, created_at,
         updated_at, deleted_at)
       select $1, $2, gen_random_uuid(), n, $3, 'a' || lpad(n::text, 4, '0') || 'V', '{"title":"x"}', '{}', now(), now(), null
       from generate_series(1, 450) n`,
      [scene.organizationId, boardId, group.id],
    );
    await write('DELETE', `/groups/${group.id}`);
    await age('board_groups', [group.id], 31);
    const before = await readBoard(boardId);
    await runTwice('boards.purgeTrash');
    expect(await idsOf('items', boardId)).toEqual([]);
    const changes = await expectFoldIsSnapshot(before);
    expect(changes).toHaveLength(451);
    const moments = new Set(changes.map(({ at }: { at: string }) => at));
    expect(moments.size).toBeGreaterThan(2);
  });

  it('SPEC B1: a board goes with all of its rows and its log, and the audit remembers', async () => {
    const [boardId, other] = [await makeBoard('Ends'), await makeBoard('Stays a day')];
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    // More than one transaction takes.
    await server.database.query(
      `insert into items (organization_id, board_id, id, number, parent_id, pos, field_values, field_versions, created_at,
         updated_at)
       select $1, $2, gen_random_uuid(), n, $3, 'a' || lpad(n::text, 5, '0') || 'V', '{"title":"x"}', '{}', now(), now()
       from generate_series(10, 5100) n`,
      [scene.organizationId, boardId, item.id],
    );
    for (const id of [boardId, other]) await write('DELETE', `/boards/${id}`);
    await age('boards', [boardId], 31);
    await age('boards', [other], 29);
    const refused = await scene.as(scene.owner, 'POST', `/boards/${boardId}/restore`, {});
    expect(refused.body.error).toMatchObject({ code: 'CONFLICT', details: { reason: 'gone' } });
    await runTwice('boards.purge');
    for (const table of ['items', 'board_groups', 'events', 'board_members'])
      expect(
        await server.database.query(`select 1 from ${table} where board_id = $1`, [boardId]),
      ).toEqual([]);
    expect((await scene.as(scene.owner, 'GET', `/boards/${boardId}/snapshot`)).status).toBe(404);
    expect(
      await server.database.query(
        `select details from audit_entries where action = 'board.purged' and target->>'id' = $1`,
        [boardId],
      ),
    ).toEqual([{ details: { name: 'Ends' } }]);
    expect((await scene.as(scene.owner, 'POST', `/boards/${other}/restore`, {})).status).toBe(200);
  });
});

describe('live L2: the log is trimmed', () => {
  it('live L2: it keeps 7 days and 10,000 changes; whoever stands below the floor gets a snapshot', async () => {
    const boardId = await makeBoard('Long log');
    const { epoch, seq: first } = await readBoard(boardId);
    const total = 16_000;
    await server.database.query(
      `insert into events (id, organization_id, board_id, board_seq, aggregate_type, aggregate_id, type, version, data,
         actor, created_at)
       select gen_random_uuid(), $1, $2, n, 'board', $2, 'item.purged', 1, '{}', '{"kind":"system"}',
         now() - interval '8 days' + make_interval(days => (n > 5000)::int * 7)
       from generate_series($3::int + 1, $4::int) n`,
      [scene.organizationId, boardId, first, total],
    );
    await server.database.query('update boards set seq = $2 where id = $1', [boardId, total]);
    await server.database.query(
      `update events set created_at = now() - interval '8 days' where board_id = $1 and board_seq <= $2`,
      [boardId, first],
    );
    // Nobody is behind: what a reaction has not read yet is kept.
    await server.database.query(
      `update event_consumers set transaction_id = pg_snapshot_xmin(pg_current_snapshot())`,
    );
    await runTwice('boards.trimLogs');
    const state = async () => {
      const [row] = await server.database.query<{ floor: string; oldest: string; count: string }>(
        `select (select log_floor from boards where id = $1) as floor, min(board_seq) as oldest, count(*) from events
         where board_id = $1`,
        [boardId],
      );
      return { floor: Number(row?.floor), oldest: Number(row?.oldest), count: Number(row?.count) };
    };
    // 6,000 are beyond 10,000, and 5,000 of them are older than 7 days.
    expect(await state()).toEqual({ floor: 5_000, oldest: 5_001, count: total - 5_000 });
    const changes = async (since: number) =>
      (
        await scene.as(
          scene.owner,
          'GET',
          `/boards/${boardId}/changes?epoch=${epoch}&since=${since}`,
        )
      ).body.data;
    expect(await changes(4_999)).toMatchObject({ kind: 'snapshotRequired', reason: 'behind' });
    await server.database.query(
      `delete from events where board_id = $1 and created_at < now() - interval '6 days'`,
      [boardId],
    );
    await server.database.query(
      `update events set created_at = created_at - interval '20 days' where board_id = $1`,
      [boardId],
    );
    await runTwice('boards.trimLogs');
    expect(await state()).toEqual({ floor: 6_000, oldest: 6_001, count: 10_000 });
  });

  it('live L2: a log whose beginning went while it was read asks for a snapshot, never leaves a gap', async () => {
    const boardId = await makeBoard('Race');
    for (const title of ['One', 'Two', 'Three'])
      await write('POST', `/boards/${boardId}/items`, { title });
    const { epoch, seq } = await readBoard(boardId);
    await server.database.query('delete from events where board_id = $1 and board_seq <= $2', [
      boardId,
      seq - 1,
    ]);
    const path = `/boards/${boardId}/changes?epoch=${epoch}&since=${seq - 3}`;
    const { data } = (await scene.as(scene.owner, 'GET', path)).body;
    expect(data).toMatchObject({ kind: 'snapshotRequired', reason: 'behind' });
  });
});

describe('live L22: a choice that nobody makes', () => {
  it('live L22: ends after 7 days with the standing value, by an event', async () => {
    const boardId = await makeBoard('Choices');
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    const insert = `insert into field_conflicts (organization_id, board_id, id, item_id, field, proposed, proposed_by,
      standing, standing_by, opened_at, closes_at)
      values ($1, $2, gen_random_uuid(), $3, $4, '"lost"', $5, '"Item"', $5, now(), now() + $6::interval) returning id`;
    const open = async (field: string, closesIn: string) => {
      const place = [scene.organizationId, boardId, item.id, field, scene.owner.userId, closesIn];
      return (await server.database.query<{ id: string }>(insert, place))[0]?.id;
    };
    const [over, waits] = [await open('title', '-1 minute'), await open('other', '1 day')];
    const before = await readBoard(boardId);
    await runTwice('items.expireConflicts');
    expect(await idsOf('field_conflicts', boardId)).toEqual([waits]);
    const changes = await expectFoldIsSnapshot(before);
    expect(changes).toMatchObject([
      {
        event: { type: 'conflict.resolved', data: { outcome: 'expired', conflict: { id: over } } },
      },
    ]);
    expect((await readBoard(boardId)).items).toEqual(before.items);
  });
});

describe('security S36: an organization that is deleted takes its boards along', () => {
  it('security S36: leaves no row of a board behind', async () => {
    const boardId = await makeBoard('With the organization');
    const item = await write('POST', `/boards/${boardId}/items`, { title: 'Item' });
    await write('POST', `/boards/${boardId}/items`, { title: 'Below', parentId: item.id });
    await server.database.query(
      `update organizations set deletion_scheduled_for = now() - interval '1 day' where id = $1`,
      [scene.organizationId],
    );
    await runTwice('organizations.purge');
    for (const table of ['organizations', 'workspaces', 'boards', 'items', 'events']) {
      const key = table === 'organizations' ? 'id' : 'organization_id';
      const left = `select 1 from ${table} where ${key} = $1`;
      expect(await server.database.query(left, [scene.organizationId]), table).toEqual([]);
    }
  });
});
