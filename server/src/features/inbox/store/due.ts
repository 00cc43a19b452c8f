import type { Transaction } from '../../../platform/database/database.ts';
import { listCandidates } from './candidates.ts';

/** A delivery for an inbox whose time has come. */
export interface DueDelivery {
  id: string;
  organizationId: string | null;
  recipientId: string | null;
  messageId: string;
  type: string;
  content: Record<string, unknown>;
  /** Of its reader. */
  locale: string;
  /** Null: the newest texts of its template count. */
  templateVersion: number | null;
  boardId: string | null;
  itemId: string | null;
  actorId: string | null;
  /** Nobody wants to read it any more. */
  isExpired: boolean;
  /** Whoever left the organization has no inbox in it. */
  isMember: boolean;
  /** Its entry stands already, by another delivery of the message. */
  isThere: boolean;
  lane: 'critical' | 'high' | 'normal' | 'bulk';
  /** Since the message was accepted, or since the time that it was scheduled for. */
  latencyS: number;
}

/** How a delivery ended without an attempt: an entry in an inbox needs nobody's answer. */
export interface EndedDelivery {
  id: string;
  state: 'delivered' | 'expired' | 'suppressed';
  reason: string | null;
  /** The choice behind it, where it is another one than when it was planned (delivery D24). */
  decided?: unknown;
}

/**
 * Locks due deliveries with their messages and answers them, the most urgent first; what another worker, a cancellation or a
 * fan-out has at hand is left for the next look. Members of digests and what somebody paused wait.
 */
export async function takeDue(
  tx: Transaction,
  limit: number,
  messageId: string | null = null,
): Promise<DueDelivery[]> {
  const wanted = messageId === null ? await listCandidates(tx, limit) : [messageId];
  if (wanted.length === 0) return [];
  return tx.query<DueDelivery>(
    `select d.id, d.organization_id as "organizationId", d.recipient_id as "recipientId", d.message_id as "messageId",
       m.template_key as type, m.payload as content, d.locale,
       m.template_version as "templateVersion", (m.subject->>'boardId')::uuid as "boardId",
       (m.subject->>'itemId')::uuid as "itemId",
       case when m.actor->>'kind' = 'user' then (m.actor->>'id')::uuid end as "actorId",
       coalesce(d.expires_at <= now(), false) as "isExpired",
       exists (select 1 from memberships as s where s.organization_id = d.organization_id and s.user_id = d.recipient_id)
         as "isMember",
       exists (select 1 from inbox_items as i where i.organization_id = d.organization_id and i.user_id = d.recipient_id
         and i.message_id = d.message_id) as "isThere", d.lane,
       greatest(0, extract(epoch from clock_timestamp() - greatest(m.created_at, m.scheduled_at)))::float8 as "latencyS"
     from deliveries as d join messages as m on m.id = d.message_id
     where d.channel = 'inApp' and d.state = 'queued' and d.run_at <= now() and m.cancelled_at is null
       and ${messageId === null ? 'd.id' : 'd.message_id'} = any($2::uuid[])
       and (d.hold is null or d.hold not in ('digest', 'paused'))
       and not exists (select 1 from delivery_pauses as p
         where (p.organization_id is null or p.organization_id = d.organization_id)
           and (p.channel is null or p.channel = 'inApp'))
     order by array_position(array['critical', 'high', 'normal', 'bulk'], d.lane), d.run_at, d.id limit $1
     for update of d skip locked for share of m skip locked`,
    [limit, wanted],
  );
}

/** Ends deliveries that `takeDue` locked. */
export async function endDeliveries(
  tx: Transaction,
  ended: readonly EndedDelivery[],
): Promise<void> {
  await tx.query(
    `update deliveries as d set state = e.state, reason = e.reason, decided = coalesce(e.decided, d.decided), hold = null,
       lease_until = null, leased_by = null, fence = d.fence + 1, final_at = now()
     from jsonb_to_recordset($1::jsonb) as e (id uuid, state text, reason text, decided jsonb) where d.id = e.id`,
    [JSON.stringify(ended)],
  );
}
