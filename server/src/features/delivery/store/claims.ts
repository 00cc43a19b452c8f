import type { Transaction } from '../../../platform/database/database.ts';
import type { UncertainPolicy } from '../domain/settle.ts';
import type { Channel, Lane } from '../domain/states.ts';
import { followCarriers } from './digests.ts';

/** Who claims, and for how long without a sign of life (delivery D7). */
export interface Claimer {
  workerId: string;
  leaseMs: number;
}

/** An organization with due work in a lane. */
export interface DueShare {
  lane: Lane;
  key: string;
  /** Due deliveries, counted up to the limit that was asked for. */
  due: number;
}

/** A delivery that this worker may send until its fence is outdone. */
export interface ClaimedDelivery {
  id: string;
  messageId: string;
  organizationId: string | null;
  fairKey: string;
  recipientId: string | null;
  channel: Channel;
  lane: Lane;
  /** In hexadecimal. */
  addressHash: string;
  addressSealed: string | null;
  locale: string;
  /** When it was due, in milliseconds since 1970. */
  runAtMs: number;
  /** Attempts before this one. */
  attempt: number;
  /** Of those, the ones before it was sent again by hand. */
  redrivenAfter: number;
  policy: UncertainPolicy;
  fence: number;
  /** The digest that it is the carrier of. */
  carriesDigestId: string | null;
  /** It is captured instead of sent. */
  isSandboxed: boolean;
}

/** A lease that has run out counts as none: nothing was sent yet, or the row would be `sending` (delivery D9). */
const IS_CLAIMABLE = `state = 'queued' and run_at <= now() and (lease_until is null or lease_until < now())`;
/** An administrator has stopped the organization, the channel, or everything; an organization is told by its key. */
const isPaused = (key: string) => `exists (select 1 from delivery_pauses as p
  where (p.organization_id is null or p.organization_id = ${key}) and (p.channel is null or p.channel = $1))`;

/**
 * Organizations with due work in a lane, or in each of several, at most `limit` deliveries of each counted. It walks from one
 * organization to the next by the index, so that a hundred thousand rows of one cost as little as ten.
 */
export function listDue(
  tx: Transaction,
  { channel, lane, limit }: { channel: Channel; lane: Lane | readonly Lane[]; limit: number },
): Promise<DueShare[]> {
  return tx.query<DueShare>(
    `with recursive keys as (
       select lane, (select d.fair_key from deliveries as d
         where d.channel = $1 and d.lane = l.lane and d.state = 'queued' order by d.fair_key limit 1) as fair_key
       from unnest($2::text[]) as l (lane)
       union all
       select k.lane, (select d.fair_key from deliveries as d
         where d.channel = $1 and d.lane = k.lane and d.state = 'queued' and d.fair_key > k.fair_key
         order by d.fair_key limit 1)
       from keys as k where k.fair_key is not null)
     select k.lane, k.fair_key as key, c.due from keys as k cross join lateral (
       select count(*)::int as due from (
         select 1 from deliveries where channel = $1 and lane = k.lane and fair_key = k.fair_key and ${IS_CLAIMABLE}
         order by run_at, id limit $3) as first) as c
     where k.fair_key is not null and c.due > 0 and not ${isPaused('k.fair_key')}`,
    [channel, [lane].flat(), limit],
  );
}

/**
 * Claims as many due deliveries of each organization as its share says, in the order of their time (delivery D5). They are
 * chosen once, before any is changed: chosen again amid the update, the limit would count from the next ones.
 */
export function claim(
  tx: Transaction,
  { workerId, leaseMs }: Claimer,
  { channel, lane, shares }: { channel: Channel; lane: Lane; shares: ReadonlyMap<string, number> },
): Promise<ClaimedDelivery[]> {
  return tx.query<ClaimedDelivery>(
    `with due as materialized (
       select first.id from unnest($3::uuid[], $6::int[]) as share (key, slots) cross join lateral (
         select id from deliveries where channel = $1 and lane = $2 and fair_key = share.key and ${IS_CLAIMABLE}
         order by run_at, id limit share.slots for update skip locked) as first
       where not ${isPaused('share.key')})
     update deliveries as d set lease_until = now() + make_interval(secs => $5 / 1000.0), leased_by = $4, fence = fence + 1
     from due where d.id = due.id
     returning d.id, d.message_id as "messageId", d.organization_id as "organizationId", d.fair_key as "fairKey",
       d.recipient_id as "recipientId", d.channel, d.lane, encode(d.address_hash, 'hex') as "addressHash",
       d.address_sealed as "addressSealed", d.locale, extract(epoch from d.run_at)::float8 * 1000 as "runAtMs", d.attempt,
       d.redriven_after as "redrivenAfter", d.policy, d.fence::int as fence,
       d.carries_digest_id as "carriesDigestId",
       (select is_sandboxed from messages as m where m.id = d.message_id) as "isSandboxed"`,
    [channel, lane, [...shares.keys()], workerId, leaseMs, [...shares.values()]],
  );
}

/** What keeps a claimed delivery from being sent after all. */
export type Obstacle = { id: string; state: 'cancelled' | 'expired' };

/**
 * Turns claims into attempts, before the first byte leaves: those of cancelled messages end as cancelled (delivery D17),
 * those whose time is over as expired, the others are `sending` with an attempt row each. The transaction holds their
 * messages (holdMessages): a cancellation that comes meanwhile waits, and finds the rows as `sending`.
 */
export async function begin(
  tx: Transaction,
  claims: readonly Pick<ClaimedDelivery, 'id' | 'fence'>[],
): Promise<{ sending: string[]; obstacles: Obstacle[] }> {
  const values = [claims.map(({ id }) => id), claims.map(({ fence }) => fence)];
  const begun = await tx.query<{ id: string }>(
    `with begun as (
       update deliveries as d set state = 'sending', hold = null, reason = null, attempt = attempt + 1
       from unnest($1::uuid[], $2::bigint[]) as c (id, fence), messages as m
       where d.id = c.id and d.fence = c.fence and d.state = 'queued' and m.id = d.message_id
         and m.cancelled_at is null and (d.expires_at is null or d.expires_at > now())
       returning d.id, d.organization_id, d.attempt, d.fence)
     insert into delivery_attempts (delivery_id, organization_id, number, fence)
     select id, organization_id, attempt, fence from begun returning delivery_id as id`,
    values,
  );
  const sending = begun.map(({ id }) => id);
  // Asked only where it is known that something stands in the way, or was taken over.
  const obstacles = begun.length < claims.length ? await endHindered(tx, values) : [];
  return { sending, obstacles };
}

async function endHindered(tx: Transaction, values: readonly unknown[]): Promise<Obstacle[]> {
  const obstacles = await tx.query<Obstacle>(
    `update deliveries as d set lease_until = null, leased_by = null, hold = null, final_at = now(),
       state = case when m.cancelled_at is not null then 'cancelled' else 'expired' end
     from unnest($1::uuid[], $2::bigint[]) as c (id, fence), messages as m
     where d.id = c.id and d.fence = c.fence and d.state = 'queued' and m.id = d.message_id
       and (m.cancelled_at is not null or d.expires_at <= now())
     returning d.id, d.state`,
    values,
  );
  const ended = obstacles.map(({ id }) => id);
  if (ended.length > 0) await followCarriers(tx, ended);
  return obstacles;
}

/** Extends the leases that still hold; answers the ids of those. */
export async function renew(
  tx: Transaction,
  { leaseMs }: Claimer,
  claims: readonly Pick<ClaimedDelivery, 'id' | 'fence'>[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update deliveries as d set lease_until = now() + make_interval(secs => $3 / 1000.0)
     from unnest($1::uuid[], $2::bigint[]) as c (id, fence)
     where d.id = c.id and d.fence = c.fence and d.lease_until is not null returning d.id`,
    [claims.map(({ id }) => id), claims.map(({ fence }) => fence), leaseMs],
  );
  return rows.map(({ id }) => id);
}
