import { z } from 'zod';
import { isTimeZone } from './accounts.ts';
import { timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** Windows of one person: two a day leave none unsaid. */
const WINDOWS_MAX = 14;
const MINUTES_OF_A_DAY = 1_440;

const minute = z
  .int()
  .min(0)
  .max(MINUTES_OF_A_DAY - 1)
  .meta({ description: 'minutes since midnight on the wall' });

/** A stretch of the week in which somebody wants to hear nothing. */
const quietWindow = z.strictObject({
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .meta({ description: 'days on which it begins, 1 for Monday to 7 for Sunday' }),
  fromMinute: minute,
  toMinute: minute.meta({ description: 'at or before `fromMinute`: on the next day' }),
});

const settings = {
  timeZone: z.string().max(64).refine(isTimeZone, 'Use an IANA name such as Europe/Zurich'),
  windows: z.array(quietWindow).max(WINDOWS_MAX),
  overrideUntil: timestamp
    .nullable()
    .meta({ description: 'heard until then in spite of the windows' }),
};

const quietHours = z
  .object({
    ...settings,
    isQuiet: z.boolean().meta({ description: 'now' }),
    quietUntil: timestamp
      .nullable()
      .meta({ description: 'when it is loud again, if it is quiet now' }),
  })
  .meta({ id: 'QuietHours' });

export const get = defineOperation({
  name: 'quietHours.get',
  summary: 'When one wants to hear nothing, and whether that is now.',
  method: 'GET',
  path: '/account/quiet-hours',
  access: { kind: 'user' },
  input: z.strictObject({}),
  output: quietHours,
});

export const set = defineOperation({
  name: 'quietHours.set',
  summary:
    'Choose when to hear nothing: mails, pushes and text messages wait until it is over, the inbox does not.',
  method: 'PUT',
  path: '/account/quiet-hours',
  access: { kind: 'user' },
  input: z.strictObject(settings),
  output: quietHours,
});

/** When somebody wants to hear nothing. */
export type QuietHours = z.output<typeof quietHours>;
