import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/postgres.ts';
import { createId } from '../kernel/ids.ts';
import { connectDatabase, type Database } from './database/database.ts';
import {
  createHousekeeping,
  createNightlyHousekeeping,
  ensureEventPartitions,
} from './housekeeping.ts';
import { createLog } from './log.ts';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = connectDatabase({ url: testDatabase.appUrl, poolSize: 1, log: createLog('silent') });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

describe('event log partitions', () => {
  it('are made at the start of a program that was off for months', async () => {
    const months = await testDatabase.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits
       where inhparent = 'events'::regclass and inhrelid <> 'events_default'::regclass`,
    );
    for (const { name } of months) await testDatabase.query(`drop table ${name}`);
    await ensureEventPartitions(database);
    await testDatabase.query(
      `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
       values ($1, 'organization', $1, 'test.noted', 1, '{}', '{}')`,
      [createId()],
    );
    expect(await testDatabase.query('select 1 from events_default')).toEqual([]);
    expect(await testDatabase.query('select 1 from events')).toHaveLength(1);
  });
});

describe('retries', () => {
  it('whose events were purged meanwhile are forgotten, and no others', async () => {
    const insertRetry = `insert into event_retries (consumer, position, event_id, event_created_at, aggregate_id)`;
    await testDatabase.query(
      `with event as (
         insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
         values ($1, 'organization', $1, 'test.noted', 1, '{}', '{}') returning *)
       ${insertRetry} select 'waiting', position, id, created_at, aggregate_id from event`,
      [createId()],
    );
    await testDatabase.query(`${insertRetry} values ('orphan', 1, $1, now(), $1)`, [createId()]);
    const chore = createHousekeeping(database).find(({ name }) => name === 'events.forgetRetries');
    await chore?.run(new AbortController().signal);
    expect(await testDatabase.query('select consumer from event_retries')).toEqual([
      { consumer: 'waiting' },
    ]);
  });
});

describe('live L17: clients and their answers', () => {
  it('live L17: forgets clients after 90 days, and answers beyond the last 100 of each', async () => {
    const [person, recent, old] = [createId(), createId(), createId()];
    await testDatabase.query(
      `insert into users (id, name, email, password_hash) values ($1, 'Ada', 'ada@example.test', '')`,
      [person],
    );
    await testDatabase.query(
      `insert into live_clients (user_id, client_id, last_mid, updated_at) values
         ($1, $2, 130, now() - interval '89 days'), ($1, $3, 5, now() - interval '91 days')`,
      [person, recent, old],
    );
    await testDatabase.query(
      `insert into live_answers (user_id, client_id, mid, answer)
       select $1::uuid, $2::uuid, n, '{}'::jsonb from generate_series(1, 130) n union all select $1::uuid, $3::uuid, n, '{}'::jsonb from generate_series(1, 5) n`,
      [person, recent, old],
    );
    const chores = [...createHousekeeping(database), ...createNightlyHousekeeping(database)].filter(
      ({ name }) => name.startsWith('live'),
    );
    // Two workers at once.
    await Promise.all(
      [...chores, ...chores].map((chore) => chore.run(new AbortController().signal)),
    );
    expect(await testDatabase.query('select client_id from live_clients')).toEqual([
      { client_id: recent },
    ]);
    const kept = `select client_id, min(mid)::int as first, count(*)::int as count from live_answers group by 1`;
    expect(await testDatabase.query(kept)).toEqual([{ client_id: recent, first: 31, count: 100 }]);
  });
});
