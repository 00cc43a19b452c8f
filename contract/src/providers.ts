import { z } from 'zod';
import { defineOperation } from './define.ts';
import { channelNames } from './notifications.ts';

const provider = z
  .object({
    id: z.string(),
    kind: z.string().meta({ description: 'such as smtp, mailbox, twilio, webPush, fcm, webhook' }),
    channel: z.enum(channelNames),
    rank: z.int().meta({ description: 'within its channel, 1 for the one that is asked first' }),
    tellsReceipts: z.boolean().meta({ description: 'it says later what became of a message' }),
    state: z.enum(['healthy', 'unhealthy']),
    reason: z.string().nullable(),
  })
  .meta({ id: 'NotificationProvider' });

export const list = defineOperation({
  name: 'providers.list',
  summary: 'Who sends on each channel, each asked just now whether it could.',
  method: 'GET',
  path: '/instance/providers',
  access: { kind: 'instance' },
  input: z.strictObject({}),
  output: z.array(provider),
});
