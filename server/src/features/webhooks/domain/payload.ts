import type { WebhookPayload } from '@boardwire/contract/webhook-payload';

/** An event as the log keeps it, as far as it is told. */
export interface TellableEvent {
  id: string;
  type: string;
  organizationId: string;
  boardId: string | null;
  actor: Record<string, unknown>;
  data: Record<string, unknown>;
  createdAt: string;
}

/** Receivers may refuse more than 20 kB (Standard Webhooks); room for what stands around an event. */
const EVENT_MAX_BYTES = 18_000;

/** Writes an event down for receivers. One that is too large is told without what it says. */
export function toPayload(event: TellableEvent): WebhookPayload {
  const { kind, userId } = event.actor;
  const isSmall = new TextEncoder().encode(JSON.stringify(event.data)).length <= EVENT_MAX_BYTES;
  return {
    type: event.type as WebhookPayload['type'],
    timestamp: event.createdAt,
    data: {
      eventId: event.id,
      organizationId: event.organizationId,
      boardId: event.boardId,
      actor: {
        kind: typeof kind === 'string' ? kind : 'system',
        userId: typeof userId === 'string' ? userId : null,
      },
      event: isSmall ? (event.data as WebhookPayload['data']['event']) : null,
    },
  };
}

/** The body as it is sent: the same bytes each time, whatever order a database gives the fields back in. */
export function writeBody({ type, timestamp, data }: WebhookPayload): string {
  const { eventId, organizationId, boardId, actor, event } = data;
  return JSON.stringify({
    type,
    timestamp,
    data: { eventId, organizationId, boardId, actor, event },
  });
}
