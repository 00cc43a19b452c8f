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

const FENCE = `where id = $1 and starts = $2 and state = 'active'`;

/** Writes how a start ended; an end of a start that is not the last one changes nothing. */
export async function endJob(
  tx: Transaction,
  start: { readonly id: string; readonly number: number },
  end: JobEnd,
): Promise<EndResult> {
  // Children that end now wait for this: each then sees what the other wrote.
  if (end.kind === 'completed' && end.hasNewChildren) await lockJob(tx, start.id);
  const row = await writeEnd(tx, start, end);
  if (row === null) return { isFenced: true, hasWoken: false };
  await writeStartEnd(tx, start, end);
  const isOver = row.state === 'completed' || row.state === 'dead';
  const hasWoken = isOver && (await wakeParent(tx, row.parentId));
  return { isFenced: false, hasWoken: hasWoken || (row.state === 'waiting' && row.isUnrung) };
}

interface EndedRow {
  state: string;
  parentId: string | null;
  isUnrung: boolean;
}

async function writeEnd(
  tx: Transaction,
  { id, number }: { readonly id: string; readonly number: number },
  end: JobEnd,
): Promise<EndedRow | null> {
  const write = async (assignments: string, values: readonly unknown[] = []) => {
    const [row] = await tx.query<EndedRow>(
      `update jobs as j set ${assignments} ${FENCE} returning state, parent_id as "parentId", rung_at is null as "isUnrung"`,
      [id, number, ...values],
    );
    return row ?? null;
  };
  switch (end.kind) {
    case 'completed':
      return end.hasNewChildren
        ? write(AWAIT_CHILDREN)
        : write(`state = 'completed', ended_at = now(), error = null, stack = null`);
    case 'failed':
      return write(
        `state = 'waiting', failures = failures + 1, error = $3, stack = $4, run_at = now() + $5 * interval '1 millisecond',
         rung_at = case when $6::boolean then null else now() + $5 * interval '1 millisecond' end,
         life = life + $6::boolean::int, engine_id = case when $6::boolean then id::text || '.' || (life + 1) else engine_id end`,
        [end.error.message, end.error.stack, end.waitMs, end.needsNewLife],
      );
    case 'dead':
      return write(
        `state = 'dead', ended_at = now(), failures = failures + 1, error = $3, stack = $4, reason = $5`,
        [end.error.message, end.error.stack, end.reason],
      );
    case 'returned':
      return write(`state = 'waiting', spent = spent - 1, run_at = now(), rung_at = now()`);
    default:
      return unreachable(end);
  }
}

/** Goes on once they have ended, which may be now. */
const AWAIT_CHILDREN = `
  state = case when exists (
    select 1 from jobs as c where c.parent_id = j.id and c.state in ('waiting', 'active', 'waitingChildren'))
    then 'waitingChildren' else 'waiting' end,
  error = null, stack = null, spent = 0, lost = 0, failures = 0, run_at = now(), rung_at = null, ${NEXT_LIFE}`;

async function writeStartEnd(
  tx: Transaction,
  { id, number }: { readonly id: string; readonly number: number },
  end: JobEnd,
): Promise<void> {
  const error = end.kind === 'failed' || end.kind === 'dead' ? end.error : null;
  await tx.query(
    `update job_starts set ended_at = now(), outcome = $3, error = $4, stack = $5 where job_id = $1 and number = $2`,
    [id, number, end.kind, error?.message ?? null, error?.stack ?? null],
  );
}

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
