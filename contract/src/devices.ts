import { z } from 'zod';
import { done, id, name, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** Keys of a subscription (RFC 8291): a point of P-256 and 16 bytes, as base64url. */
const KEY = /^[A-Za-z0-9_-]{20,120}={0,2}$/;

/** A registration token of Firebase Cloud Messaging; its parts are apart by a colon. */
const FCM_TOKEN = /^[\w:.-]{20,4096}$/;

const access = { kind: 'user' } as const;

/** A browser or phone that takes pushes. */
export const device = z
  .object({
    id,
    kind: z.enum(['webPush', 'fcm', 'phone']),
    name: z.string(),
    isVerified: z.boolean(),
    isSignedIn: z.boolean().meta({
      description: 'false once the log-in there ended: it gets nothing until the next one',
    }),
    createdAt: timestamp,
    lastUsedAt: timestamp.nullable().meta({ description: 'when a push last reached it' }),
  })
  .meta({ id: 'NotificationDevice' });

export const pushKey = defineOperation({
  name: 'devices.pushKey',
  summary: 'The public key that browsers subscribe to pushes with (VAPID, RFC 8292).',
  method: 'GET',
  path: '/account/push-key',
  access,
  input: z.strictObject({}),
  output: z.object({
    publicKey: z.string().nullable().meta({ description: 'null: this instance sends no pushes' }),
  }),
});

export const list = defineOperation({
  name: 'devices.list',
  summary: 'The devices on which one takes pushes.',
  method: 'GET',
  path: '/account/devices',
  access,
  input: z.strictObject({}),
  output: z.array(device),
});

export const register = defineOperation({
  name: 'devices.register',
  summary:
    'Take pushes on a browser (`subscription`) or in an app (`fcmToken`) until the log-out there; one that is known already is kept, and belongs to whoever registered it last.',
  method: 'POST',
  path: '/account/devices',
  access,
  input: z.strictObject({
    name,
    subscription: z
      .strictObject({
        endpoint: z.url({ protocol: /^https$/ }).max(2_000),
        keys: z.strictObject({ p256dh: z.string().regex(KEY), auth: z.string().regex(KEY) }),
      })
      .optional(),
    fcmToken: z
      .string()
      .regex(FCM_TOKEN, 'A registration token')
      .optional()
      .meta({ description: 'what Firebase gave the app on this phone; exactly one of the two' }),
  }),
  output: device,
  errors: ['CONFLICT'],
});

export const rename = defineOperation({
  name: 'devices.rename',
  summary: 'Call one of one’s devices by another name.',
  method: 'PATCH',
  path: '/account/devices/:deviceId',
  access,
  input: z.strictObject({ deviceId: id, name }),
  output: device,
});

export const remove = defineOperation({
  name: 'devices.remove',
  summary: 'Take pushes on a device no longer.',
  method: 'DELETE',
  path: '/account/devices/:deviceId',
  access,
  input: z.strictObject({ deviceId: id }),
  output: done,
});

export const test = defineOperation({
  name: 'devices.test',
  summary: 'Send a push to all of one’s devices.',
  method: 'POST',
  path: '/account/devices/test',
  access,
  input: z.strictObject({}),
  output: z.object({ jobId: id }),
  rateLimit: 'mail',
  errors: ['CONFLICT'],
});
