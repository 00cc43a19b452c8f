import { z } from 'zod';
import { done, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

const access = { kind: 'user' } as const;

const phone = z
  .object({
    isOffered: z.boolean().meta({ description: 'whether this instance sends text messages' }),
    number: z
      .string()
      .nullable()
      .meta({ description: 'the proved number, masked as in `+49***78`; null without one' }),
    pending: z
      .object({
        number: z.string().meta({ description: 'masked' }),
        expiresAt: timestamp,
        triesLeft: z.int().min(0),
      })
      .nullable()
      .meta({ description: 'a number whose code can still be entered' }),
  })
  .meta({ id: 'Phone' });

export const get = defineOperation({
  name: 'phone.get',
  summary: 'The telephone that text messages reach one on.',
  method: 'GET',
  path: '/account/phone',
  access,
  input: z.strictObject({}),
  output: phone,
});

export const sendCode = defineOperation({
  name: 'phone.sendCode',
  summary:
    'Send a code of six digits to a number, to prove that it is one’s own; valid for ten minutes.',
  method: 'POST',
  path: '/account/phone/code',
  access,
  input: z.strictObject({
    number: z.string().regex(/^\+[1-9]\d{6,14}$/, 'A number such as +4915112345678 (E.164)'),
  }),
  output: phone,
  rateLimit: 'mail',
  errors: ['CONFLICT'],
});

export const verify = defineOperation({
  name: 'phone.verify',
  summary: 'Enter the code that came; the number is then the one that text messages go to.',
  method: 'POST',
  path: '/account/phone/verify',
  access,
  input: z.strictObject({
    code: z.string().regex(/^\d{6}$/, 'The six digits of the text message'),
  }),
  output: phone,
  rateLimit: 'mail',
  errors: ['CONFLICT'],
});

export const remove = defineOperation({
  name: 'phone.remove',
  summary: 'Take no text messages any longer; the number is forgotten.',
  method: 'DELETE',
  path: '/account/phone',
  access,
  input: z.strictObject({}),
  output: done,
});
