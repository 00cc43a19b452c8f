import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, Lane } from '../domain/states.ts';

/** Organizations by what they take of a channel, so that a flood is told from what it holds up (SPEC D9). */
export type OrganizationClass = 'noisy' | 'normal';

/** How much is to do on a channel, in a lane, for the organizations of a class. */
export interface ClassLoad {
  channel: Channel;
  lane: Lane;
  class: OrganizationClass;
  /** Due now. */
  waiting: number;
  /** For later. */
  delayed: number;
  /** Being sent. */
  active: number;
}

/** Fewer due deliveries of an organization on a channel are no flood. */
const NOISY_FROM = 100;
/** An organization with this share of what is due on a channel is noisy there. */
const NOISY_SHARE = 0.1;

/**
 * What is to do in the whole instance. An organization is `noisy` on a channel while at least 100 of its deliveries are due
 * there, and these are a tenth or more of all that are; every other one is `normal`.
 */
export function listLoads(tx: Transaction): Promise<ClassLoad[]> {
  return tx.query<ClassLoad>(
    `with parts as (
       select channel, lane, fair_key, count(*) filter (where run_at <= now()) as waiting,
         count(*) filter (where run_at > now()) as delayed, 0 as active
       from deliveries where state = 'queued' group by channel, lane, fair_key
       union all
       select channel, lane, fair_key, 0, 0, count(*) from deliveries
       where lease_until is not null and state = 'sending' group by channel, lane, fair_key),
     classes as (
       select channel, fair_key, case when sum(waiting) >= $1 and sum(waiting) >= $2 * sum(sum(waiting)) over (partition by channel)
         then 'noisy' else 'normal' end as class
       from parts group by channel, fair_key)
     select channel, lane, class, sum(waiting)::int as waiting, sum(delayed)::int as delayed, sum(active)::int as active
     from parts join classes using (channel, fair_key) group by channel, lane, class`,
    [NOISY_FROM, NOISY_SHARE],
  );
}

/** Open dead letters of the whole instance by channel; messages that nobody could plan have none. */
export function countDeadLettersByChannel(
  tx: Transaction,
): Promise<{ channel: Channel | 'none'; count: number }[]> {
  return tx.query(
    `select d.channel, count(*)::int as count from dead_letters as l join deliveries as d on d.id = l.delivery_id
     where l.ended_at is null group by d.channel
     union all
     select 'none', count(*)::int from messages where fanout_state = 'parked'`,
  );
}
