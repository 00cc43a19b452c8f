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
 * invitations are sent. A digest carries what was asked for before: what is captured joins none.
 */
const IS_SANDBOXED = `m.payload_sealed is null and m.template_key <> 'digest' and exists (select 1 from sandboxes as s
  where s.organization_id = m.organization_id
    and (s.is_on or (m.actor->>'kind' = 'apiKey' and m.actor->>'id' = any(s.api_key_ids::text[]))))`;

/** Adds messages in one statement; answers the ids of those whose dedupe key was not there already. */
export async function insertMessages(
  tx: Transaction,
  messages: readonly NewMessage[],
): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `insert into messages (id, organization_id, category, template_key, payload, payload_sealed, recipients, channels,
       subject, priority, scheduled_at, expires_at, actor, source_event_id, traceparent, dedupe_key, template_version,
       is_sandboxed)
     select m.id, m.organization_id, m.category, m.template_key, m.payload, m.payload_sealed, m.recipients, m.channels,
       m.subject, m.priority, coalesce(m.scheduled_at, now()), m.expires_at, m.actor, m.source_event_id, m.traceparent,
       m.dedupe_key, m.template_version, ${IS_SANDBOXED}
     from jsonb_to_recordset($1::jsonb) as m (id uuid, organization_id uuid, category text, template_key text, payload jsonb,
       payload_sealed text, recipients jsonb, channels text[], subject jsonb, priority text, scheduled_at timestamptz,
       expires_at timestamptz, actor jsonb, source_event_id uuid, traceparent text, dedupe_key text,
       template_version integer)
     on conflict do nothing returning id`,
    [JSON.stringify(messages.map(toMessageRow))],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Adds a message; false when one with its dedupe key is there already. */
export async function insertMessage(tx: Transaction, message: NewMessage): Promise<boolean> {
  return (await insertMessages(tx, [message])).has(message.id);
}

function toMessageRow(message: NewMessage) {
  return {
    id: message.id,
    organization_id: message.organizationId,
    category: message.category,
    template_key: message.templateKey,
    payload: message.payload,
    payload_sealed: message.payloadSealed,
    recipients: message.recipients,
    channels: message.channels,
    subject: message.subject,
    priority: message.priority,
    scheduled_at: message.scheduledAt,
    expires_at: message.expiresAt,
    actor: message.actor,
    source_event_id: message.sourceEventId,
    traceparent: message.traceparent,
    dedupe_key: message.dedupeKey,
    template_version: message.templateVersion ?? null,
  };
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

/** The deliveries of one part of a message's recipients; a null cursor ends its fan-out. */
export interface PlannedPart {
  message: { id: string };
  deliveries: readonly PlannedDelivery[];
  cursor: string | null;
}

/**
 * Adds parts of an organization's messages, each of another message, and moves their cursors behind them, in the transaction
 * that holds their rows (delivery D18). Those that are there already stay as they are; answers how many are new.
 */
export async function addParts(
  tx: Transaction,
  organizationId: string | null,
  parts: readonly PlannedPart[],
): Promise<number> {
  const deliveries = parts.flatMap((part) =>
    part.deliveries.map((each) => ({ message_id: part.message.id, ...toRow(each) })),
  );
  const [row] = await tx.query<{ count: number }>(
    `with added as (
       insert into deliveries (id, organization_id, message_id, recipient_id, channel, address_hash, address_sealed, locale,
         state, hold, reason, decided, lane, fair_key, run_at, expires_at, max_attempts, policy, digest_id, final_at)
       select d.id, $1::uuid, d.message_id, d.recipient_id, d.channel, decode(d.address_hash, 'hex'), d.address_sealed,
         d.locale, d.state, d.hold, d.reason, d.decided, d.lane, coalesce($1::uuid, '${INSTANCE_KEY}'),
         coalesce(d.run_at, now()), d.expires_at, d.max_attempts, d.policy, d.digest_id,
         case when d.state = 'queued' then null else now() end
       from jsonb_to_recordset($2::jsonb) as d (id uuid, message_id uuid, recipient_id uuid, channel text, address_hash text,
         address_sealed text, locale text, state text, hold text, reason text, decided jsonb, lane text, run_at timestamptz,
         expires_at timestamptz, max_attempts integer, policy text, digest_id uuid)
       on conflict do nothing returning message_id),
     counted as (select message_id, count(*)::int as count from added group by message_id),
     moved as (
       update messages as m set planned = m.planned + coalesce(c.count, 0),
         fanout_cursor = coalesce(p.cursor, m.fanout_cursor),
         fanout_state = case when p.cursor is null then 'done' else 'waiting' end, plan_failures = 0, plan_problem = null
       from unnest($3::uuid[], $4::text[]) as p (id, cursor) left join counted as c on c.message_id = p.id
       where m.id = p.id)
     select coalesce(sum(count), 0)::int as count from counted`,
    [
      organizationId,
      JSON.stringify(deliveries),
      parts.map(({ message }) => message.id),
      parts.map(({ cursor }) => cursor),
    ],
  );
  return row?.count ?? 0;
}

/** The same for one message. */
export function addPlanned(
  tx: Transaction,
  message: { id: string; organizationId: string | null },
  { deliveries, cursor }: { deliveries: readonly PlannedDelivery[]; cursor: string | null },
): Promise<number> {
  return addParts(tx, message.organizationId, [{ message, deliveries, cursor }]);
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
