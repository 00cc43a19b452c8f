import type { Transaction } from '../../platform/database/database.ts';
import { notify } from '../delivery/index.ts';
import type { WebhooksParts } from './parts.ts';
import { findLastMessage, type CallPayload } from './store/calls.ts';

/**
 * Asks for one call of each of these endpoints, behind whatever was asked for before (reliability R7); answers the message's
 * id, or null when it was asked for already.
 */
export async function askForCalls(
  tx: Transaction,
  { sealer }: Pick<WebhooksParts, 'sealer'>,
  request: {
    organizationId: string;
    boardId: string | null;
    payload: CallPayload;
    endpointIds: readonly string[];
    actor: { kind: 'user' | 'apiKey'; id: string } | { kind: 'system' };
    eventId?: string;
    traceparent?: string | null;
    dedupeKey?: string;
  },
): Promise<string | null> {
  const { boardId, payload, endpointIds, eventId, traceparent, dedupeKey } = request;
  return notify(
    tx,
    {
      organizationId: request.organizationId,
      category: 'custom',
      templateKey: 'webhook',
      payload: { ...payload },
      recipients: endpointIds.map((endpointId) => ({ endpointId })),
      channels: ['webhook'],
      subject: boardId === null ? {} : { boardId },
      actor: request.actor,
      sourceEventId: eventId ?? null,
      traceparent: traceparent ?? null,
      dedupeKey: dedupeKey ?? null,
      after: await findLastMessage(tx, request.organizationId),
    },
    { sealer },
  );
}
