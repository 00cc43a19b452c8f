import { webhookEventTypes } from '@boardwire/contract/webhooks';
import type { Transaction } from '../../platform/database/database.ts';
import type { StoredEvent } from '../../platform/event-log.ts';
import type { Consumer } from '../../platform/outbox.ts';
import { askForCalls } from './ask-for-calls.ts';
import { wants } from './domain/hearing.ts';
import { toPayload } from './domain/payload.ts';
import { canSee, type WebhooksParts } from './parts.ts';
import { listEnabled } from './store/endpoints.ts';

/** Tells endpoints what happens: the message is kept with the position in the log, or not at all. */
export function createWebhookReaction(parts: WebhooksParts): Consumer {
  return {
    name: 'webhooks',
    on: webhookEventTypes,
    handle: (tx, event) => tellEndpoints(tx, parts, event),
  };
}

async function tellEndpoints(
  tx: Transaction,
  parts: WebhooksParts,
  event: StoredEvent,
): Promise<void> {
  const { organizationId, type } = event;
  if (organizationId === null) return;
  const boardId = event.aggregateType === 'board' ? event.aggregateId : null;
  const hearing: string[] = [];
  for (const endpoint of await listEnabled(tx, organizationId)) {
    if (!wants(endpoint, { type, boardId })) continue;
    const sight = { organizationId, boardId, type };
    if (await canSee(tx, parts, endpoint.actsForId, sight)) hearing.push(endpoint.id);
  }
  if (hearing.length === 0) return;
  const body = toPayload({ ...event, organizationId, boardId });
  await askForCalls(tx, parts, {
    organizationId,
    boardId,
    payload: { body },
    endpointIds: hearing,
    actor: { kind: 'system' },
    eventId: event.id,
    traceparent: event.traceparent,
    dedupeKey: `webhook ${event.id}`,
  });
}
