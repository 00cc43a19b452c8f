import { z } from 'zod';
import { id, pageInput, pageOf, timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { channelNames, deliveryStates, organizationOfKey } from './notifications.ts';

const manage = {
  kind: 'permission',
  permission: 'notifications:manage',
  object: 'organization',
  id: 'organizationId',
} as const;

/** Dead letters that one call redrives or discards. */
const BATCH_MAX = 10_000;
/** A minute's redrives: a provider that came back should not fall over at once. */
const RATE_MAX = 6_000;
/** How many go out again in a minute. */
export const perMinute = z.int().min(1).max(RATE_MAX).default(60);

/** A delivery that ended without arriving, or whose fate nobody knows; or a message that nobody could plan. */
export const deadLetter = z
  .object({
    id,
    deliveryId: id.nullable().meta({ description: 'null of a message that nobody could plan' }),
    messageId: id,
    channel: z.enum(channelNames).nullable(),
    recipientId: id.nullable(),
    recipientName: z.string().nullable(),
    /** `a***@example.com`; null where the address is the person. */
    address: z.string().nullable(),
    category: z.string(),
    template: z.string(),
    /** Its own words, where the message was sent with such. */
    title: z.string().nullable(),
    state: z
      .enum([...deliveryStates, 'parked'])
      .meta({ description: '`parked`: a message that nobody could plan' }),
    reason: z.string(),
    attempts: z.int(),
    createdAt: timestamp,
  })
  .meta({ id: 'DeadLetter' });

/** Which are meant. */
export const filter = {
  channel: z.enum(channelNames).optional(),
  reason: z.string().max(200).optional(),
  category: z.string().max(64).optional(),
};
/** Those that are acted on. */
export const chosen = {
  ids: z.array(id).min(1).max(BATCH_MAX).optional().meta({ description: 'these alone' }),
  ...filter,
  isDryRun: z.boolean().default(false).meta({ description: 'count, and change nothing' }),
};

export const list = defineOperation({
  name: 'deadLetters.list',
  summary: 'Deliveries that ended without arriving or are in doubt, the newest first.',
  method: 'GET',
  path: '/dead-letters',
  access: manage,
  input: z.strictObject({ organizationId: organizationOfKey, ...filter, ...pageInput }),
  output: pageOf(deadLetter),
  paginated: true,
  hasTag: 'answer',
});

export const redrive = defineOperation({
  name: 'deadLetters.redrive',
  summary: 'Send dead letters again at a rate; their ids and history stay.',
  method: 'POST',
  path: '/dead-letters/redrive',
  access: manage,
  input: z.strictObject({ organizationId: organizationOfKey, ...chosen, perMinute }),
  output: z.object({ matching: z.int(), redriven: z.int() }),
});

export const discard = defineOperation({
  name: 'deadLetters.discard',
  summary: 'End dead letters without sending them; those in doubt count as failed.',
  method: 'POST',
  path: '/dead-letters/discard',
  access: manage,
  input: z.strictObject({ organizationId: organizationOfKey, ...chosen }),
  output: z.object({ matching: z.int(), discarded: z.int() }),
});
