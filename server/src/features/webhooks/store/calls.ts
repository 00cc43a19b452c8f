import type { WebhookPayload } from '@boardwire/contract/webhook-payload';
import type { Transaction } from '../../../platform/database/database.ts';

/** What a webhook's message carries: the body, and of a replay what it repeats. */
export interface CallPayload {
  body: WebhookPayload;
  replayOf?: string;
}

/** A call as the log shows it. */
export interface CallRow {
  id: string;
  jobId: string;
  payload: CallPayload;
  state:
    | 'queued'
    | 'sending'
    | 'uncertain'
    | 'sent'
    | 'delivered'
    | 'failed'
    | 'cancelled'
    | 'suppressed'
    | 'expired';
  hold: string | null;
  reason: string | null;
  runAt: string;
  attempts: number;
  createdAt: string;
  endedAt: string | null;
}

/** One attempt of a call. */
export interface AttemptRow {
  number: number;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
  code: string | null;
  latencyMs: number | null;
  answer: string | null;
}

const CALLS = `
  select d.id, d.message_id as "jobId", m.payload, d.state, d.hold, d.reason, d.run_at as "runAt", d.attempt as attempts,
    d.created_at as "createdAt", d.final_at as "endedAt"
  from deliveries as d join messages as m on m.id = d.message_id
  where d.channel = 'webhook' and d.address_hash = $1`;

/** Calls of an endpoint, newest first, before `beforeId`; one more than `limit` tells that there are more. */
export function listCalls(
  tx: Transaction,
  hash: Buffer,
  page: { state: string | null; beforeId: string | null; limit: number },
): Promise<CallRow[]> {
  return tx.query<CallRow>(
    `${CALLS} and ($2::text is null or d.state = $2) and ($3::uuid is null or d.id < $3)
     order by d.id desc limit $4 + 1`,
    [hash, page.state, page.beforeId, page.limit],
  );
}

export async function findCall(tx: Transaction, hash: Buffer, id: string): Promise<CallRow | null> {
  const [row] = await tx.query<CallRow>(`${CALLS} and d.id = $2`, [hash, id]);
  return row ?? null;
}

/** Attempts of a call, the first one first. */
export function listAttempts(tx: Transaction, id: string): Promise<AttemptRow[]> {
  return tx.query<AttemptRow>(
    `select number, started_at as "startedAt", ended_at as "endedAt", outcome, code, latency_ms as "latencyMs", answer
     from delivery_attempts where delivery_id = $1 order by number`,
    [id],
  );
}

/** Which calls are to be sent again. */
export interface ReplayFilter {
  ids: readonly string[] | null;
  since: string | null;
  states: readonly string[];
  eventTypes: readonly string[];
}

/** Where calls happened; of what happened on no board, also what it was. */
export interface ReplayScene {
  boardId: string | null;
  type: string;
}

const BOARD = `m.payload->'body'->'data'->>'boardId'`;
const TYPE = `m.payload->'body'->>'type'`;
const SCENE_TYPE = `case when ${BOARD} is null then ${TYPE} else '' end`;

/** Ended calls that a filter finds. Of one that was sent again only the last time counts. */
const REPLAYABLE = `($2::uuid[] is null or d.id = any($2)) and ($3::timestamptz is null or d.created_at >= $3)
  and (d.state = any($4) or $2::uuid[] is not null) and d.state not in ('queued', 'sending', 'uncertain')
  and (cardinality($5::text[]) = 0 or ${TYPE} = any($5))
  and not exists (
    select 1 from deliveries as later join messages as again on again.id = later.message_id
    where later.channel = 'webhook' and later.address_hash = $1 and later.id > d.id
      and again.payload->>'replayOf' = coalesce(m.payload->>'replayOf', d.id::text))`;

/** Where the calls that a filter finds happened. */
export function listReplayScenes(
  tx: Transaction,
  hash: Buffer,
  { ids, since, states, eventTypes }: ReplayFilter,
): Promise<ReplayScene[]> {
  return tx.query<ReplayScene>(
    `select distinct ${BOARD} as "boardId", ${SCENE_TYPE} as type
     from deliveries as d join messages as m on m.id = d.message_id
     where d.channel = 'webhook' and d.address_hash = $1 and ${REPLAYABLE}`,
    [hash, ids, since, states, eventTypes],
  );
}

/** The calls themselves, as far as they happened where `heard` says, the oldest first. */
export function listReplayable(
  tx: Transaction,
  hash: Buffer,
  { ids, since, states, eventTypes }: ReplayFilter,
  { heard, limit }: { heard: readonly ReplayScene[]; limit: number },
): Promise<CallRow[]> {
  return tx.query<CallRow>(
    `${CALLS} and ${REPLAYABLE} and (coalesce(${BOARD}, ''), ${SCENE_TYPE}) in (
       select coalesce(s."boardId", ''), s.type from jsonb_to_recordset($6::jsonb) as s ("boardId" text, type text))
     order by d.message_id, d.id limit $7`,
    [hash, ids, since, states, eventTypes, JSON.stringify(heard), limit],
  );
}

/** The organization's last message in the order of their ids: the clock of the node that made it may be ahead of ours. */
export async function findLastMessage(
  tx: Transaction,
  organizationId: string,
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    'select id from messages where organization_id = $1 order by id desc limit 1',
    [organizationId],
  );
  return row?.id ?? null;
}

/** The payload of a message. */
export async function readPayload(tx: Transaction, messageId: string): Promise<CallPayload | null> {
  const [row] = await tx.query<{ payload: CallPayload }>(
    'select payload from messages where id = $1',
    [messageId],
  );
  return row?.payload ?? null;
}
