import { expect, vi } from 'vitest';
import type { TestDatabase } from '../harness/postgres.ts';

/** Tables that a refused call may touch: what was tried is counted and written down. */
const VOLATILE = [
  'audit_entries',
  'audit_chains',
  'sessions',
  'event_consumers',
  'event_consumer_types',
  // The clock's own doing.
  'schedule_slots',
  'reminder_mornings',
];

/** A hash over every row of every table but the volatile ones; the same before and after a refused write. */
export async function createDatabaseHash(database: TestDatabase): Promise<() => Promise<string>> {
  await settle(database);
  const tables = await database.query<{ name: string }>(
    `select c.relname as name from pg_class as c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all($1) order by 1`,
    [VOLATILE],
  );
  // last_used_at of keys is bookkeeping of reads; a worker reports by the minute.
  const parts = tables.map(
    ({ name }) =>
      `(select '${name} ' || coalesce(sum(hashtextextended((to_jsonb(t) - 'last_used_at')::text, 0)::numeric), 0) from ${name} as t
        where to_jsonb(t)->>'key' is distinct from 'workerReport')`,
  );
  // Named, so that a difference says where it is.
  const text = `select concat_ws(E'\\n', ${parts.join(', ')}) as hash`;
  return async () => {
    const [row] = await database.query<{ hash: string }>(text);
    return row?.hash ?? '';
  };
}

/** What was caused before may still be under way; afterwards nothing moves by itself. */
async function settle(database: TestDatabase): Promise<void> {
  await vi.waitFor(
    async () => {
      const waiting = await database.query(
        `select 1 from messages where fanout_state = 'waiting'
         union all select 1 from messages where payload_sealed is not null
         union all select 1 from jobs where state in ('waiting', 'active')
         union all select 1 from deliveries where state in ('queued', 'sending') and run_at <= now() + interval '5 seconds'`,
      );
      expect(waiting).toHaveLength(0);
    },
    { timeout: 20_000 },
  );
}
