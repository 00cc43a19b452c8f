import { unreachable } from '../../kernel/assert.ts';
import type { Transaction } from '../database/database.ts';
import { NEXT_LIFE } from './store-jobs.ts';

/** Why a job is dead after its handler ended. */
export type DeadReason = 'attempts' | 'rejected' | 'payload';

/** An error as rows keep it: text that any database can hold, of bounded length. */
export interface KeptError {
  readonly message: string;
  readonly stack: string;
}

/** How a start ended. */
export type JobEnd =
  | { readonly kind: 'completed'; readonly hasNewChildren: boolean }
  /** `needsNewLife`: the engine will not try again by itself. */
  | {
      readonly kind: 'failed';
      readonly error: KeptError;
      readonly waitMs: number;
      readonly needsNewLife: boolean;
    }
  | { readonly kind: 'dead'; readonly error: KeptError; readonly reason: DeadReason }
  /** Handed back at a shutdown: the start does not count. */
  | { readonly kind: 'returned' };

/** What became of writing an end: `fenced` when another start has begun meanwhile. */
export type EndResult = { readonly isFenced: boolean; readonly hasWoken: boolean };

/** Writes how a start ended; an end of a start that is not the last one changes nothing. */
export async function endJob(
  tx: Transaction,
  start: { readonly id: string; readonly number: number },
  end: JobEnd,
): Promise<EndResult> {
  // Children that end now wait for this: each then sees what the other wrote.
  if (end.kind === 'completed' && end.hasNewChildren) await lockJob(tx, start.id);
  const { error, stack } = readError(end);
  const { assignments, values } = describeEnd(end);
  const [row] = await tx.query<EndedRow>(
    `with ended as (
       update jobs as j set ${assignments} where j.id = $1 and j.starts = $2 and j.state = 'active'
       returning j.id, j.state, j.parent_id, j.rung_at),
     noted as (
       update job_starts as s set ended_at = now(), outcome = $3, error = $4, stack = $5
         from ended where s.job_id = ended.id and s.number = $2)
     select state, parent_id as "parentId", rung_at is null as "isUnrung" from ended`,
    [start.id, start.number, end.kind, error, stack, ...values],
  );
  if (row === undefined) return { isFenced: true, hasWoken: false };
  const isOver = row.state === 'completed' || row.state === 'dead';
  const hasWoken = isOver && (await wakeParent(tx, row.parentId));
  return { isFenced: false, hasWoken: hasWoken || (row.state === 'waiting' && row.isUnrung) };
}

interface EndedRow {
  state: string;
  parentId: string | null;
  isUnrung: boolean;
}

function readError(end: JobEnd): { error: string | null; stack: string | null } {
  if (end.kind !== 'failed' && end.kind !== 'dead') return { error: null, stack: null };
  return { error: end.error.message, stack: end.error.stack };
}

/** What becomes of the row; values stand from $6 on. */
function describeEnd(end: JobEnd): { assignments: string; values: readonly unknown[] } {
  switch (end.kind) {
    case 'completed':
      return { assignments: end.hasNewChildren ? AWAIT_CHILDREN : COMPLETE, values: [] };
    case 'failed':
      return { assignments: TRY_AGAIN, values: [end.waitMs, end.needsNewLife] };
    case 'dead':
      return { assignments: GIVE_UP, values: [end.reason] };
    case 'returned':
      return { assignments: RETURN, values: [] };
    default:
      return unreachable(end);
  }
}

const COMPLETE = `state = 'completed', ended_at = now(), error = null, stack = null`;

const TRY_AGAIN = `
  state = 'waiting', failures = j.failures + 1, error = $4, stack = $5,
  run_at = now() + $6 * interval '1 millisecond',
  rung_at = case when $7::boolean then null else now() + $6 * interval '1 millisecond' end,
  life = j.life + $7::boolean::int,
  engine_id = case when $7::boolean then j.id::text || '.' || (j.life + 1) else j.engine_id end`;

const GIVE_UP = `
  state = 'dead', ended_at = now(), failures = j.failures + 1, error = $4, stack = $5, reason = $6`;

const RETURN = `state = 'waiting', spent = j.spent - 1, run_at = now(), rung_at = now()`;

/** Goes on once they have ended, which may be now. */
const AWAIT_CHILDREN = `
  state = case when exists (
    select 1 from jobs as c where c.parent_id = j.id and c.state in ('waiting', 'active', 'waitingChildren'))
    then 'waitingChildren' else 'waiting' end,
  error = null, stack = null, spent = 0, lost = 0, failures = 0, run_at = now(), rung_at = null, ${NEXT_LIFE}`;

/** Lets a parent go on whose last open child has ended in this transaction; answers whether it does. */
export async function wakeParent(tx: Transaction, parentId: string | null): Promise<boolean> {
  if (parentId === null) return false;
  await lockJob(tx, parentId);
  const woken = await tx.query(
    `update jobs as j set state = 'waiting', run_at = now(), rung_at = null, ${NEXT_LIFE}
      where id = $1 and state = 'waitingChildren' and not exists (
        select 1 from jobs as c where c.parent_id = $1 and c.state in ('waiting', 'active', 'waitingChildren'))
     returning id`,
    [parentId],
  );
  return woken.length > 0;
}

async function lockJob(tx: Transaction, id: string): Promise<void> {
  await tx.query('select 1 from jobs where id = $1 for update', [id]);
}
