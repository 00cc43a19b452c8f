import { firstIdAt } from '../../../platform/database/clock.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { CHANNELS, LANES, type Channel, type Lane } from '../domain/states.ts';

/** How much is to do on a channel, in a lane. */
export interface Load {
  channel: Channel;
  lane: Lane;
  /** Due now. */
  waiting: number;
  /** For later: scheduled, held back, to be tried again, or to be gathered. */
  delayed: number;
  /** Being sent. */
  active: number;
}

/**
 * What is to do for an organization. What is queued is found by channel, lane and organization, as the index begins; what
 * is being sent has a lease.
 */
export function listLoadsOf(tx: Transaction, organizationId: string): Promise<Load[]> {
  return tx.query<Load>(
    `select channel, lane, sum(waiting)::int as waiting, sum(delayed)::int as delayed, sum(active)::int as active
     from (
       select channel, lane, count(*) filter (where run_at <= now()) as waiting,
         count(*) filter (where run_at > now()) as delayed, 0 as active
       from deliveries
       where state = 'queued' and channel = any($2) and lane = any($3) and fair_key = $1 group by channel, lane
       union all
       select channel, lane, 0, 0, count(*) from deliveries
       where lease_until is not null and state = 'sending' and fair_key = $1 group by channel, lane) as parts
     group by channel, lane`,
    [organizationId, CHANNELS, LANES],
  );
}

/** Deliveries of an organization that ended within the last day, by channel and lane. */
export function listEndedOf(
  tx: Transaction,
  organizationId: string,
): Promise<{ channel: Channel; lane: Lane; completed: number; failed: number }[]> {
  return tx.query(
    `select channel, lane, count(*) filter (where state in ('sent', 'delivered'))::int as completed,
       count(*) filter (where state = 'failed')::int as failed
     from deliveries where organization_id = $1 and final_at > now() - interval '1 day' group by channel, lane`,
    [organizationId],
  );
}

/** How fast a channel of an organization goes: sent a minute over the last five, answers within the last hour. */
export interface Rate {
  channel: Channel;
  perMinute: number;
  latencyMs: { median: number; p95: number } | null;
}

/** How fast the channels of an organization go; those where nothing went out within an hour are left out. */
export function listRatesOf(tx: Transaction, organizationId: string): Promise<Rate[]> {
  return tx.query<Rate>(
    `with recent as (
       select id, channel, final_at from deliveries
       where organization_id = $1 and final_at > now() - interval '1 hour' and state in ('sent', 'delivered')),
     answers as (
       select r.channel, percentile_disc(0.5) within group (order by a.latency_ms) as median,
         percentile_disc(0.95) within group (order by a.latency_ms) as p95
       from recent as r join delivery_attempts as a on a.delivery_id = r.id where a.latency_ms is not null group by r.channel)
     select r.channel, (count(*) filter (where r.final_at > now() - interval '5 minutes') / 5.0)::float8 as "perMinute",
       (select jsonb_build_object('median', median, 'p95', p95) from answers as a where a.channel = r.channel) as "latencyMs"
     from recent as r group by r.channel order by r.channel`,
    [organizationId],
  );
}

/** Messages that are named, where there are many. */
const NAMED = 5;

/**
 * Messages of the last day whose deliveries are not those that were planned (delivery D23): ids begin with their time, so
 * only the last day's rows are read.
 */
export async function findDifferences(
  tx: Transaction,
): Promise<{ count: number; messageIds: string[] }> {
  const rows = await tx.query<{ id: string }>(
    `with recent as (
       select id, planned from messages where id >= ${firstIdAt("now() - interval '1 day'")})
     select id from recent as m
     where m.planned <> (select count(*) from deliveries as d where d.message_id = m.id) order by id`,
  );
  return { count: rows.length, messageIds: rows.slice(0, NAMED).map(({ id }) => id) };
}
