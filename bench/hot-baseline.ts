import { randomUUID } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';
import type { FieldWrite, Write } from './hot-load.ts';

/** As many as ours takes into one transaction. */
const BATCH_SIZE = 50;
const POOL_SIZE = 10;
const KEPT_ANSWERS = 100;

/** Creates the least code that does the same durable work: the same rows in the same batches, and no checks of any kind. */
export function createRawWriter(adminUrl: string): { write: Write; close(): Promise<void> } {
  const pool = new Pool({
    connectionString: adminUrl,
    max: POOL_SIZE,
    // Like ours: what does not wait for an answer is sent together.
    pipeline: true,
    options: '-c synchronous_commit=on',
  });
  const queues = new Map<string, { write: FieldWrite; done(): void }[]>();
  const drain = async (boardId: string, queue: { write: FieldWrite; done(): void }[]) => {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH_SIZE);
      const client = await pool.connect();
      await runRaw(
        client,
        boardId,
        batch.map(({ write }) => write),
      );
      client.release();
      for (const { done } of batch) done();
    }
    queues.delete(boardId);
  };
  return {
    write: (write) =>
      new Promise((done) => {
        const { boardId } = write.board;
        const queue = queues.get(boardId) ?? [];
        queue.push({ write, done });
        if (queues.has(boardId)) return;
        queues.set(boardId, queue);
        void drain(boardId, queue);
      }),
    close: () => pool.end(),
  };
}

async function runRaw(
  client: PoolClient,
  boardId: string,
  writes: readonly FieldWrite[],
): Promise<void> {
  const run = (name: keyof typeof SQL, values: unknown[]) =>
    client.query<Record<string, unknown>>({ name, text: SQL[name], values });
  const [, , board, items] = await Promise.all([
    client.query('begin'),
    run('lock', [[boardId, ...new Set(writes.map(({ clientId }) => clientId).toSorted())]]),
    run('board', [boardId]),
    run('items', [boardId, writes.map(({ itemId }) => itemId)]),
  ]);
  const before = new Map(items.rows.map((row) => [row['id'], row]));
  const organizationId = board.rows[0]?.['organization_id'];
  const seq = Number(board.rows[0]?.['seq']);
  const rows = writes.map((write, index) => toRow(write, seq + 1 + index, before));
  const last = [...new Map(rows.map((row) => [row.client_id, row])).values()];
  const due = last.filter(({ mid }) => mid % KEPT_ANSWERS === 0);
  const newest = [...new Map(rows.map((row) => [row.item_id, row])).values()];
  await Promise.all([
    run('updateItems', [JSON.stringify(newest), boardId]),
    run('events', [JSON.stringify(rows), boardId, organizationId]),
    run('clients', [JSON.stringify(last)]),
    run('answers', [JSON.stringify(rows)]),
    ...(due.length > 0 ? [run('forget', [JSON.stringify(due)])] : []),
    run('counters', [boardId, seq + rows.length]),
    client.query('commit'),
  ]);
}

function toRow(
  write: FieldWrite,
  seq: number,
  before: ReadonlyMap<unknown, Record<string, unknown>>,
) {
  const { userId, clientId, mid, itemId, text, board } = write;
  const field = board.textColumnId;
  const item = before.get(itemId);
  return {
    id: randomUUID(),
    request_id: randomUUID(),
    seq,
    user_id: userId,
    client_id: clientId,
    mid,
    item_id: itemId,
    field,
    text,
    actor: { kind: 'user', userId },
    data: { itemId, fields: { [field]: { from: item?.['title'] ?? null, to: text } } },
    answer: {
      seq,
      results: [{ item, fields: { [field]: { resolution: 'success' } } }],
    },
  };
}

const ROWS = 'jsonb_to_recordset($1::jsonb)';
const SQL = {
  lock: 'select pg_advisory_xact_lock(hashtextextended(name, 0)) from unnest($1::text[]) as name',
  board: 'select organization_id, seq from boards where id = $1',
  items: `select *, field_values->>'title' as title from items where board_id = $1 and id = any($2)`,
  updateItems: `update items t set field_values = t.field_values || jsonb_build_object(r.field, r.text),
      field_versions = t.field_versions || jsonb_build_object(r.field, r.seq), updated_by = r.user_id, updated_at = now()
    from ${ROWS} as r (item_id uuid, field text, text text, seq bigint, user_id uuid)
    where t.board_id = $2 and t.id = r.item_id`,
  events: `insert into events (id, organization_id, board_id, board_seq, client_id, mid, aggregate_type, aggregate_id,
      type, version, data, actor, request_id, correlation_id, created_at)
    select id, $3, $2, seq, client_id, mid, 'board', $2, 'item.updated', 1, data, actor, request_id, request_id, now()
    from ${ROWS} as r (id uuid, seq bigint, client_id uuid, mid bigint, data jsonb, actor jsonb, request_id text)`,
  clients: `insert into live_clients (user_id, client_id, last_mid)
    select user_id, client_id, mid from ${ROWS} as r (user_id uuid, client_id uuid, mid bigint)
    on conflict (user_id, client_id) do update set last_mid = excluded.last_mid, updated_at = now()`,
  answers: `insert into live_answers (user_id, client_id, mid, answer)
    select * from ${ROWS} as r (user_id uuid, client_id uuid, mid bigint, answer jsonb)`,
  forget: `delete from live_answers a using ${ROWS} as r (user_id uuid, client_id uuid, mid bigint)
    where a.user_id = r.user_id and a.client_id = r.client_id and a.mid <= r.mid - ${KEPT_ANSWERS}`,
  counters: 'update boards set seq = $2 where id = $1',
};
