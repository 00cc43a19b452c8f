import type { Transaction } from '../../../platform/database/database.ts';
import { STAND, type Stand } from './stand.ts';

/** What decides about the calls of an endpoint. */
export interface GateRow {
  id: string;
  organizationId: string;
  isEnabled: boolean;
  isOrdered: boolean;
  callsPerMinute: number | null;
  /** Nothing has arrived there lately. */
  isFailing: boolean;
  actsFor: Stand | null;
}

/** A delivery that is next in line at its endpoint. */
export interface Head {
  hash: string;
  id: string;
  runAt: string;
}

/** Locks endpoints until the claims are calls, so that two workers do not count past each other. */
export function lockEndpoints(tx: Transaction, ids: readonly string[]): Promise<GateRow[]> {
  return tx.query<GateRow>(
    `select id, organization_id as "organizationId", state = 'enabled' as "isEnabled", is_ordered as "isOrdered",
       calls_per_minute as "callsPerMinute", failing_since is not null as "isFailing", ${STAND} as "actsFor"
     from webhook_endpoints as w where id = any($1) order by id for update of w`,
    [ids],
  );
}

/** Calls in flight, by the hash of the endpoint. */
export async function countInFlight(
  tx: Transaction,
  hashes: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ hash: string; count: number }>(
    `select encode(address_hash, 'hex') as hash, count(*)::int as count from deliveries
     where channel = 'webhook' and state = 'sending'
       and address_hash in (select decode(unnest($1::text[]), 'hex')) group by address_hash`,
    [hashes],
  );
  return new Map(rows.map(({ hash, count }) => [hash, count]));
}

/** Endpoints that are called though nothing arrives there. */
export async function listFailing(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from webhook_endpoints where failing_since is not null and state = 'enabled'`,
  );
  return rows.map(({ id }) => id);
}

/** The oldest unfinished delivery of each endpoint: messages have ids in the order of what happened. */
export function listHeads(tx: Transaction, hashes: readonly string[]): Promise<Head[]> {
  return tx.query<Head>(
    `select h.hash, d.id, d.run_at as "runAt" from unnest($1::text[]) as h (hash) cross join lateral (
       select id, run_at from deliveries
       where channel = 'webhook' and state in ('queued', 'sending', 'uncertain')
         and address_hash = decode(h.hash, 'hex')
       order by message_id, id limit 1) as d`,
    [hashes],
  );
}

/** Whether something that happened before a delivery's message has no deliveries yet. */
export async function hasEarlierFanOut(
  tx: Transaction,
  {
    organizationId,
    endpointId,
    messageId,
  }: { organizationId: string; endpointId: string; messageId: string },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from messages where fanout_state = 'waiting' and organization_id = $1 and id < $2
       and cancelled_at is null and recipients @> $3::jsonb limit 1`,
    [organizationId, messageId, JSON.stringify([{ endpointId }])],
  );
  return rows.length > 0;
}

/** Takes the next call of a slowed endpoint; answers when there is one, or null when it is now (GCRA without a burst). */
export async function takeCall(
  tx: Transaction,
  { endpointId, callsPerMinute }: { endpointId: string; callsPerMinute: number },
): Promise<Date | null> {
  const scope = `webhook endpoint ${endpointId}`;
  const rows = await tx.query(
    `insert into rate_buckets as b (scope, next_free_at) values ($1, now() + make_interval(secs => 60.0 / $2::int))
     on conflict (scope) do update set next_free_at = now() + make_interval(secs => 60.0 / $2::int)
       where b.next_free_at <= now() returning scope`,
    [scope, callsPerMinute],
  );
  if (rows.length > 0) return null;
  const [bucket] = await tx.query<{ at: string }>(
    'select next_free_at as at from rate_buckets where scope = $1',
    [scope],
  );
  return new Date(bucket?.at ?? Date.now());
}

/** Where the messages of deliveries happened, and what they tell. */
export function listSubjects(
  tx: Transaction,
  messageIds: readonly string[],
): Promise<{ messageId: string; boardId: string | null; type: string }[]> {
  return tx.query(
    `select id as "messageId", subject->>'boardId' as "boardId", payload->'body'->>'type' as type
     from messages where id = any($1)`,
    [messageIds],
  );
}

/** The moment that it is, however long the transaction waited, by the clock that all times of deliveries are of (delivery D5). */
export async function readClock(tx: Transaction): Promise<Date> {
  const [row] = await tx.query<{ now: string }>('select clock_timestamp() as now');
  return new Date(row?.now ?? Date.now());
}

/** A claim that is not to be a call at all. */
export interface EndedClaim {
  id: string;
  fence: number;
  reason: 'endpointDisabled' | 'endpointDeleted' | 'cannotSee';
}

/** Ends claims before they are calls. */
export async function endClaims(tx: Transaction, ends: readonly EndedClaim[]): Promise<void> {
  await tx.query(
    `update deliveries as d set state = 'suppressed', reason = e.reason, decided = jsonb_build_object('rule', e.reason),
       hold = null, lease_until = null, leased_by = null, final_at = now()
     from jsonb_to_recordset($1::jsonb) as e (id uuid, fence bigint, reason text)
     where d.id = e.id and d.fence = e.fence and d.state = 'queued'`,
    [JSON.stringify(ends)],
  );
}

/** Rows of one look that are laid aside: more would hold their locks for long. */
const PARK_SIZE = 1_000;

/**
 * Lays what else is due for crowded endpoints aside, all but some, so that no look takes it up only to lay it back. A call
 * that ends wakes the next ones; the time is for wakes that were lost.
 */
export async function parkRest(
  tx: Transaction,
  { hashes, but, forMs }: { hashes: readonly string[]; but: readonly string[]; forMs: number },
): Promise<void> {
  await tx.query(
    `update deliveries set hold = 'throttled', run_at = now() + make_interval(secs => $2 / 1000.0) where id = any(array(
       select id from deliveries
       where channel = 'webhook' and state = 'queued' and run_at <= now()
         and address_hash in (select decode(unnest($1::text[]), 'hex'))
         and (lease_until is null or lease_until < now()) and id <> all($3)
       limit ${PARK_SIZE} for update skip locked))`,
    [hashes, forMs, but],
  );
}

/**
 * Lets the next calls of the endpoints of these go at once, in the order of what happened: there is a place for them.
 * One that was put off without a call leaves none, and would wake the next, which is put off likewise.
 */
export async function wakeNext(
  tx: Transaction,
  { ids, count }: { ids: readonly string[]; count: number },
): Promise<void> {
  await tx.query(
    `update deliveries set run_at = now() where id = any(array(
       select next.id from (select distinct address_hash from deliveries
         where id = any($1) and hold is distinct from 'throttled') as ended cross join lateral (
         select id from deliveries where channel = 'webhook' and state = 'queued' and hold = 'throttled'
           and address_hash = ended.address_hash and run_at > now()
         order by message_id, id limit $2 for update skip locked) as next))`,
    [ids, count],
  );
}
