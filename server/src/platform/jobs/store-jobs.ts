import type { Transaction } from '../database/database.ts';
import type { QueueName } from '../queue/queue-settings.ts';
import type { NewJob } from './new-job.ts';

/** Where the rows of children stand below. */
interface Parent {
  readonly id: string;
  /** What each child is called, in the order of the list. */
  readonly keys: readonly string[];
}

/** How rows come in: to be told to the engine by whoever looks next, already told, or waiting for their children. */
export interface InsertHow {
  readonly isRung: boolean;
  readonly state?: 'waiting' | 'waitingChildren';
  readonly parent?: Parent;
}

const INSERT = `
  insert into jobs (id, queue, name, engine_id, payload, priority, attempts, first_wait_ms, run_at, rung_at,
                    state, has_children, parent_id, child_key, schedule, traceparent)
  select j.id, j.queue, j.name, j.id::text, j.payload, j.priority, j.attempts, j."firstWaitMs",
         now() + j."delayMs" * interval '1 millisecond',
         case when $2 then now() + j."delayMs" * interval '1 millisecond' end,
         $3, $3 = 'waitingChildren', $4, ($5::text[])[j.place], j.schedule, j.traceparent
    from rows from (jsonb_to_recordset($1::jsonb) as (
           id uuid, queue text, name text, payload jsonb, priority integer, attempts integer,
           "firstWaitMs" integer, "delayMs" bigint, schedule text, traceparent text))
         with ordinality as j (id, queue, name, payload, priority, attempts, "firstWaitMs", "delayMs", schedule,
                               traceparent, place)
  on conflict do nothing`;

/** Writes rows of jobs in the caller's transaction: with it they are there, or not at all. Rows that are there stay. */
export async function insertJobs(
  tx: Transaction,
  jobs: readonly NewJob[],
  { isRung, state = 'waiting', parent }: InsertHow,
): Promise<void> {
  await tx.query(INSERT, [
    JSON.stringify(jobs),
    isRung,
    state,
    parent?.id ?? null,
    parent?.keys ?? [],
  ]);
}

/** Long past any lock of an engine: whoever ran it is gone, and the engine has not noticed. */
const UNSEEN_AFTER = `interval '3 minutes'`;

/** Gives jobs a new life whose process is gone while the engine forgot them, as after its storage was wiped. */
export async function reviveUnseen(tx: Transaction, limit: number): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `with gone as materialized (
       select id from jobs where state = 'active' and seen_at < now() - ${UNSEEN_AFTER}
        limit $1 for update skip locked),
     ended as (
       update job_starts as s set outcome = 'lost', ended_at = now()
         from jobs as j, gone where j.id = gone.id and s.job_id = j.id and s.number = j.starts)
     update jobs as j set state = 'waiting', lost = j.lost + 1, run_at = now(), rung_at = null, ${NEXT_LIFE}
       from gone where j.id = gone.id returning j.id`,
    [limit],
  );
  return rows.length;
}

/** Assignments to `jobs as j` that make what the engine still holds of a job stale. */
export const NEXT_LIFE = `life = j.life + 1, engine_id = j.id::text || '.' || (j.life + 1)`;

/** Says that this process still runs these jobs. */
export async function touchJobs(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query(`update jobs set seen_at = now() where id = any($1) and state = 'active'`, [ids]);
}

/** Queues that an instance owner stopped. */
export async function readPauses(tx: Transaction): Promise<QueueName[]> {
  const rows = await tx.query<{ queue: QueueName }>('select queue from job_pauses');
  return rows.map(({ queue }) => queue);
}
