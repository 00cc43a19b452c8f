import { z } from 'zod';
import { done, id, name, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { deliveryStates } from './notifications.ts';
import { webhookEventTypes } from './webhook-payload.ts';

/** Deliveries of one call of a replay; the answer says when there are more. */
export const REPLAY_MAX = 500;

const url = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .meta({ description: 'http or https; addresses inside the operator’s network are refused' });
const eventTypes = z
  .array(z.enum(webhookEventTypes))
  .max(webhookEventTypes.length)
  .meta({ description: 'empty for all of them' });

/** An endpoint without its secret. */
export const webhookEndpoint = z
  .object({
    id,
    name: z.string(),
    url: z.string(),
    eventTypes: z.array(z.string()),
    boardId: id.nullable(),
    isOrdered: z.boolean(),
    state: z.enum(['enabled', 'disabled']),
    disabledReason: z.enum(['gone', 'failing', 'person']).nullable().meta({
      description: 'gone: it answered 410; failing: nothing arrived for days; person: by hand',
    }),
    disabledAt: timestamp.nullable(),
    failingSince: timestamp.nullable(),
    lastSuccessAt: timestamp.nullable(),
    callsPerMinute: z
      .int()
      .nullable()
      .meta({ description: 'while the receiver has too much to do' }),
    previousSecretUntil: timestamp.nullable(),
    actsFor: z
      .object({
        userId: id,
        name: z.string(),
        apiKey: z.object({ id, name: z.string().nullable() }).nullable().meta({
          description:
            'when a key added it: no more than this key reaches; no name once it is gone',
        }),
        isActive: z.boolean().meta({
          description:
            'false when person or key may not manage webhooks any more: it hears of nothing',
        }),
      })
      .nullable()
      .meta({ description: 'it hears of what this person may see' }),
    createdAt: timestamp,
  })
  .meta({ id: 'WebhookEndpoint' });

const withSecret = webhookEndpoint
  .extend({ secret: z.string().meta({ description: 'whsec_…, answered this once' }) })
  .meta({ id: 'WebhookEndpointWithSecret' });

const manage = { kind: 'permission', permission: 'webhooks:manage' } as const;
const onOrganization = { ...manage, object: 'organization', id: 'organizationId' } as const;
const onEndpoint = { ...manage, object: 'webhookEndpoint', id: 'endpointId' } as const;
const endpointInput = z.strictObject({ endpointId: id });

export const list = defineOperation({
  name: 'webhooks.list',
  summary: 'The endpoints of an organization.',
  method: 'GET',
  path: '/webhooks/endpoints',
  access: onOrganization,
  input: z.strictObject({ organizationId: id }),
  output: z.array(webhookEndpoint),
});

export const create = defineOperation({
  name: 'webhooks.create',
  summary: 'Add an endpoint; the secret that its calls are signed with is answered this once.',
  method: 'POST',
  path: '/webhooks/endpoints',
  access: onOrganization,
  input: z.strictObject({
    organizationId: id,
    name,
    url,
    eventTypes: eventTypes.default([]),
    boardId: id.nullable().default(null),
    isOrdered: z
      .boolean()
      .default(false)
      .meta({ description: 'one call at a time, in the order of what happened' }),
  }),
  output: withSecret,
  errors: ['CONFLICT'],
});

export const get = defineOperation({
  name: 'webhooks.get',
  summary: 'An endpoint.',
  method: 'GET',
  path: '/webhooks/endpoints/:endpointId',
  access: onEndpoint,
  input: endpointInput,
  output: webhookEndpoint,
});

export const update = defineOperation({
  name: 'webhooks.update',
  summary:
    'Change an endpoint, turn it off or on, or take it over; its address, or more to hear of, changes only whose rights it has.',
  method: 'PATCH',
  path: '/webhooks/endpoints/:endpointId',
  access: onEndpoint,
  input: z.strictObject({
    endpointId: id,
    name: name.optional(),
    url: url.optional(),
    eventTypes: eventTypes.optional(),
    boardId: id.nullable().optional(),
    isOrdered: z.boolean().optional(),
    state: z.enum(['enabled', 'disabled']).optional(),
    actsForMe: z.literal(true).optional().meta({
      description: 'it hears of what the caller may see from now on, and of nothing else any more',
    }),
  }),
  output: webhookEndpoint,
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'webhooks.delete',
  summary: 'Delete an endpoint; what waits for it is not sent any more.',
  method: 'DELETE',
  path: '/webhooks/endpoints/:endpointId',
  access: onEndpoint,
  input: endpointInput,
  output: done,
});

export const rotateSecret = defineOperation({
  name: 'webhooks.rotateSecret',
  summary: 'Make a new secret; the one before signs too until it runs out.',
  method: 'POST',
  path: '/webhooks/endpoints/:endpointId/rotate',
  access: onEndpoint,
  input: z.strictObject({
    endpointId: id,
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .meta({ description: '0 ends the one before at once' }),
  }),
  output: withSecret,
});

export const test = defineOperation({
  name: 'webhooks.test',
  summary: 'Send a call of the type webhook.test; what became of it stands in the log.',
  method: 'POST',
  path: '/webhooks/endpoints/:endpointId/test',
  access: onEndpoint,
  input: endpointInput,
  output: z.object({ jobId: id }),
  errors: ['CONFLICT'],
  rateLimit: 'call',
});

const call = z
  .object({
    id,
    webhookId: id.meta({
      description: 'the id that the receiver knows; of a replay, the first one’s',
    }),
    jobId: id,
    type: z.string(),
    state: z.enum(deliveryStates),
    hold: z.string().nullable(),
    reason: z.string().nullable(),
    nextAttemptAt: timestamp.nullable(),
    attempts: z.int(),
    createdAt: timestamp,
    endedAt: timestamp.nullable(),
  })
  .meta({ id: 'WebhookCall' });

export const listCalls = defineOperation({
  name: 'webhooks.listAttempts',
  summary: 'What an endpoint was sent and is to be sent, newest first.',
  method: 'GET',
  path: '/webhooks/endpoints/:endpointId/attempts',
  access: onEndpoint,
  input: z.strictObject({
    endpointId: id,
    state: z.enum(deliveryStates).optional(),
    ...pageInput,
  }),
  output: pageOf(call),
  paginated: true,
});

export const getCall = defineOperation({
  name: 'webhooks.getAttempts',
  summary: 'One call with its request, and what each attempt was answered.',
  method: 'GET',
  path: '/webhooks/endpoints/:endpointId/attempts/:callId',
  access: onEndpoint,
  input: z.strictObject({ endpointId: id, callId: id }),
  output: call
    .extend({
      isWithheld: z.boolean().meta({
        description:
          'it tells of what the caller may not see: the bodies of request and answers are null',
      }),
      request: z.object({
        method: z.literal('POST'),
        url: z.string(),
        body: z.string().nullable(),
      }),
      log: z.array(
        z.object({
          number: z.int(),
          startedAt: timestamp,
          endedAt: timestamp.nullable(),
          outcome: z.string().nullable(),
          code: z.string().nullable(),
          latencyMs: z.int().nullable(),
          answer: z
            .object({ status: z.int(), body: z.string().nullable() })
            .nullable()
            .meta({ description: 'the beginning of the body, without the endpoint’s secrets' }),
        }),
      ),
    })
    .meta({ id: 'WebhookCallLog' }),
});

export const replay = defineOperation({
  name: 'webhooks.replay',
  summary:
    'Send again what ended, as far as the endpoint may still hear of it: certain calls, or those since a time by state and type.',
  method: 'POST',
  path: '/webhooks/endpoints/:endpointId/replay',
  access: onEndpoint,
  input: z.strictObject({
    endpointId: id,
    callIds: z.array(id).min(1).max(REPLAY_MAX).optional(),
    since: timestamp.optional(),
    states: z
      .array(z.enum(['sent', 'failed', 'suppressed', 'expired', 'cancelled']))
      .min(1)
      .default(['failed', 'suppressed']),
    eventTypes: z.array(z.string().max(64)).max(webhookEventTypes.length).default([]),
    isDryRun: z.boolean().default(false),
  }),
  output: z.object({
    count: z.int().meta({ description: 'calls that are sent again, oldest first' }),
    hasMore: z.boolean().meta({ description: 'there are more: call once more' }),
  }),
  errors: ['CONFLICT'],
  rateLimit: 'call',
});
