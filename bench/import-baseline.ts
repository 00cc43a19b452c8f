import { parse } from 'csv-parse';
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Client } from 'pg';

const CHUNK_ROWS = 1_000;
const ITEM_COLUMNS = `id uuid, number integer, pos text, field_values jsonb`;

/**
 * The least code that does the same durable work: rows of a CSV file into tables like those of items and events, in one
 * transaction, without checks, groups, options, people or a report. Answers the milliseconds.
 */
export async function insertRaw(adminUrl: string, bytes: Buffer): Promise<number> {
  const client = new Client({ connectionString: adminUrl, options: '-c synchronous_commit=on' });
  await client.connect();
  await client.query(`create table bare_items (like items including indexes);
    alter table bare_items alter container_id drop not null, alter organization_id set default gen_random_uuid(),
      alter board_id set default '00000000-0000-7000-8000-000000000000', alter field_versions set default '{}',
      alter created_at set default now(), alter updated_at set default now(), alter comment_count set default 0;
    create table bare_events (id uuid primary key, board_seq bigint, data jsonb, created_at timestamptz default now());
    create index on bare_events (board_seq)`);
  const startedAtMs = performance.now();
  await client.query('begin');
  let rows: object[] = [];
  let number = 0;
  const flush = async () => {
    const text = JSON.stringify(rows);
    rows = [];
    await client.query({
      name: 'items',
      text: `insert into bare_items (id, number, pos, field_values) select * from jsonb_to_recordset($1::jsonb) as r (${ITEM_COLUMNS})`,
      values: [text],
    });
    await client.query({
      name: 'events',
      text: `insert into bare_events (id, board_seq, data) select id, number, field_values from jsonb_to_recordset($1::jsonb) as r (${ITEM_COLUMNS})`,
      values: [text],
    });
  };
  const records = Readable.from([bytes]).pipe(parse({ columns: true }));
  for await (const record of records as AsyncIterable<Record<string, string>>) {
    number += 1;
    rows.push({ id: randomUUID(), number, pos: String(number), field_values: record });
    if (rows.length === CHUNK_ROWS) await flush();
  }
  if (rows.length > 0) await flush();
  await client.query('commit');
  const elapsedMs = performance.now() - startedAtMs;
  await client.query('drop table bare_items, bare_events');
  await client.end();
  return elapsedMs;
}
