import type { Transaction } from '../../../platform/database/database.ts';

/** The longest wait between two tries to plan a message. */
const MAX_WAIT_S = 300;

/**
 * Notes that a message could not be planned: it waits a second, then twice as long each time, and after `maxFailures` in a
 * row nobody tries any more (SPEC D6). Null when somebody else noted the same failure, or it is planned by now.
 */
export async function noteUnplanned(
  tx: Transaction,
  messageId: string,
  { problem, maxFailures }: { problem: string; maxFailures: number },
): Promise<{ failures: number; isParked: boolean } | null> {
  const [row] = await tx.query<{ failures: number; isParked: boolean }>(
    `update messages set plan_failures = plan_failures + 1, plan_problem = $2,
       fanout_state = case when plan_failures + 1 >= $3 then 'parked' else 'waiting' end,
       parked_at = case when plan_failures + 1 >= $3 then now() end,
       plan_after = case when plan_failures + 1 < $3
         then now() + make_interval(secs => least(${MAX_WAIT_S}, power(2, least(plan_failures, 16)))) end
     where id = $1 and fanout_state = 'waiting' and cancelled_at is null and plan_after is null
     returning plan_failures as failures, fanout_state = 'parked' as "isParked"`,
    [messageId, problem, maxFailures],
  );
  return row ?? null;
}

/** Messages of one round that are tried again. */
const AGAIN_SIZE = 1_000;

/** Lets messages be planned whose wait is over; answers how many. */
export async function releaseUnplanned(tx: Transaction): Promise<number> {
  const rows = await tx.query(
    `update messages set plan_after = null where id = any(array(
       select id from messages where plan_after <= now() order by plan_after limit ${AGAIN_SIZE} for update skip locked))
     returning 1`,
  );
  return rows.length;
}
