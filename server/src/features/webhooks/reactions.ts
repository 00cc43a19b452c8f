import { webhookEventTypes } from '@boardwire/contract/webhook-payload';
import type { Transaction } from '../../platform/database/database.ts';
import type { StoredEvent } from '../../platform/event-log.ts';
import type { Consumer } from '../../platform/outbox.ts';
import { askForCalls } from './ask-for-calls.ts';
import { wants } from './domain/hearing.ts';
import { toPayload } from './domain/payload.ts';
import type { WebhooksParts } from './parts.ts';
import { createSights, type Scene } from './sight.ts';
import { listHearing, noteLost } from './store/endpoints.ts';
import { tellAdmins } from './tell-admins.ts';

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
  const hearing = await findHearing(tx, parts, { organizationId, boardId, type });
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

/**
 * The endpoints that this is for. One that is off, or whose person has no say at the moment, gets a row as well: the last
 * look before the call ends it with the reason, and it can be sent again (delivery D4).
 */
async function findHearing(tx: Transaction, parts: WebhooksParts, scene: Scene): Promise<string[]> {
  const sights = createSights(tx, parts);
  const found: string[] = [];
  for (const endpoint of await listHearing(tx, scene.organizationId)) {
    if (!wants(endpoint, scene)) continue;
    const hearing = await sights.hears(endpoint.actsFor, scene);
    if (hearing === 'mayNot') continue;
    const isLost = hearing === 'lost';
    if (isLost !== (endpoint.lostAt !== null)) {
      const since = await noteLost(tx, endpoint.id, isLost);
      if (since !== null)
        await tellAdmins(tx, parts, { ...endpoint, reason: 'lost', failingSince: null, since });
    }
    if (!isLost || !endpoint.isLongLost) found.push(endpoint.id);
  }
  return found;
}
