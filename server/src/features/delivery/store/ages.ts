import type { Transaction } from '../../../platform/database/database.ts';
import type { ChannelRates } from '../domain/channel-rates.ts';
import { CHANNELS, INSTANCE_KEY, LANES, type Channel, type Lane } from '../domain/states.ts';

/** How long the oldest delivery of a lane has been due, in seconds. */
export interface Age {
  channel: Channel;
  lane: Lane;
  ageS: number;
}

/** Whose deliveries: everybody's, walking from one organization to the next by the index. */
const ALL_KEYS = `
  with recursive keys as (
    (select channel, lane, fair_key from deliveries where state = 'queued' order by channel, lane, fair_key limit 1)
    union all
    select n.channel, n.lane, n.fair_key from keys as k cross join lateral (
      select d.channel, d.lane, d.fair_key from deliveries as d
      where d.state = 'queued' and (d.channel, d.lane, d.fair_key) > (k.channel, k.lane, k.fair_key)
      order by d.channel, d.lane, d.fair_key limit 1) as n)`;
/** Those of one organization. */
const OWN_KEYS = `
  with keys as (
    select channel, lane, $4::uuid as fair_key from unnest($5::text[]) as channel cross join unnest($6::text[]) as lane)`;

/**
 * Ages of what nobody has begun to send though it could be (delivery D20). What somebody paused does not count, and what
 * waits for a rate counts from the moment at which there was a token for it: with rates alone nothing gets old, and when
 * nobody takes the tokens, everything does.
 */
export function listAges(
  tx: Transaction,
  rates: Readonly<Record<Channel, ChannelRates>>,
  organizationId: string | null = null,
): Promise<Age[]> {
  const limits = CHANNELS.map((channel) => rates[channel]);
  const values = [
    CHANNELS,
    limits.map(({ provider }) => leadOf(provider)),
    limits.map(({ organization }) => leadOf(organization)),
  ];
  const keys = organizationId === null ? ALL_KEYS : OWN_KEYS;
  return tx.query<Age>(
    `${keys}, leads as (select * from unnest($1::text[], $2::float8[], $3::float8[]) as l (channel, provider_ms, organization_ms)),
     oldest as (
       select k.channel, k.lane, greatest(o.run_at, t.free_at) as since from keys as k join leads using (channel)
       cross join lateral (
         select run_at from deliveries as d where d.state = 'queued' and d.channel = k.channel and d.lane = k.lane
           and d.fair_key = k.fair_key and d.run_at <= now() order by d.run_at limit 1) as o
       left join lateral (
         select max(b.next_free_at - make_interval(secs => w.ms / 1000.0)) as free_at from rate_buckets as b join (values
           (k.channel || ' all', leads.provider_ms),
           (k.channel || ' organization ' || k.fair_key, leads.organization_ms)) as w (scope, ms) on b.scope = w.scope
         where w.ms is not null and k.lane <> 'critical' and k.fair_key <> '${INSTANCE_KEY}') as t on true
       where not exists (
         select 1 from delivery_pauses as p where (p.organization_id is null or p.organization_id = k.fair_key)
           and (p.channel is null or p.channel = k.channel)))
     select channel, lane, extract(epoch from now() - min(since))::float8 as "ageS" from oldest
     where since <= now() group by channel, lane`,
    organizationId === null ? values : [...values, organizationId, CHANNELS, LANES],
  );
}

/** How far a bucket may be ahead of the clock and still have a token, as the rate's algorithm says. */
function leadOf(rate: ChannelRates['provider']): number | null {
  return rate === undefined ? null : (rate.perMs / rate.count) * (Math.max(1, rate.burst) - 1);
}

/** Age in seconds of the oldest message that nobody has planned; 0 when there is none. */
export async function readUnplannedS(
  tx: Transaction,
  organizationId: string | null = null,
): Promise<number> {
  const [row] = await tx.query<{ ageS: number | null }>(
    `select extract(epoch from now() - min(created_at))::float8 as "ageS" from messages
     where fanout_state = 'waiting' and cancelled_at is null and plan_after is null and ($1::uuid is null or organization_id = $1)`,
    [organizationId],
  );
  return Math.max(0, row?.ageS ?? 0);
}
