import { z } from 'zod';
import { anyJson } from './column-types.ts';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { channelNames, deliveryStates, organizationOfKey, priorityNames } from './notifications.ts';

const manage = { kind: 'permission', permission: 'notifications:manage' } as const;
const onOrganization = { ...manage, object: 'organization', id: 'organizationId' } as const;
const onMessage = { ...manage, object: 'message', id: 'jobId' } as const;
const oneMessage = z.strictObject({ jobId: id });

/** Why a delivery waits. */
const hold = z.enum(['scheduled', 'retry', 'quiet', 'digest', 'throttled', 'paused']);

const counts = z
  .record(z.string(), z.int())
  .meta({ description: 'deliveries by state; together they are those planned' });

/** A message that was asked for, as the log lists it. */
export const message = z
  .object({
    id,
    category: z.string(),
    template: z.string(),
    /** Its own words, where it was sent with such, or the type of a webhook's event; what boards say belongs to those who may read it. */
    title: z.string().nullable(),
    priority: z.enum(priorityNames),
    actor: z.object({
      kind: z.string(),
      id: z.string().nullable(),
      name: z.string().nullable().meta({ description: 'of the person, or of the API key' }),
    }),
    createdAt: timestamp,
    scheduledAt: timestamp,
    expiresAt: timestamp.nullable(),
    cancelledAt: timestamp.nullable(),
    isPlanned: z.boolean(),
    isParked: z.boolean().meta({
      description: 'nobody could plan it: it is among the dead letters until somebody decides',
    }),
    isSandboxed: z.boolean().meta({ description: 'captured by the sandbox instead of sent' }),
    counts,
  })
  .meta({ id: 'NotificationMessage' });

/** A message as the log lists it. */
export type Message = z.output<typeof message>;

/** One recipient by one channel, as lists show it. */
export const listedDelivery = z
  .object({
    id,
    messageId: id,
    category: z.string(),
    template: z.string(),
    title: z.string().nullable(),
    channel: z.enum(channelNames),
    recipientId: id.nullable(),
    recipientName: z.string().nullable(),
    /** `a***@example.com`; null where the address is the person. */
    address: z.string().nullable(),
    state: z.enum(deliveryStates),
    hold: hold.nullable(),
    reason: z.string().nullable(),
    lane: z.enum(priorityNames),
    attempts: z.int(),
    createdAt: timestamp,
    runAt: timestamp,
    finalAt: timestamp.nullable(),
  })
  .meta({ id: 'ListedDelivery' });

/** One recipient by one channel, as lists show it. */
export type ListedDelivery = z.output<typeof listedDelivery>;

const filters = {
  category: z.string().max(64).optional(),
  from: timestamp.optional().meta({ description: 'asked for at this moment or later' }),
  to: timestamp.optional().meta({ description: 'asked for before this moment' }),
};
const deliveryFilters = {
  ...filters,
  state: z.enum(deliveryStates).optional(),
  channel: z.enum(channelNames).optional(),
  recipientId: id.optional(),
};

export const listMessages = defineOperation({
  name: 'notifications.list',
  summary: 'Messages of an organization, the newest first.',
  method: 'GET',
  path: '/notifications',
  access: onOrganization,
  input: z.strictObject({ organizationId: organizationOfKey, ...filters, ...pageInput }),
  output: pageOf(message),
  paginated: true,
  hasTag: 'answer',
});

export const get = defineOperation({
  name: 'notifications.get',
  summary: 'A message as the log lists it, or the one of a delivery.',
  method: 'GET',
  path: '/notifications/:jobId',
  access: onMessage,
  input: oneMessage,
  output: message.extend({
    content: z.record(z.string(), anyJson).nullable().meta({
      description:
        'what it was sent with, secrets redacted; null where it speaks of a board, which only those read who may see it',
    }),
  }),
});

export const promote = defineOperation({
  name: 'notifications.promote',
  summary:
    'Send now what of a message waits for its time or its next attempt; a delivery’s id sends that one, when it failed before.',
  method: 'POST',
  path: '/notifications/jobs/:jobId/promote',
  access: onMessage,
  input: oneMessage,
  output: z.object({
    promoted: z.int().meta({ description: 'deliveries; quiet hours and rates hold for them' }),
  }),
});

export const listAll = defineOperation({
  name: 'notifications.listDeliveries',
  summary: 'Deliveries of an organization, the newest first, by state, channel, recipient or time.',
  method: 'GET',
  path: '/notifications/deliveries',
  access: onOrganization,
  input: z.strictObject({ organizationId: organizationOfKey, ...deliveryFilters, ...pageInput }),
  output: pageOf(listedDelivery),
  paginated: true,
});

export const listOfMessage = defineOperation({
  name: 'notifications.deliveries',
  summary: 'Deliveries of a message, those that were decided against too.',
  method: 'GET',
  path: '/notifications/:jobId/deliveries',
  access: onMessage,
  input: z.strictObject({ ...oneMessage.shape, ...deliveryFilters, ...pageInput }),
  output: pageOf(listedDelivery),
  paginated: true,
});

/** Something that happened to a message or one of its deliveries. */
const happening = z.object({
  at: timestamp,
  type: z.enum([
    'asked',
    'cancelled',
    'planned',
    'attempt',
    'answer',
    'ended',
    'deadLetter',
    'redriven',
    'discarded',
  ]),
  deliveryId: id.nullable(),
  channel: z.enum(channelNames).nullable(),
  /** The number of the attempt, the state or outcome, and the code of the answer, where there are such. */
  attempt: z.int().nullable(),
  state: z.string().nullable(),
  code: z.string().nullable(),
  answer: z.string().nullable().meta({ description: 'what the provider said, without secrets' }),
  providerId: z.string().nullable(),
  latencyMs: z.int().nullable(),
});

export const timeline = defineOperation({
  name: 'notifications.timeline',
  summary: 'What happened to a message, or to one delivery when the id is a delivery’s, in order.',
  method: 'GET',
  path: '/notifications/:jobId/timeline',
  access: onMessage,
  input: oneMessage,
  output: z.object({
    happenings: z.array(happening).meta({ description: 'the first 500' }),
    isCut: z.boolean(),
  }),
});

/** What decided about a channel of somebody. */
const explanation = z
  .object({
    channel: z.enum(channelNames),
    /** The ledger has a row; else this is what would be decided now. */
    isConsidered: z.boolean(),
    deliveryId: id.nullable(),
    state: z.enum(deliveryStates).nullable(),
    hold: hold.nullable(),
    reason: z.string().nullable(),
    /** `mandatory`, `default`, or the choice of the person with its scope and value then. */
    rule: z.object({
      kind: z.enum(['mandatory', 'default', 'preference']),
      mode: z.enum(['on', 'off', 'digest']),
      scope: z.enum(['item', 'board', 'workspace', 'all']).nullable(),
      scopeId: id.nullable(),
      category: z.string().nullable(),
      channel: z.string().nullable(),
    }),
    /** Why an address was no good: hardBounce, complaint, unsubscribed, … */
    detail: z.string().nullable(),
    wouldChange: z.enum([
      'nothing',
      'beingRecipient',
      'senderChannels',
      'preference',
      'access',
      'address',
      'suppression',
      'laterExpiry',
      'provider',
    ]),
  })
  .meta({ id: 'DeliveryExplanation' });

export const why = defineOperation({
  name: 'notifications.why',
  summary:
    'Why somebody did or did not get a message, by channel: the rule, its value then, and what would change it.',
  method: 'GET',
  path: '/notifications/:jobId/why',
  access: onMessage,
  input: z.strictObject({ ...oneMessage.shape, userId: id }),
  output: z.object({
    userId: id,
    isRecipient: z.boolean(),
    channels: z.array(explanation),
  }),
});
