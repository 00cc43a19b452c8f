import { z } from 'zod';
import { timestamp } from './common.ts';
import { defineOperation } from './define.ts';

const settings = {
  hour: z.int().min(0).max(23).meta({ description: 'on one’s own wall' }),
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .meta({ description: '1 for Monday to 7 for Sunday; one alone makes the digest weekly' }),
};

const digestTime = z
  .object({
    ...settings,
    timeZone: z
      .string()
      .meta({ description: 'the one of one’s quiet hours, else of one’s profile' }),
    nextAt: timestamp.meta({ description: 'when a digest that opens now goes out' }),
  })
  .meta({ id: 'DigestTime' });

export const get = defineOperation({
  name: 'digestTime.get',
  summary: 'When one’s digests go out: at eight on every day unless one chose otherwise.',
  method: 'GET',
  path: '/account/digest-time',
  access: { kind: 'user' },
  input: z.strictObject({}),
  output: digestTime,
});

export const set = defineOperation({
  name: 'digestTime.set',
  summary:
    'Choose the hour and the days on which one’s digests go out; those that are open move along.',
  method: 'PUT',
  path: '/account/digest-time',
  access: { kind: 'user' },
  input: z.strictObject(settings),
  output: digestTime,
});
