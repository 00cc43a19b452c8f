import type { Transaction } from '../database/database.ts';
import { NEXT_LIFE } from './store-jobs.ts';

/** Which dead jobs are meant. */
export interface DeadFilter {
  ids?: readonly string[] | undefined;
  queue?: string | undefined;
  name?: string | undefined;
  reason?: string | undefined;
}

const MATCHING = `state = 'dead' and ($1::uuid[] is null or id = any($1)) and ($2::text is null or queue = $2)
  and ($3::text is null or name = $3) and ($4::text is null or reason = $4)`;

/** Dead jobs that one statement changes: a call with many more goes on in the next one. */
const AT_ONCE = 10_000;

function valuesOf({ ids, queue, name, reason }: DeadFilter): unknown[] {
  return [ids ?? null, queue ?? null, name ?? null, reason ?? null];
}

/** How many dead jobs are meant. */
export async function countDead(tx: Transaction, filter: DeadFilter): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from jobs where ${MATCHING}`,
    valuesOf(filter),
  );
  return row?.count ?? 0;
}

/** Gives dead jobs a new life with all their tries; of two who ask at once, one does. Answers how many. */
export async function redriveDead(tx: Transaction, filter: DeadFilter): Promise<number> {
  const rows = await tx.query(
    `with chosen as materialized (
       select id from jobs where ${MATCHING} and payload_note is null limit ${AT_ONCE} for update skip locked)
     update jobs as j set state = 'waiting', redrives = redrives + 1, spent = 0, lost = 0, failures = 0, reason = null,
            run_at = now(), rung_at = null, ended_at = null, announced_at = null, progress = null, ${NEXT_LIFE}
       from chosen where j.id = chosen.id returning j.id`,
    valuesOf(filter),
  );
  return rows.length;
}

/** Ends dead jobs for good. Answers how many. */
export async function discardDead(tx: Transaction, filter: DeadFilter): Promise<number> {
  const rows = await tx.query(
    `with chosen as materialized (select id from jobs where ${MATCHING} limit ${AT_ONCE} for update skip locked)
     update jobs as j set state = 'discarded', ended_at = now() from chosen where j.id = chosen.id returning j.id`,
    valuesOf(filter),
  );
  return rows.length;
}
