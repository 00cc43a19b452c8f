import type { Transaction } from '../../../platform/database/database.ts';
import type { UncertainPolicy } from '../domain/settle.ts';
import {
  INSTANCE_KEY,
  type Channel,
  type DeliveryState,
  type Hold,
  type Lane,
} from '../domain/states.ts';

/** What is asked to be sent. */
export interface NewMessage {
  id: string;
  /** Null for messages of the instance. */
  organizationId: string | null;
  category: string;
  templateKey: string;
  /** Null or absent: the newest texts count. */
  templateVersion?: number | null;
  payload: Record<string, unknown>;
  payloadSealed: string | null;
  recipients: unknown;
  channels: readonly Channel[] | null;
  subject: Record<string, string>;
  priority: Lane;
  scheduledAt: Date | null;
  expiresAt: Date | null;
  actor: unknown;
  sourceEventId: string | null;
  traceparent: string | null;
  dedupeKey: string | null;
}

/** One recipient by one channel, decided: also what is not to be sent is a row (delivery D4). */
export interface PlannedDelivery {
  id: string;
  recipientId: string | null;
  channel: Channel;
  addressHash: Buffer;
  addressSealed: string | null;
  locale: string;
  state: Extract<DeliveryState, 'queued' | 'suppressed' | 'expired'>;
  hold: Hold | null;
  reason: string | null;
  decided: unknown;
  lane: Lane;
  runAt: Date | null;
  expiresAt: Date | null;
  maxAttempts: number;
  policy: UncertainPolicy;
  /** The digest that it is to be a line of. */
  digestId?: string | null;
}

/** A message whose recipients are being planned; the row is locked, so that a cancellation comes before or after. */
export interface OpenFanOut {
  id: string;
  organizationId: string | null;
  isCancelled: boolean;
  cursor: string | null;
}

/**
 * The organization is in its sandbox, or the key that asks is. What carries secrets goes to its reader alone, and is no trial:
 * invitations are sent.
 */
const IS_SANDBOXED = `$6::text is null and exists (select 1 from sandboxes where organization_id = $2
  and (is_on or ($13::jsonb->>'kind' = 'apiKey' and $13::jsonb->>'id' = any(api_key_ids::text[]))))`;

/** Adds a message; false when one with its dedupe key is there already. */
export async function insertMessage(tx: Transaction, message: NewMessage): Promise<boolean> {
  const rows = await tx.query(
    `insert into messages (id, organization_id, category, template_key, payload, payload_sealed, recipients, channels,
       subject, priority, scheduled_at, expires_at, actor, source_event_id, traceparent, dedupe_key, template_version,
       is_sandboxed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11, now()), $12, $13::jsonb, $14, $15, $16, $17,
       ${IS_SANDBOXED})
     on conflict do nothing returning id`,
    [
      message.id,
      message.organizationId,
      message.category,
      message.templateKey,
      message.payload,
      message.payloadSealed,
      JSON.stringify(message.recipients),
      message.channels,
      message.subject,
      message.priority,
      message.scheduledAt,
      message.expiresAt,
      JSON.stringify(message.actor),
      message.sourceEventId,
      message.traceparent,
      message.dedupeKey,
      message.templateVersion ?? null,
    ],
  );
  return rows.length === 1;
}

/** Locks a message whose recipients are not all planned yet, or null when there is none left of that id. */
export async function openFanOut(tx: Transaction, messageId: string): Promise<OpenFanOut | null> {
  const [row] = await tx.query<OpenFanOut>(
    `select id, organization_id as "organizationId", cancelled_at is not null as "isCancelled", fanout_cursor as cursor
     from messages where id = $1 and fanout_state = 'waiting' for update`,
    [messageId],
  );
  return row ?? null;
}

/**
 * Adds a part of a message's deliveries and moves its cursor behind them, in the transaction that holds its row (delivery
 * D18). Those that are there already stay as they are; answers how many are new. A null cursor ends the fan-out.
 */
export async function addPlanned(
  tx: Transaction,
  message: { id: string; organizationId: string | null },
  { deliveries, cursor }: { deliveries: readonly PlannedDelivery[]; cursor: string | null },
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with added as (
       insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, address_sealed, locale,
         state, hold, reason, decided, lane, fair_key, run_at, expires_at, max_attempts, policy, digest_id, final_at)
       select d.id, $2::uuid, $1, d.recipient_id, d.channel, decode(d.address_hash, 'hex'), d.address_sealed, d.locale, d.state,
         d.hold, d.reason, d.decided, d.lane, coalesce($2::uuid, '${INSTANCE_KEY}'), coalesce(d.run_at, now()), d.expires_at,
         d.max_attempts, d.policy, d.digest_id, case when d.state = 'queued' then null else now() end
       from jsonb_to_recordset($3::jsonb) as d (id uuid, recipient_id uuid, channel text, address_hash text, address_sealed text,
         locale text, state text, hold text, reason text, decided jsonb, lane text, run_at timestamptz,
         expires_at timestamptz, max_attempts integer, policy text, digest_id uuid)
       on conflict do nothing returning 1),
     counted as (select count(*)::int as count from added),
     moved as (
       update messages set planned = planned + (select count from counted), fanout_cursor = coalesce($4::text, fanout_cursor),
         fanout_state = case when $4::text is null then 'done' else 'waiting' end
       where id = $1)
     select count from counted`,
    [message.id, message.organizationId, JSON.stringify(deliveries.map(toRow)), cursor],
  );
  return row?.count ?? 0;
}

function toRow(delivery: PlannedDelivery) {
  return {
    id: delivery.id,
    recipient_id: delivery.recipientId,
    channel: delivery.channel,
    address_hash: delivery.addressHash.toString('hex'),
    address_sealed: delivery.addressSealed,
    locale: delivery.locale,
    state: delivery.state,
    hold: delivery.hold,
    reason: delivery.reason,
    decided: delivery.decided,
    lane: delivery.lane,
    run_at: delivery.runAt,
    expires_at: delivery.expiresAt,
    max_attempts: delivery.maxAttempts,
    policy: delivery.policy,
    digest_id: delivery.digestId ?? null,
  };
}
