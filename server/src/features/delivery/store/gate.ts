import type { Transaction } from '../../../platform/database/database.ts';
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

/** Lays claimed deliveries back until their time, which is no attempt (delivery D13, D15). */
export async function layBack(
  tx: Transaction,
  waits: readonly (Held & {
    hold: 'quiet' | 'throttled' | 'digest';
    runAt: Date;
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
    `update deliveries as d set hold = w.hold, run_at = w.run_at, digest_id = coalesce(w.digest_id, d.digest_id),
       lease_until = null, leased_by = null
     from jsonb_to_recordset($1::jsonb) as w (id uuid, fence bigint, hold text, run_at timestamptz, digest_id uuid)
     where d.id = w.id and d.state = 'queued' and d.fence = coalesce(w.fence, d.fence)`,
    [JSON.stringify(rows)],
  );
}
