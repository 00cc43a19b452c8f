import type { Transaction } from '../../../platform/database/database.ts';
import type { ClaimedDelivery } from './claims.ts';
import { followCarriers } from './digests.ts';
import type { FanOut } from './fan-outs.ts';

/** A message of deliveries that are about to be sent. */
export type ClaimedMessage = Omit<FanOut, 'recipients' | 'cursor'>;

/** A delivery that somebody has claimed, or that is a line of one; without a fence it is not claimed by itself. */
export interface Held {
  id: string;
  fence: number | null;
}

/** Messages of these deliveries that were not cancelled. */
export function loadMessages(
  tx: Transaction,
  messageIds: readonly string[],
): Promise<ClaimedMessage[]> {
  return tx.query<ClaimedMessage>(
    `select id, organization_id as "organizationId", category, channels, subject, priority as lane,
       scheduled_at as "scheduledAt", expires_at as "expiresAt", folds_until as "foldsUntil", is_sandboxed as "isSandboxed"
     from messages where id = any($1) and cancelled_at is null`,
    [messageIds],
  );
}

/** Ends deliveries that are not to be sent after all, with what decided that now. */
export async function endHeld(
  tx: Transaction,
  ends: readonly (Held & {
    state: 'suppressed' | 'expired';
    reason: string;
    decided: unknown;
  })[],
): Promise<void> {
  await tx.query(
    `update deliveries as d set state = e.state, reason = e.reason, decided = e.decided, hold = null, lease_until = null,
       leased_by = null, final_at = now()
     from jsonb_to_recordset($1::jsonb) as e (id uuid, fence bigint, state text, reason text, decided jsonb)
     where d.id = e.id and d.state = 'queued' and d.fence = coalesce(e.fence, d.fence)`,
    [JSON.stringify(ends)],
  );
  await followCarriers(
    tx,
    ends.map(({ id }) => id),
  );
}

/** Lays claimed deliveries back until their time, or as they were due, which is no attempt (delivery D13, D15). */
export async function layBack(
  tx: Transaction,
  waits: readonly (Held & {
    hold: 'quiet' | 'throttled' | 'digest';
    runAt: Date | null;
    digestId?: string | null;
  })[],
): Promise<void> {
  const rows = waits.map(({ id, fence, hold, runAt, digestId = null }) => ({
    id,
    fence,
    hold,
    run_at: runAt,
    digest_id: digestId,
  }));
  await tx.query(
    `update deliveries as d set hold = w.hold, run_at = coalesce(w.run_at, d.run_at), digest_id = coalesce(w.digest_id, d.digest_id),
       lease_until = null, leased_by = null
     from jsonb_to_recordset($1::jsonb) as w (id uuid, fence bigint, hold text, run_at timestamptz, digest_id uuid)
     where d.id = w.id and d.state = 'queued' and d.fence = coalesce(w.fence, d.fence)`,
    [JSON.stringify(rows)],
  );
}

/** Past what an organization may call critical, its deliveries go as high (delivery D10). */
export async function makeHigh(
  tx: Transaction,
  claims: readonly { id: string; fence: number }[],
): Promise<void> {
  if (claims.length === 0) return;
  await tx.query(
    `update deliveries as d set lane = 'high', lease_until = null, leased_by = null
     from unnest($1::uuid[], $2::bigint[]) as c (id, fence)
     where d.id = c.id and d.fence = c.fence and d.state = 'queued'`,
    [claims.map(({ id }) => id), claims.map(({ fence }) => fence)],
  );
}

/** Deliveries of one recipient that are put off at once; the next ones are when they are claimed. */
const PARK_SIZE = 1_000;

/** Somebody who has had enough for now: from `fromMs` on, by the database's clock, there is a token each interval. */
export interface Parked {
  claim: ClaimedDelivery;
  fromMs: number;
  intervalMs: number;
}

/**
 * Puts off what was claimed for recipients without a token, and what else is due for them in the lane, each to a time of its
 * own: claimed together again and again, they would cost more than what is sent.
 */
export async function parkRecipients(tx: Transaction, parked: readonly Parked[]): Promise<void> {
  if (parked.length === 0) return;
  const byRecipient = new Map(parked.map((each) => [each.claim.addressHash, each]));
  const recipients = [...byRecipient.values()].map(({ claim, fromMs, intervalMs }) => ({
    channel: claim.channel,
    lane: claim.lane,
    fair_key: claim.fairKey,
    hash: claim.addressHash,
    from_ms: fromMs,
    interval_ms: intervalMs,
  }));
  await tx.query(
    `with waiting as (
       select w.id, r.from_ms, r.interval_ms, row_number() over (partition by r.hash order by w.run_at, w.id) - 1 as place
       from jsonb_to_recordset($1::jsonb) as r (channel text, lane text, fair_key uuid, hash text, from_ms float8,
         interval_ms float8) cross join lateral (
         select d.id, d.run_at from deliveries as d
         where d.channel = r.channel and d.lane = r.lane and d.fair_key = r.fair_key and d.state = 'queued'
           and d.run_at <= now() and d.address_hash = decode(r.hash, 'hex')
           and (d.id = any($2) or d.lease_until is null or d.lease_until < now())
         order by d.run_at, d.id limit ${PARK_SIZE} for update skip locked) as w)
     update deliveries as d set hold = 'throttled', lease_until = null, leased_by = null,
       run_at = to_timestamp((w.from_ms + w.place * w.interval_ms) / 1000.0)
     from waiting as w where d.id = w.id`,
    [JSON.stringify(recipients), parked.map(({ claim }) => claim.id)],
  );
}
