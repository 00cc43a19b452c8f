import type { Transaction } from '../../../platform/database/database.ts';
import type { QueueName } from '../../../platform/queue/queue-settings.ts';

/** How much of a queue stands where. */
export interface QueueCounts {
  queue: QueueName;
  waiting: number;
  delayed: number;
  active: number;
  waitingChildren: number;
  dead: number;
  oldestWaitingS: number;
}

/** How a queue went lately. */
export interface QueueRates {
  queue: QueueName;
  completed: number;
  failed: number;
  perMinute: number;
  waitMs: { median: number; p95: number } | null;
  runMs: { median: number; p95: number } | null;
}

/** Counts of queues that hold anything open or dead. */
export function countQueues(tx: Transaction): Promise<QueueCounts[]> {
  return tx.query<QueueCounts>(
    `select queue, count(*) filter (where state = 'waiting' and run_at <= now())::int as waiting,
            count(*) filter (where state = 'waiting' and run_at > now())::int as delayed,
            count(*) filter (where state = 'active')::int as active,
            count(*) filter (where state = 'waitingChildren')::int as "waitingChildren",
            count(*) filter (where state = 'dead')::int as dead,
            coalesce(extract(epoch from now() - min(run_at) filter (where state = 'waiting' and run_at <= now())), 0)::float8
              as "oldestWaitingS"
       from jobs where state in ('waiting', 'active', 'waitingChildren', 'dead') group by queue`,
  );
}

/** What ended within the last hour, by queue. */
export function readRates(tx: Transaction): Promise<QueueRates[]> {
  return tx.query<QueueRates>(
    `select queue, count(*) filter (where outcome = 'completed')::int as completed,
            count(*) filter (where outcome in ('failed', 'dead', 'lost'))::int as failed,
            (count(*) filter (where outcome in ('completed', 'dead') and ended_at > now() - interval '5 minutes') / 5.0)::float8
              as "perMinute",
            ${spread('started_at - due_at')} as "waitMs", ${spread('ended_at - started_at')} as "runMs"
       from job_starts where ended_at > now() - interval '1 hour' group by queue`,
  );
}

function spread(span: string): string {
  const ms = `greatest(0, extract(epoch from ${span}) * 1000)`;
  const at = (share: number) =>
    `round(percentile_cont(${share}) within group (order by ${ms}))::int`;
  return `jsonb_build_object('median', ${at(0.5)}, 'p95', ${at(0.95)})`;
}

/** Stops or resumes a queue on every node. */
export async function setPaused(
  tx: Transaction,
  queue: QueueName,
  isPaused: boolean,
): Promise<void> {
  await tx.query(
    isPaused
      ? 'insert into job_pauses (queue) values ($1) on conflict do nothing'
      : 'delete from job_pauses where queue = $1',
    [queue],
  );
}
