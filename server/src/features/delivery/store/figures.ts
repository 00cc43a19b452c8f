import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, Lane } from '../domain/states.ts';

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

const LOADS = `
  select channel, lane, count(*) filter (where state = 'queued' and run_at <= now())::int as waiting,
    count(*) filter (where state = 'queued' and run_at > now())::int as delayed,
    count(*) filter (where state = 'sending')::int as active
  from deliveries where state in ('queued', 'sending')`;

/** What is to do in the whole instance. */
export function listLoads(tx: Transaction): Promise<Load[]> {
  return tx.query<Load>(`${LOADS} group by channel, lane`);
}

/** What is to do for an organization. */
export function listLoadsOf(tx: Transaction, organizationId: string): Promise<Load[]> {
  return tx.query<Load>(`${LOADS} and organization_id = $1 group by channel, lane`, [
    organizationId,
  ]);
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

/** Age in seconds of the oldest delivery that is due and not paused, or unplanned message; of one organization when named. */
export async function readOverdueS(tx: Transaction, organizationId?: string): Promise<number> {
  const [row] = await tx.query<{ overdueS: number }>(
    `select extract(epoch from now() - least(
       (select min(run_at) from deliveries as d where state = 'queued' and run_at <= now()
          and ($1::uuid is null or fair_key = $1) and not exists (
            select 1 from delivery_pauses as p where (p.organization_id is null or p.organization_id = d.fair_key)
              and (p.channel is null or p.channel = d.channel))),
       (select min(created_at) from messages where fanout_state = 'waiting' and cancelled_at is null
          and ($1::uuid is null or organization_id = $1))))::float8 as "overdueS"`,
    [organizationId ?? null],
  );
  return row?.overdueS ?? 0;
}

/**
 * Messages of the last day whose deliveries are not those that were planned (delivery D23): ids begin with their time, so
 * only the last day's rows are read.
 */
export async function countDifferences(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with recent as (
       select id, planned from messages where id >= rpad(lpad(to_hex(
         (extract(epoch from now() - interval '1 day') * 1000)::bigint), 12, '0'), 32, '0')::uuid)
     select count(*)::int as count from recent as m
     where m.planned <> (select count(*) from deliveries as d where d.message_id = m.id)`,
  );
  return row?.count ?? 0;
}
