import type { EventSpec } from '@boardwire/contract/define';
import { createId } from '../kernel/ids.ts';
import type { Actor, RequestInfo } from './actor.ts';
import type { CommittedEvent } from './cache/cache-class.ts';
import type { Transaction } from './database/database.ts';
import { currentSpan } from './trace/current-span.ts';

/** An event of the log as readers get it. */
export interface StoredEvent {
  id: string;
  /** Grows in the order of changes within an aggregate. */
  position: number;
  transactionId: string;
  organizationId: string | null;
  aggregateType: string;
  aggregateId: string;
  type: string;
  version: number;
  data: Record<string, unknown>;
  actor: Record<string, unknown>;
  requestId: string | null;
  correlationId: string | null;
  causationId: string | null;
  /** The span that it was emitted in, when tracing was on (W3C Trace Context). */
  traceparent: string | null;
  createdAt: string;
}

/** An event that an operation has emitted and not yet stored. */
export interface NewEvent {
  spec: EventSpec;
  aggregateId: string;
  organizationId: string | null;
  payload: unknown;
  /** Its payload is what the declaration made of it already. */
  isChecked?: true;
  /** Chosen already, since others hear of the event under it. */
  id?: string;
  /** Its own cause, where events of several are stored together. */
  origin?: EventOrigin;
  /** Its place in the sequence of a board, and the live mutation that it came from. */
  board?: { id: string; seq: number; client?: string; mid?: number };
}

/** What the cache needs to know of it once it is committed. */
export function describeCommitted(event: NewEvent): CommittedEvent {
  const { spec, organizationId, aggregateId, payload } = event;
  return { type: spec.type, organizationId, aggregateId, data: payload };
}

/** What an event remembers of its cause. */
export interface EventOrigin {
  actor: Actor;
  request: RequestInfo;
  now: Date;
  causationId?: string;
}

/** Column list that reads a StoredEvent from `events as e`. */
export const EVENT_COLUMNS = `e.id, e.position, e.transaction_id::text as "transactionId",
  e.organization_id as "organizationId", e.aggregate_type as "aggregateType", e.aggregate_id as "aggregateId",
  e.type, e.version, e.data, e.actor, e.request_id as "requestId", e.correlation_id as "correlationId",
  e.causation_id as "causationId", e.traceparent, e.created_at as "createdAt"`;

/** Stores the events of a transaction in it, in the order they were emitted. Throws when a payload breaks its declaration. */
export async function appendEvents(
  tx: Transaction,
  events: readonly NewEvent[],
  common?: EventOrigin,
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => toRow(event, event.origin ?? common));
  await tx.query(
    `insert into events (id, organization_id, board_id, board_seq, client_id, mid, aggregate_type, aggregate_id, type,
       version, data, actor, request_id, correlation_id, causation_id, trace_id, traceparent, created_at)
     select id, organization_id, board_id, board_seq, client_id, mid, aggregate_type, aggregate_id, type,
       version, data, actor, request_id, correlation_id, causation_id, trace_id, traceparent, created_at
     from json_to_recordset($1::json) as r (id uuid, organization_id uuid, board_id uuid, board_seq bigint,
       client_id uuid, mid bigint, aggregate_type text, aggregate_id uuid, type text, version integer, data jsonb,
       actor jsonb, request_id text, correlation_id text, causation_id uuid, trace_id text, traceparent text,
       created_at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

function toRow(event: NewEvent, origin: EventOrigin | undefined): Record<string, unknown> {
  if (origin === undefined) throw new Error(`${event.spec.type}: an event has an origin`);
  const span = currentSpan();
  return {
    id: event.id ?? createId(),
    board_id: event.board?.id ?? null,
    board_seq: event.board?.seq ?? null,
    client_id: event.board?.client ?? null,
    mid: event.board?.mid ?? null,
    organization_id: event.organizationId,
    aggregate_type: event.spec.aggregate,
    aggregate_id: event.aggregateId,
    type: event.spec.type,
    version: event.spec.version,
    data: event.isChecked === true ? event.payload : event.spec.payload.parse(event.payload),
    actor: eventActor(origin.actor),
    request_id: origin.request.requestId,
    correlation_id: origin.request.requestId,
    causation_id: origin.causationId ?? null,
    trace_id: span?.traceId ?? null,
    traceparent: span?.traceparent ?? null,
    created_at: origin.now.toISOString(),
  };
}

/** Who caused an event, as the log keeps it. */
export function eventActor(actor: Actor): Record<string, unknown> {
  switch (actor.kind) {
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'user':
      return { kind: 'user', userId: actor.userId };
    case 'apiKey':
      return { kind: 'apiKey', userId: actor.userId, apiKeyId: actor.apiKeyId };
    case 'shareLink':
      return { kind: 'shareLink', linkId: actor.linkId };
    case 'system':
      return { kind: 'system', name: actor.name };
  }
}
