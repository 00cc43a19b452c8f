import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { Database } from './database/database.ts';
import type { Chore } from './feature.ts';

/** Stored answers of Idempotency-Keys are kept this long. */
const ANSWERS_KEPT_HOURS = 24;
/** Epochs count while access tokens live, a quarter of an hour; the rest is margin. */
const EPOCHS_KEPT_HOURS = 24;

const ENSURE_PARTITIONS = 'select ensure_event_partitions()';

/** Makes the months of the event log ahead: once events of a month lie in the default, it cannot get its own any more. */
export async function ensureEventPartitions(database: Database): Promise<void> {
  await database.write('all', (tx) => tx.query(ENSURE_PARTITIONS));
}

/** Chores of the platform itself: partitions ahead, and tables that would only grow. */
export function createHousekeeping(database: Database): Chore[] {
  const run = (text: string) => async () =>
    void (await database.write('all', (tx) => tx.query(text)));
  return [
    { name: 'events.partitions', intervalMs: DAY_MS, run: run(ENSURE_PARTITIONS) },
    {
      name: 'idempotency.forget',
      intervalMs: HOUR_MS,
      run: run(
        `delete from idempotency_keys where created_at < now() - interval '${ANSWERS_KEPT_HOURS} hours'`,
      ),
    },
    {
      name: 'epochs.forget',
      intervalMs: HOUR_MS,
      run: run(
        `delete from access_epochs where bumped_at < now() - interval '${EPOCHS_KEPT_HOURS} hours'`,
      ),
    },
    {
      // A reader may line an event up while a purge takes it: without its event a retry never ends, and holds others up.
      name: 'events.forgetRetries',
      intervalMs: HOUR_MS,
      run: run(
        `delete from event_retries as r where not exists (
           select 1 from events as e where e.created_at = r.event_created_at and e.id = r.event_id)`,
      ),
    },
  ];
}
