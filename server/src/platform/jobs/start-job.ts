import { createId } from '../../kernel/ids.ts';
import type { Transaction } from '../database/database.ts';
import type { ChildCounts } from '../queue/job.ts';
import { keepPayload } from '../queue/payload.ts';
import type { QueueName } from '../queue/queue-settings.ts';
import { wakeParent } from './end-job.ts';

/** A job as an engine hands it out. */
export interface Claim {
  readonly engineId: string;
  readonly queue: QueueName;
  readonly name: string;
  readonly data: unknown;
  readonly priority: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** Host and process. */
  readonly worker: string;
}

/** A start that was written. */
export interface StartedJob {
  readonly kind: 'go';
  readonly id: string;
  /** Number of the start: ends that name an older one are refused. */
  readonly number: number;
  /** 1 on the first try of its life. */
  readonly attempt: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** Its process was lost before: nothing else of that kind runs beside it here. */
  readonly isSuspect: boolean;
  readonly children: ChildCounts | null;
}

/** What to do with a claimed job. */
export type StartDecision =
  | StartedJob
  /** The rows know better: another life has begun, or it ended. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'dead'; readonly error: string }
  | { readonly kind: 'later'; readonly waitMs: number };

/** Starts of a job that takes its process down (fault F12). */
const STARTS_MAX = 5;

/**
 * Where jobs whose process was lost run one at a time: 0 for one that may begin, else how long it waits at least,
 * milliseconds.
 */
export type AdmitSuspect = () => number;

interface LiveRow {
  id: string;
  state: 'waiting' | 'active' | 'waitingChildren';
  starts: number;
  spent: number;
  lost: number;
  failures: number;
  attempts: number;
  firstWaitMs: number;
  hasChildren: boolean;
  parentId: string | null;
}

/**
 * Writes that a job begins. What is active already was begun by a process that died or froze: after five starts it is
 * dead, and before that it runs only where `admitSuspect` lets it, so that it takes no others down with it again and again.
 */
export async function startJob(
  tx: Transaction,
  claim: Claim,
  admitSuspect: AdmitSuspect,
): Promise<StartDecision> {
  const row = (await findLive(tx, claim)) ?? (await adopt(tx, claim));
  if (row === null || row.state === 'waitingChildren') return { kind: 'stale' };
  const lost = row.lost + (row.state === 'active' ? 1 : 0);
  if (row.state === 'active') await markLost(tx, row);
  if (lost > 0 && row.spent >= STARTS_MAX) return bury(tx, row, lost);
  const leastWaitMs = lost > 0 ? admitSuspect() : 0;
  if (leastWaitMs > 0) return layBack(tx, row, { lost, leastWaitMs });
  await tx.query(
    `with begun as (
       update jobs set state = 'active', starts = starts + 1, spent = spent + 1, lost = $2, started_at = now(),
              seen_at = now(), progress = null
        where id = $1 returning id, starts, queue, run_at)
     insert into job_starts (job_id, number, queue, worker, due_at) select id, starts, queue, $3, run_at from begun`,
    [row.id, lost, claim.worker],
  );
  return {
    kind: 'go',
    id: row.id,
    number: row.starts + 1,
    attempt: row.failures + 1,
    attempts: row.attempts,
    firstWaitMs: row.firstWaitMs,
    isSuspect: lost > 0,
    children: row.hasChildren ? await countChildren(tx, row.id) : null,
  };
}

async function findLive(tx: Transaction, { queue, engineId }: Claim): Promise<LiveRow | null> {
  const [row] = await tx.query<LiveRow>(
    `select id, state, starts, spent, lost, failures, attempts, first_wait_ms as "firstWaitMs",
            has_children as "hasChildren", parent_id as "parentId"
       from jobs where queue = $1 and engine_id = $2 and state in ('waiting', 'active', 'waitingChildren') for update`,
    [queue, engineId],
  );
  return row ?? null;
}

const OWN_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d+)?$/;

/** Takes in a job that came to the engine without us, such as a bell that rang during the look; null for a stale one. */
async function adopt(tx: Transaction, claim: Claim): Promise<LiveRow | null> {
  const ownId = OWN_ID.exec(claim.engineId)?.[1];
  const { payload, note } = keepPayload(claim.data);
  await tx.query(
    `insert into jobs (id, queue, name, engine_id, state, payload, payload_note, priority, attempts, first_wait_ms, rung_at)
     values ($1, $2, $3, $4, 'waiting', $5::jsonb, $6, $7, $8, $9, now()) on conflict do nothing`,
    [
      ownId ?? createId(),
      claim.queue,
      claim.name,
      claim.engineId,
      payload,
      note,
      claim.priority,
      claim.attempts,
      claim.firstWaitMs,
    ],
  );
  return findLive(tx, claim);
}

async function markLost(tx: Transaction, { id, starts }: LiveRow): Promise<void> {
  await tx.query(
    `update job_starts set outcome = 'lost', ended_at = now() where job_id = $1 and number = $2 and ended_at is null`,
    [id, starts],
  );
}

/** What failed by itself at least as often is dead of that; its last error stays. */
async function bury(tx: Transaction, row: LiveRow, lost: number): Promise<StartDecision> {
  const isOwnFault = row.failures >= lost;
  const error = `its process died or hung in ${lost} of ${row.spent} starts`;
  await tx.query(
    `update jobs set state = 'dead', lost = $2, reason = case when $4 then 'attempts' else 'lost' end,
            error = case when $4 then error else $3 end, stack = case when $4 then stack end, ended_at = now()
      where id = $1`,
    [row.id, lost, error, isOwnFault],
  );
  await wakeParent(tx, row.parentId);
  return { kind: 'dead', error };
}

/** Not all at once; and in whole milliseconds, as engines count. */
async function layBack(
  tx: Transaction,
  row: LiveRow,
  { lost, leastWaitMs }: { lost: number; leastWaitMs: number },
): Promise<StartDecision> {
  const waitMs = Math.round(leastWaitMs * (1 + Math.random()));
  await tx.query(
    `update jobs set state = 'waiting', lost = $2, run_at = now() + $3 * interval '1 millisecond',
            rung_at = now() + $3 * interval '1 millisecond' where id = $1`,
    [row.id, lost, waitMs],
  );
  return { kind: 'later', waitMs };
}

async function countChildren(tx: Transaction, parentId: string): Promise<ChildCounts> {
  const [counts] = await tx.query<ChildCounts>(
    `select count(*) filter (where state in ('waiting', 'active', 'waitingChildren'))::int as open,
            count(*) filter (where state = 'completed')::int as completed,
            count(*) filter (where state = 'dead')::int as dead,
            count(*) filter (where state = 'discarded')::int as discarded
       from jobs where parent_id = $1`,
    [parentId],
  );
  return counts ?? { open: 0, completed: 0, dead: 0, discarded: 0 };
}
