import type { Transaction } from '../database/database.ts';
import type { QueueName } from '../queue/queue-settings.ts';

/** A job that the engine is to be told of. */
export interface UnrungJob {
  readonly id: string;
  readonly queue: QueueName;
  readonly name: string;
  readonly engineId: string;
  readonly payload: unknown;
  readonly priority: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  readonly delayMs: number;
  readonly traceparent: string | null;
}

/** An engine that lost a job hears of it again after this; one that has it takes no second copy. */
const RING_AGAIN = `interval '1 minute'`;

/** Takes jobs that the engine does not know of yet, or has forgotten; of several nodes that look, one gets each. */
export function takeUnrung(tx: Transaction, limit: number): Promise<UnrungJob[]> {
  return tx.query<UnrungJob>(
    `with due as materialized (
       select id from jobs
        where state = 'waiting'
          and (rung_at is null or (rung_at < now() - ${RING_AGAIN} and run_at < now() - ${RING_AGAIN}))
        order by rung_at nulls first, run_at limit $1 for update skip locked)
     update jobs as j set rung_at = greatest(now(), j.run_at) from due where j.id = due.id
     returning j.id, j.queue, j.name, j.engine_id as "engineId", j.payload, j.priority, j.attempts,
               j.first_wait_ms as "firstWaitMs", j.traceparent,
               greatest(0, extract(epoch from j.run_at - now()) * 1000)::float8 as "delayMs"`,
    [limit],
  );
}

/** The engine could not be told: whoever looks next tries again. */
export async function markUnrung(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query(`update jobs set rung_at = null where id = any($1) and state = 'waiting'`, [ids]);
}

/** The engine may have come back empty: at the next look it is told of all that waits, and takes no second copy. */
export async function ringAnew(tx: Transaction): Promise<void> {
  await tx.query(`update jobs set rung_at = null where state = 'waiting' and rung_at is not null`);
}

/** Which job the engine handed out without its being begun. */
export interface WaitingJob {
  readonly queue: QueueName;
  readonly engineId: string;
}

/** How long it waits, and why. */
export interface Wait {
  readonly waitMs: number;
  readonly reason: string;
}

/** Notes why a job that was not begun waits. */
export async function putOffJob(
  tx: Transaction,
  { queue, engineId }: WaitingJob,
  { waitMs, reason }: Wait,
): Promise<void> {
  await tx.query(
    `update jobs set run_at = now() + $3 * interval '1 millisecond', rung_at = now() + $3 * interval '1 millisecond',
            error = $4
      where queue = $1 and engine_id = $2 and state = 'waiting'`,
    [queue, engineId, waitMs, reason],
  );
}
