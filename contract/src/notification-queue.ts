import { z } from 'zod';
import { timestamp } from './common.ts';
import { defineOperation } from './define.ts';
import { channelNames, organizationOfKey, priorityNames } from './notifications.ts';

const manage = {
  kind: 'permission',
  permission: 'notifications:manage',
  object: 'organization',
  id: 'organizationId',
} as const;

/** A day to a year, in seconds. */
const CLEAN_MIN_S = 86_400;
const CLEAN_MAX_S = 31_536_000;

const load = z.object({
  channel: z.enum(channelNames),
  lane: z.enum(priorityNames),
  waiting: z.int().meta({ description: 'due now' }),
  delayed: z.int().meta({ description: 'for later' }),
  active: z.int().meta({ description: 'being sent' }),
  completed: z.int().meta({ description: 'sent within the last day' }),
  failed: z.int().meta({ description: 'failed within the last day' }),
});

const rate = z.object({
  channel: z.enum(channelNames),
  perMinute: z.number().meta({ description: 'sent a minute, over the last five' }),
  latencyMs: z
    .object({ median: z.int(), p95: z.int() })
    .nullable()
    .meta({ description: 'of the answers of providers within the last hour' }),
});

const pause = z.object({
  channel: z.enum(channelNames).nullable().meta({ description: 'null stands for all channels' }),
  pausedAt: timestamp,
});

export const stats = defineOperation({
  name: 'notifications.queueStats',
  summary:
    'How much of an organization waits, is being sent, went out and failed, by channel and lane.',
  method: 'GET',
  path: '/notifications/queue/stats',
  access: manage,
  input: z.strictObject({ organizationId: organizationOfKey }),
  output: z.object({
    waiting: z.int(),
    active: z.int(),
    completed: z.int(),
    failed: z.int(),
    delayed: z.int(),
    paused: z.int().meta({ description: 'due, on channels that are paused' }),
    deadLetters: z.int(),
    overdueS: z.number().meta({ description: 'age of the oldest due delivery, seconds' }),
    queues: z.array(load),
    rates: z.array(rate),
    pauses: z.array(pause),
  }),
});

const which = z.strictObject({
  organizationId: organizationOfKey,
  channel: z.enum(channelNames).optional().meta({ description: 'without one, all channels' }),
});

export const pauseQueue = defineOperation({
  name: 'notifications.pauseQueue',
  summary: 'Begin no more deliveries of an organization; those being sent end.',
  method: 'POST',
  path: '/notifications/queue/pause',
  access: manage,
  input: which,
  output: z.object({ pauses: z.array(pause) }),
});

export const resumeQueue = defineOperation({
  name: 'notifications.resumeQueue',
  summary: 'Go on with the deliveries of an organization.',
  method: 'POST',
  path: '/notifications/queue/resume',
  access: manage,
  input: which,
  output: z.object({ pauses: z.array(pause) }),
});

export const cleanQueue = defineOperation({
  name: 'notifications.cleanQueue',
  summary: 'Forget messages whose deliveries all ended before a time; what is in an inbox stays.',
  method: 'POST',
  path: '/notifications/queue/clean',
  access: manage,
  input: z.strictObject({
    organizationId: organizationOfKey,
    olderThanS: z
      .int()
      .min(CLEAN_MIN_S)
      .max(CLEAN_MAX_S)
      .default(7 * CLEAN_MIN_S),
  }),
  output: z.object({
    messages: z.int(),
    isDone: z.boolean().meta({ description: 'false when there are more: call again' }),
  }),
});
