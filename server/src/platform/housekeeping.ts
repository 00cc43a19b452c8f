import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import type { Database } from './database/database.ts';
import type { Chore, ScheduledChore } from './feature.ts';

/** Epochs count while access tokens live, a quarter of an hour; the rest is margin. */
const EPOCHS_KEPT_HOURS = 24;

const ENSURE_PARTITIONS = 'select ensure_event_partitions()';

/** A live client that was away this long gets a new start (live L17). */
const CLIENTS_KEPT_DAYS = 90;
/** Answers of a client that it may still ask for again (live L17). */
const ANSWERS_KEPT = 100;
/** Rows of one transaction. */
const CHUNK_ROWS = 5_000;

/** Makes the months of the event log ahead: once events of a month lie in the default, it cannot get its own any more. */
export async function ensureEventPartitions(database: Database): Promise<void> {
  await database.write('all', (tx) => tx.query(ENSURE_PARTITIONS));
}

/** Chores of the platform itself: partitions ahead, and tables that would only grow. */
export function createHousekeeping(database: Database): Chore[] {
  const run = (text: string) => async () =>
    void (await database.write('all', (tx) => tx.query(text)));
  return [
    forgetLiveAnswers(database),
    { name: 'events.partitions', intervalMs: DAY_MS, run: run(ENSURE_PARTITIONS) },
    {
      name: 'idempotency.forget',
      intervalMs: HOUR_MS,
      run: run('delete from idempotency_keys where kept_until < now()'),
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

/** Tables that may wait for the night to be tidied. */
export function createNightlyHousekeeping(database: Database): ScheduledChore[] {
  return [
    {
      name: 'liveClients.forget',
      schedule: 'cleanup',
      run: runInChunks(
        database,
        `delete from live_clients where (user_id, client_id) in (
           select user_id, client_id from live_clients where updated_at < now() - interval '${CLIENTS_KEPT_DAYS} days'
           limit $1) returning 1`,
      ),
    },
  ];
}

function forgetLiveAnswers(database: Database): Chore {
  return {
    name: 'liveAnswers.forget',
    intervalMs: HOUR_MS,
    run: runInChunks(
      database,
      `delete from live_answers where (user_id, client_id, mid) in (
         select a.user_id, a.client_id, a.mid from live_answers a join live_clients c using (user_id, client_id)
         where a.mid <= c.last_mid - ${ANSWERS_KEPT} limit $1) returning 1`,
    ),
  };
}

function runInChunks(database: Database, text: string) {
  return async (signal: AbortSignal) => {
    const step = () => database.write('all', (tx) => tx.query(text, [CHUNK_ROWS]));
    while (!signal.aborted && (await step()).length === CHUNK_ROWS);
  };
}
