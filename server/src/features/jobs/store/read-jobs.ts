import type { jobStates } from '@boardwire/contract/jobs';
import type { Transaction } from '../../../platform/database/database.ts';
import type { QueueName } from '../../../platform/queue/queue-settings.ts';

/** Where a job stands, as people are told. */
export type JobState = (typeof jobStates)[number];

/** A job as lists show it. */
export interface JobRow {
  id: string;
  queue: QueueName;
  name: string;
  state: JobState;
  priority: number;
  progress: { done: number; total: number | null; note: string | null } | null;
  starts: number;
  failures: number;
  attempts: number;
  redrives: number;
  reason: 'attempts' | 'rejected' | 'payload' | 'lost' | null;
  error: string | null;
  parentId: string | null;
  schedule: string | null;
  createdAt: string;
  runAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

/** A job as its own page shows it; the payload is as it came, to be redacted. */
export interface JobDetailRow extends JobRow {
  payload: unknown;
  payloadNote: string | null;
  stack: string | null;
}

/** A start as the history shows it. */
export interface StartRow {
  number: number;
  startedAt: string;
  endedAt: string | null;
  outcome: 'running' | 'completed' | 'failed' | 'dead' | 'returned' | 'lost';
  worker: string;
  error: string | null;
  stack: string | null;
}

const COLUMNS = `
  id, queue, name, case when state = 'waiting' and run_at > now() then 'delayed' else state end as state, priority,
  progress, starts, failures, attempts, redrives, reason, error, parent_id as "parentId", schedule,
  created_at as "createdAt", run_at as "runAt", started_at as "startedAt", ended_at as "endedAt"`;

/** Starts that a page shows; more than any job of one life has. */
const HISTORY = 50;

/** Jobs of a state and filter, the newest first, one more than `limit` when there are more. */
export function listJobs(
  tx: Transaction,
  filter: { state?: JobState | undefined; queue?: string | undefined; name?: string | undefined },
  page: { afterId: string | null; limit: number },
): Promise<JobRow[]> {
  const { state } = filter;
  return tx.query<JobRow>(
    `select ${COLUMNS} from jobs
      where ($1::text is null or state = $1) and ($2::text is null or queue = $2) and ($3::text is null or name = $3)
        and ($4::boolean is null or (run_at > now()) = $4) and ($5::uuid is null or id < $5)
      order by id desc limit $6 + 1`,
    [
      state === 'delayed' ? 'waiting' : (state ?? null),
      filter.queue ?? null,
      filter.name ?? null,
      state === 'delayed' ? true : state === 'waiting' ? false : null,
      page.afterId,
      page.limit,
    ],
  );
}

/** One job, or null. */
export async function readJob(tx: Transaction, id: string): Promise<JobDetailRow | null> {
  const [row] = await tx.query<JobDetailRow>(
    `select ${COLUMNS}, payload, payload_note as "payloadNote", stack from jobs where id = $1`,
    [id],
  );
  return row ?? null;
}

/** The starts of a job, the newest first. */
export function listStarts(tx: Transaction, id: string): Promise<StartRow[]> {
  return tx.query<StartRow>(
    `select number, started_at as "startedAt", ended_at as "endedAt", outcome, worker, error, stack
       from job_starts where job_id = $1 order by number desc limit ${HISTORY}`,
    [id],
  );
}

/** How the children of a job stand. */
export async function countChildren(
  tx: Transaction,
  id: string,
): Promise<{ open: number; completed: number; dead: number; discarded: number }> {
  const [row] = await tx.query<{
    open: number;
    completed: number;
    dead: number;
    discarded: number;
  }>(
    `select count(*) filter (where state in ('waiting', 'active', 'waitingChildren'))::int as open,
            count(*) filter (where state = 'completed')::int as completed,
            count(*) filter (where state = 'dead')::int as dead,
            count(*) filter (where state = 'discarded')::int as discarded
       from jobs where parent_id = $1`,
    [id],
  );
  return row ?? { open: 0, completed: 0, dead: 0, discarded: 0 };
}
