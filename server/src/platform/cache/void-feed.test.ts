import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/postgres.ts';
import { NEW_EVENTS } from './void-feed.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** Of a single transaction, as a large import writes them: enough for the planner to like the whole table. */
const EVENTS = 30_000;

it('F3: a log of few and long transactions is not read from end to end for what is new in it', async () => {
  await test.query(
    `insert into events (id, aggregate_type, aggregate_id, type, version, data, actor)
     select gen_random_uuid(), 'board', gen_random_uuid(), 'item.updated', 1, '{}', '{}' from generate_series(1, $1::int)`,
    [EVENTS],
  );
  await test.query('analyze events');
  const explain = (snapshot: string) =>
    test.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off) ${NEW_EVENTS}`, [
      snapshot,
      ['board.created', 'board.deleted'],
    ]);
  const [now] = await test.query<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  );
  const [, xmax = ''] = (now?.snapshot ?? '').split(':');
  // Others have been running for long.
  const plans = [now?.snapshot ?? '', `1:${xmax}:1,2,3`].map(explain);
  for (const rows of await Promise.all(plans)) {
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Scan');
    // Whoever reads all of it passes over what was there before.
    expect(plan).not.toContain('Rows Removed by Filter');
  }
});
