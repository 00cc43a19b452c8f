import type { Transaction } from '../../../platform/database/database.ts';
import type { UncertainPolicy } from '../domain/settle.ts';
import type { Channel } from '../domain/states.ts';

/** A delivery whose sender gave no sign of life in time. */
export interface Lapsed {
  id: string;
  fence: number;
  /** As the database writes it; the same on two looks means that nobody renewed it. */
  leaseUntil: string;
  channel: Channel;
  policy: UncertainPolicy;
  /** The attempt that was under way, counted from the last redrive. */
  attempt: number;
}

/** How long a delivery is due before it goes with the next more urgent lane (delivery D10). */
const LIFT_AFTER = "interval '5 minutes'";
/** Of one organization on one channel, at a time: a backlog of hours must not stand before everybody's urgent ones. */
const LIFTED_MAX = 10;

/** Deliveries that are being sent by the row, and whose lease is over by the database's clock. */
export function listLapsed(tx: Transaction, limit: number): Promise<Lapsed[]> {
  return tx.query<Lapsed>(
    `select id, fence::int as fence, lease_until::text as "leaseUntil", channel, policy, attempt - redriven_after as attempt
     from deliveries
     where lease_until < now() and state = 'sending' order by lease_until limit $1`,
    [limit],
  );
}

/** Outdoes the senders of those that nobody renewed since; answers the ids, whose fence is one more now. */
export async function outdo(tx: Transaction, lapsed: readonly Lapsed[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update deliveries as d set fence = d.fence + 1
     from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as l (id, fence, lease_until)
     where d.id = l.id and d.fence = l.fence and d.lease_until = l.lease_until and d.state = 'sending' returning d.id`,
    [
      lapsed.map(({ id }) => id),
      lapsed.map(({ fence }) => fence),
      lapsed.map(({ leaseUntil }) => leaseUntil),
    ],
  );
  return rows.map(({ id }) => id);
}

/**
 * Takes the oldest of what waits too long one lane further, once, and never into the critical one: a few of each
 * organization, and nothing that is paused. Answers how many went.
 */
export async function liftOverdue(tx: Transaction): Promise<number> {
  const rows = await tx.query(
    `with recursive keys as (
       (select channel, lane, fair_key from deliveries where state = 'queued' order by channel, lane, fair_key limit 1)
       union all
       select n.channel, n.lane, n.fair_key from keys as k cross join lateral (
         select d.channel, d.lane, d.fair_key from deliveries as d
         where d.state = 'queued' and (d.channel, d.lane, d.fair_key) > (k.channel, k.lane, k.fair_key)
         order by d.channel, d.lane, d.fair_key limit 1) as n),
     overdue as materialized (
       select o.id from keys as k cross join lateral (
         select id from deliveries as d
         where d.channel = k.channel and d.lane = k.lane and d.fair_key = k.fair_key and d.state = 'queued'
           and d.lifted_at is null and d.run_at < now() - ${LIFT_AFTER} and (d.lease_until is null or d.lease_until < now())
         order by d.run_at, d.id
         limit greatest(0, ${LIFTED_MAX} - (
           select count(*) from deliveries as l
           where l.channel = k.channel and l.fair_key = k.fair_key and l.state = 'queued' and l.lifted_at is not null))
         for update skip locked) as o
       where k.lane in ('normal', 'bulk') and not exists (
         select 1 from delivery_pauses as p where (p.organization_id is null or p.organization_id = k.fair_key)
           and (p.channel is null or p.channel = k.channel)))
     update deliveries as d set lifted_at = now(), lane = case lane when 'bulk' then 'normal' else 'high' end
     from overdue as o where d.id = o.id returning d.id`,
  );
  return rows.length;
}

const SECRETS_SIZE = 500;

/**
 * Forgets the secrets of messages whose deliveries are all over: links that let somebody in are kept no longer. Those that
 * somebody may send again are not over.
 */
export async function forgetSecrets(tx: Transaction): Promise<number> {
  const rows = await tx.query(
    `update messages set payload_sealed = null where id = any(array(
       select id from messages as m where m.payload_sealed is not null
         and (m.fanout_state = 'done' or m.cancelled_at is not null) and not exists (
           select 1 from deliveries as d
           where d.message_id = m.id and (d.state in ('queued', 'sending', 'uncertain')
             or exists (select 1 from dead_letters as l where l.delivery_id = d.id and l.ended_at is null)))
       order by id limit ${SECRETS_SIZE}))
     returning id`,
  );
  return rows.length;
}
