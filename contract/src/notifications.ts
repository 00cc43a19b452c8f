import { z } from 'zod';
import { emailAddress, id, timestamp } from './common.ts';
import { anyJson } from './column-types.ts';
import { defineOperation } from './define.ts';

/** How a notification reaches somebody. */
export const channelNames = ['inApp', 'email', 'sms', 'push', 'webhook'] as const;
/** Order of urgency; `critical` also breaks quiet hours and needs a permission of its own (delivery D10). */
export const priorityNames = ['critical', 'high', 'normal', 'bulk'] as const;
/** Where a delivery stands (SPEC D4). */
export const deliveryStates = [
  'queued',
  'sending',
  'uncertain',
  'sent',
  'delivered',
  'failed',
  'cancelled',
  'suppressed',
  'expired',
] as const;

/** Most recipients of one call that are named one by one; topics and segments have no limit. */
const RECIPIENTS_MAX = 1_000;
/** Most notifications of one bulk call (SPEC D1). */
const BULK_MAX = 1_000;
/** What a program sent is not sent again when it repeats itself within this time. */
const ANSWERS_KEPT_DAYS = 30;
/** A year: what is planned further ahead is forgotten by its sender first. */
export const DELAY_MAX_S = 31_536_000;
/** How programs name templates: as they are sent, and as they are saved. */
export const TEMPLATE_KEY = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Values of a template, as JSON. */
const DATA_MAX_LENGTH = 16_384;

const locale = z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'A language such as en or de-AT');

/** Whom a notification is for. */
export const recipient = z.union([
  z.strictObject({ userId: id }),
  z.strictObject({
    email: emailAddress,
    name: z.string().max(120).optional(),
    locale: locale.optional(),
  }),
  z.strictObject({
    phone: z.string().regex(/^\+[1-9]\d{6,14}$/, 'A number such as +4915112345678 (E.164)'),
    locale: locale.optional(),
  }),
  z.strictObject({ topic: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/) }),
  z.strictObject({
    segment: z
      .enum(['members', 'admins'])
      .meta({ description: 'people of the organization by role' }),
  }),
]);

const content = z.strictObject({
  title: z.string().trim().min(1).max(200),
  body: z.string().trim().max(5_000),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});

/** One notification, whatever its number of recipients. */
export const notification = z.strictObject({
  to: z.array(recipient).min(1).max(RECIPIENTS_MAX),
  template: z
    .string()
    .regex(TEMPLATE_KEY, 'Lower-case letters, digits, dots, hyphens and underscores')
    .optional()
    .meta({ description: 'key of a template; without one, `content` is sent as it is' }),
  content: content.optional(),
  data: z
    .record(z.string().max(64), anyJson)
    .refine((data) => JSON.stringify(data).length <= DATA_MAX_LENGTH, 'At most 16 kB as JSON')
    .default({}),
  category: z.string().max(64).default('custom'),
  channels: z
    .array(z.enum(channelNames))
    .min(1)
    .optional()
    .meta({ description: 'without them, as each recipient prefers' }),
  priority: z.enum(priorityNames).default('normal'),
  delayS: z.int().min(0).max(DELAY_MAX_S).optional(),
  scheduledAt: timestamp.optional(),
  timeToLiveS: z.int().min(1).max(DELAY_MAX_S).optional(),
  expiresAt: timestamp.optional(),
  about: z.strictObject({ boardId: id.optional(), itemId: id.optional() }).default({}),
});

/** An API key is of one organization, and needs not name it. */
export const organizationOfKey = id
  .optional()
  .meta({ description: 'the organization; an API key may leave it out, it is of one' });

const send = { kind: 'permission', permission: 'notifications:send' } as const;
const onOrganization = { object: 'organization', id: 'organizationId' } as const;

/** A message that was taken, and how far it is. */
export const notificationJob = z
  .object({
    jobId: id,
    state: z.enum(['queued', 'sending', 'done', 'cancelled', 'parked']).meta({
      description: '`parked`: nobody could plan it, and an administrator has to decide',
    }),
    counts: z
      .record(z.enum(deliveryStates), z.int())
      .meta({ description: 'deliveries of the message by state; together they are those planned' }),
    isPlanned: z.boolean().meta({ description: 'every recipient has their deliveries' }),
    createdAt: timestamp,
    scheduledAt: timestamp,
  })
  .meta({ id: 'NotificationJob' });

export const create = defineOperation({
  name: 'notifications.send',
  summary: 'Send a notification, at once or at a time; it is kept before the answer comes.',
  method: 'POST',
  path: '/notifications',
  access: { ...send, ...onOrganization },
  input: z.strictObject({ organizationId: organizationOfKey, ...notification.shape }),
  output: z.object({ jobId: id, state: z.literal('queued') }),
  errors: ['CONFLICT'],
  sharesOrganization: true,
  accepted: { location: '/notifications/jobs/:jobId' },
  keepsAnswersDays: ANSWERS_KEPT_DAYS,
});

export const createMany = defineOperation({
  name: 'notifications.sendMany',
  summary: 'Send up to 1,000 notifications, all or none; problems are named by their place.',
  method: 'POST',
  path: '/notifications/bulk',
  access: { ...send, ...onOrganization },
  input: z.strictObject({
    organizationId: organizationOfKey,
    notifications: z.array(notification).min(1).max(BULK_MAX),
  }),
  output: z.object({ jobs: z.array(z.object({ jobId: id, state: z.literal('queued') })) }),
  errors: ['CONFLICT'],
  sharesOrganization: true,
  isBulk: true,
  accepted: {},
  keepsAnswersDays: ANSWERS_KEPT_DAYS,
});

/** One attempt of a delivery, as the provider answered it. */
const attempt = z.object({
  number: z.int(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  outcome: z.enum(['accepted', 'refused', 'uncertain', 'fenced']).nullable(),
  code: z.string().nullable(),
  latencyMs: z.int().nullable(),
});

/** One recipient by one channel. */
export const delivery = z
  .object({
    id,
    channel: z.enum(channelNames),
    recipientId: id.nullable(),
    state: z.enum(deliveryStates),
    hold: z.enum(['scheduled', 'retry', 'quiet', 'digest', 'throttled', 'paused']).nullable(),
    reason: z.string().nullable(),
    runAt: timestamp,
    finalAt: timestamp.nullable(),
    attempts: z.array(attempt),
  })
  .meta({ id: 'Delivery' });

const onMessage = { object: 'message', id: 'jobId' } as const;

export const getJob = defineOperation({
  name: 'notifications.getJob',
  summary: 'How far a message is, or one of its deliveries when the id is a delivery’s.',
  method: 'GET',
  path: '/notifications/jobs/:jobId',
  access: { ...send, ...onMessage },
  input: z.strictObject({ jobId: id }),
  output: z.union([notificationJob, delivery]),
});

/** What a cancellation stopped, counted from rows; the same at each call (delivery D17). */
export const cancelCounts = z
  .object({
    cancelled: z.int(),
    alreadySent: z.int(),
    inFlight: z.int(),
    isFanOutStopped: z.boolean(),
  })
  .meta({ id: 'CancelCounts' });

export const cancelJob = defineOperation({
  name: 'notifications.cancelJob',
  summary: 'Stop what of a message was not sent yet; a delivery’s id stops that one.',
  method: 'DELETE',
  path: '/notifications/jobs/:jobId',
  access: { ...send, ...onMessage },
  input: z.strictObject({ jobId: id }),
  output: cancelCounts,
  errors: ['CONFLICT'],
});
