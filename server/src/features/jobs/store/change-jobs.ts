import type { Transaction } from '../../../platform/database/database.ts';
import { NEXT_LIFE } from '../../../platform/jobs/store-jobs.ts';

/** Lets a job that waits for its time run now; false when it does not wait. */
export async function promoteJob(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.query(
    `update jobs as j set run_at = now(), rung_at = null, ${NEXT_LIFE}
      where id = $1 and state = 'waiting' and run_at > now() returning id`,
    [id],
  );
  return rows.length > 0;
}

/** Ends a job that waits or is dead; answers its parent, or undefined when it could not be ended. */
export async function removeJob(
  tx: Transaction,
  id: string,
): Promise<{ parentId: string | null } | undefined> {
  const [row] = await tx.query<{ parentId: string | null }>(
    `update jobs set state = 'discarded', ended_at = now()
      where id = $1 and state in ('waiting', 'waitingChildren', 'dead') returning parent_id as "parentId"`,
    [id],
  );
  return row;
}

/** Ended jobs that one statement forgets. */
const AT_ONCE = 10_000;

/** Ended jobs to forget. */
export interface CleanFilter {
  queue: string | null;
  states: readonly string[];
  olderThanS: number;
}

const CLEANABLE = `state = any($2) and ($1::text is null or queue = $1) and ended_at <= now() - $3 * interval '1 second'`;

export async function countEnded(
  tx: Transaction,
  { queue, states, olderThanS }: CleanFilter,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from jobs where ${CLEANABLE}`,
    [queue, states, olderThanS],
  );
  return row?.count ?? 0;
}

/** Forgets ended jobs with their history; at most `limit` of them. Answers how many. */
export async function deleteEnded(
  tx: Transaction,
  { queue, states, olderThanS }: CleanFilter,
  limit = AT_ONCE,
): Promise<number> {
  const rows = await tx.query(
    `delete from jobs where id = any(array(select id from jobs where ${CLEANABLE} limit $4)) returning 1`,
    [queue, states, olderThanS, limit],
  );
  return rows.length;
}

/** Days that ended jobs are kept: doorbells for a day's figures; runs of schedules, dead and discarded jobs for questions. */
const KEPT = { completed: '1 day', questions: '90 days' } as const;

/** Forgets ended jobs past their time; at most `limit` of them. Answers how many. */
export async function forgetEnded(tx: Transaction, limit: number): Promise<number> {
  const rows = await tx.query(
    `delete from jobs where id = any(array(
       select id from jobs
        where ended_at < now() - interval '${KEPT.completed}' and state in ('completed', 'dead', 'discarded')
          and ((state = 'completed' and schedule is null) or ended_at < now() - interval '${KEPT.questions}')
        limit $1)) returning 1`,
    [limit],
  );
  return rows.length;
}
