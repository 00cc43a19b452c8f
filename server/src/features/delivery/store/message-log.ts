import { noticeTypes } from '@boardwire/contract/notices';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, DeliveryState, Hold, Lane } from '../domain/states.ts';
import { RUN_AT } from './jobs.ts';

/** What is asked of a list; each that is null means all. */
export interface LogFilter {
  category: string | null;
  from: string | null;
  to: string | null;
}

/** What is asked of a list of deliveries. */
export interface DeliveryFilter extends LogFilter {
  state: DeliveryState | null;
  channel: Channel | null;
  recipientId: string | null;
  messageId: string | null;
}

/** A page: what is behind `before`, the newest first. */
export interface PageOf {
  before: string | null;
  limit: number;
}

/** A message of the log. */
export interface MessageRow {
  id: string;
  category: string;
  template: string;
  title: string | null;
  priority: Lane;
  actor: { kind: string; id: string | null; name: string | null };
  createdAt: string;
  scheduledAt: string;
  expiresAt: string | null;
  cancelledAt: string | null;
  isPlanned: boolean;
  isParked: boolean;
  isSandboxed: boolean;
  counts: Record<string, number>;
}

/** A delivery of the log; its address is still sealed. */
export interface LoggedDelivery {
  id: string;
  messageId: string;
  category: string;
  template: string;
  title: string | null;
  channel: Channel;
  recipientId: string | null;
  recipientName: string | null;
  addressSealed: string | null;
  state: DeliveryState;
  hold: Hold | null;
  reason: string | null;
  lane: Lane;
  attempts: number;
  createdAt: string;
  runAt: string;
  finalAt: string | null;
}

/**
 * What the log says of a message `m`: its own words are told, but for those about a board, which not everybody may see; a
 * webhook's call goes by the type of its event.
 */
export const NAME = `m.category, m.template_key as template,
  case when m.template_key = 'webhook' then m.payload -> 'body' ->> 'type'
    when m.template_key = 'custom' and m.subject ->> 'boardId' is null then m.payload ->> 'title' end as title`;
/** What a delivery `d` tells of the person whom it is for. */
export const RECIPIENT = `d.recipient_id as "recipientId", (select name from users as u where u.id = d.recipient_id) as "recipientName"`;
const ACTOR_NAME = `case m.actor ->> 'kind'
  when 'user' then (select name from users as u where u.id = (m.actor ->> 'id')::uuid)
  when 'apiKey' then (select name from api_keys as k where k.id = (m.actor ->> 'id')::uuid) end`;
const MESSAGES = `
  select m.id, ${NAME}, m.priority,
    jsonb_build_object('kind', m.actor ->> 'kind', 'id', m.actor ->> 'id', 'name', ${ACTOR_NAME}) as actor, m.created_at as "createdAt",
    m.scheduled_at as "scheduledAt", m.expires_at as "expiresAt", m.cancelled_at as "cancelledAt",
    m.fanout_state = 'done' as "isPlanned", m.fanout_state = 'parked' as "isParked",
    m.is_sandboxed as "isSandboxed", coalesce((
      select jsonb_object_agg(state, count) from (
        select state, count(*)::int as count from deliveries as d where d.message_id = m.id group by state) as counted),
      '{}') as counts
  from messages as m`;

/** A message, or the one of a delivery; null when there is none of that id. */
export async function findLoggedMessage(tx: Transaction, id: string): Promise<MessageRow | null> {
  const [row] = await tx.query<MessageRow>(
    `${MESSAGES} where m.id = coalesce((select message_id from deliveries where id = $1), $1)`,
    [id],
  );
  return row ?? null;
}

/** Templates that the product fills: notices with what boards say, and the events that endpoints hear of. */
const UNTOLD = [...Object.keys(noticeTypes).filter((type) => type !== 'custom'), 'webhook'];

/** What a person or a program sent a message with; null where it is about a board, or the product speaks. */
export async function readContent(
  tx: Transaction,
  messageId: string,
): Promise<Record<string, unknown> | null> {
  const [row] = await tx.query<{ payload: Record<string, unknown> }>(
    `select payload from messages where id = $1 and actor ->> 'kind' in ('user', 'apiKey') and category <> 'account'
       and subject ->> 'boardId' is null and template_key <> all($2)`,
    [messageId, UNTOLD],
  );
  return row?.payload ?? null;
}

/** Messages of an organization, the newest first. */
export function listMessages(
  tx: Transaction,
  organizationId: string,
  { category, from, to }: LogFilter,
  { before, limit }: PageOf,
): Promise<MessageRow[]> {
  return tx.query<MessageRow>(
    `${MESSAGES}
     where m.organization_id = $1 and ($2::text is null or m.category = $2)
       and ($3::timestamptz is null or m.created_at >= $3) and ($4::timestamptz is null or m.created_at < $4)
       and ($5::uuid is null or m.id < $5)
     order by m.id desc limit $6`,
    [organizationId, category, from, to, before, limit],
  );
}

/** Deliveries of an organization, or of one of its messages, the newest first. */
export function listDeliveries(
  tx: Transaction,
  organizationId: string,
  filter: DeliveryFilter,
  { before, limit }: PageOf,
): Promise<LoggedDelivery[]> {
  return tx.query<LoggedDelivery>(
    `select d.id, d.message_id as "messageId", ${NAME}, d.channel, ${RECIPIENT},
       d.address_sealed as "addressSealed", d.state, d.hold, d.reason, d.lane, d.attempt as attempts,
       d.created_at as "createdAt", ${RUN_AT} as "runAt", d.final_at as "finalAt"
     from deliveries as d join messages as m on m.id = d.message_id
     where d.organization_id = $1 and ($2::uuid is null or d.message_id = $2) and ($3::text is null or d.state = $3)
       and ($4::text is null or d.channel = $4) and ($5::uuid is null or d.recipient_id = $5)
       and ($6::text is null or m.category = $6) and ($7::timestamptz is null or d.created_at >= $7)
       and ($8::timestamptz is null or d.created_at < $8) and ($9::uuid is null or d.id < $9)
     order by d.id desc limit $10`,
    [
      organizationId,
      filter.messageId,
      filter.state,
      filter.channel,
      filter.recipientId,
      filter.category,
      filter.from,
      filter.to,
      before,
      limit,
    ],
  );
}

/** Something that happened, of whatever kind. */
export interface Happening {
  at: string;
  type:
    | 'asked'
    | 'cancelled'
    | 'planned'
    | 'attempt'
    | 'answer'
    | 'ended'
    | 'deadLetter'
    | 'redriven'
    | 'discarded';
  deliveryId: string | null;
  channel: Channel | null;
  attempt: number | null;
  state: string | null;
  code: string | null;
  answer: string | null;
  providerId: string | null;
  latencyMs: number | null;
}

/** Receivers of webhooks answer with what they were sent: the log of webhooks shows it to whoever may see that. */
const ANSWER = `case when d.channel <> 'webhook' then a.answer end`;

/** What happened to a message and its deliveries, or to one of them, in order. */
export function listHappenings(
  tx: Transaction,
  organizationId: string,
  id: string,
  limit: number,
): Promise<Happening[]> {
  return tx.query<Happening>(
    `with chosen as (
       select * from deliveries where organization_id = $1 and (message_id = $2 or id = $2)),
     asked as (
       select * from messages where id = coalesce((select message_id from deliveries where id = $2), $2)
         and organization_id = $1)
     select at, type, delivery_id as "deliveryId", channel, attempt, state, code, answer, provider_id as "providerId",
       latency_ms as "latencyMs"
     from (
       select created_at as at, 0 as rank, 'asked' as type, null::uuid as delivery_id, null::text as channel,
         null::int as attempt, null::text as state, null::text as code, null::text as answer, null::text as provider_id, null::int as latency_ms
       from asked
       union all
       select cancelled_at, 1, 'cancelled', null, null, null, null, null, null, null, null from asked where cancelled_at is not null
       union all
       select created_at, 2, 'planned', id, channel, null, null, null, null, null, null from chosen
       union all
       select a.started_at, 3, 'attempt', a.delivery_id, d.channel, a.number, null, null, null, a.provider_id, null
       from chosen as d join delivery_attempts as a on a.delivery_id = d.id
       union all
       select a.ended_at, 4, 'answer', a.delivery_id, d.channel, a.number, a.outcome, a.code, ${ANSWER}, a.provider_id, a.latency_ms
       from chosen as d join delivery_attempts as a on a.delivery_id = d.id where a.ended_at is not null
       union all
       select l.created_at, 5, 'deadLetter', d.id, d.channel, null, null, l.reason, null, null, null
       from chosen as d join dead_letters as l on l.delivery_id = d.id
       union all
       select parked_at, 5, 'deadLetter', null, null, null, null, plan_problem, null, null, null from asked where parked_at is not null
       union all
       select l.ended_at, 6, l.outcome, d.id, d.channel, null, null, l.reason, null, null, null
       from chosen as d join dead_letters as l on l.delivery_id = d.id where l.outcome in ('redriven', 'discarded')
       union all
       select final_at, 7, 'ended', id, channel, null, state, reason, null, provider_id, null from chosen
       where final_at is not null) as happened
     order by at, rank, delivery_id limit $3`,
    [organizationId, id, limit],
  );
}
