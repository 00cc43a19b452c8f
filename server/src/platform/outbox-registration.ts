import type { Transaction } from './database/database.ts';

/** Leaves out of the events `e` what was over when the consumer `c` began (rule O7). */
export const IS_SINCE_BEGINNING =
  '(c.begins_after is null or not pg_visible_in_snapshot(e.transaction_id, c.begins_after))';

/**
 * Gives each consumer that the log does not know a place to begin (rule O7). For `now` that is a snapshot: what it cannot
 * see is still running or to come, and has to be read. The first node to commit a place decides; a place that is there
 * stays.
 */
export async function registerConsumers(
  tx: Transaction,
  consumers: readonly { name: string; from?: 'now' | 'start' }[],
): Promise<void> {
  for (const { name, from = 'now' } of consumers) {
    const place =
      from === 'now'
        ? `pg_snapshot_xmin(snapshot), 0, snapshot`
        : `'0'::xid8, 0, null::pg_snapshot`;
    await tx.query(
      `insert into event_consumers (name, transaction_id, position, begins_after)
       select $1, ${place} from pg_current_snapshot() as snapshot
       on conflict (name) do nothing`,
      [name],
    );
  }
}
