import { z } from 'zod';
import { anyJson } from './column-types.ts';
import { id, timestamp } from './common.ts';

/** What endpoints can hear of, as the catalogue of events declares it. */
export const webhookEventTypes = [
  'organization.renamed',
  'member.joined',
  'member.left',
  'member.roleChanged',
  'member.suspended',
  'member.reinstated',
  'workspace.created',
  'workspace.renamed',
  'workspace.deleted',
  'board.created',
  'board.changed',
  'column.created',
  'column.changed',
  'column.purged',
  'group.created',
  'group.changed',
  'group.purged',
  'item.created',
  'item.updated',
  'item.moved',
  'item.stateChanged',
  'item.arrived',
  'item.left',
  'item.purged',
  'comment.created',
  'comment.edited',
  'comment.deleted',
  'comment.restored',
] as const;

/** What a test of an endpoint sends. */
export const WEBHOOK_TEST_TYPE = 'webhook.test';

/** The body of each call (Standard Webhooks 1); `webhook-id` in the headers is the same over attempts and replays. */
export const webhookPayload = z
  .object({
    type: z.enum([...webhookEventTypes, WEBHOOK_TEST_TYPE]),
    timestamp: timestamp.meta({ description: 'when it happened' }),
    data: z.object({
      eventId: id.meta({ description: 'the same for every endpoint that hears of it' }),
      organizationId: id,
      boardId: id.nullable(),
      actor: z.object({ kind: z.string(), userId: id.nullable() }),
      event: z.record(z.string(), anyJson).nullable().meta({
        description:
          'what the catalogue of events declares for the type; null where it is too large, then ask the API',
      }),
    }),
  })
  .meta({ id: 'WebhookPayload' });
/** What an endpoint is sent. */
export type WebhookPayload = z.output<typeof webhookPayload>;
