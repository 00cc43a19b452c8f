import { z } from 'zod';
import { id, timestamp } from './common.ts';
import { defineOperation } from './define.ts';

/** Work that repeats at times of its own (SPEC D7). */
export const scheduleNames = ['cleanup', 'auditCleanup'] as const;

const CRON_MAX_LENGTH = 100;

const access = { kind: 'instance' } as const;

const times = z.object({
  cron: z.string().meta({ description: 'minute, hour, day of month, month, day of week' }),
  timeZone: z.string().meta({ description: 'such as `Europe/Berlin`' }),
  isOn: z.boolean(),
});

const schedule = times
  .extend({
    name: z.enum(scheduleNames),
    default: times.meta({ description: 'of the configuration' }),
    isDefault: z.boolean(),
    catchUp: z
      .enum(['once', 'skip'])
      .meta({ description: 'what becomes of times at which nothing ran' }),
    lastRun: z
      .object({
        jobId: id,
        slot: timestamp.nullable().meta({ description: 'the time it was for; null: by hand' }),
        state: z.enum(['waiting', 'active', 'completed', 'dead', 'discarded']),
        startedAt: timestamp.nullable(),
        endedAt: timestamp.nullable(),
        error: z.string().nullable(),
      })
      .nullable(),
    nextRunAt: timestamp.nullable().meta({ description: 'null while it is off' }),
  })
  .meta({ id: 'Schedule' });

export const list = defineOperation({
  name: 'schedules.list',
  summary: 'Work that repeats, with its last and its next run.',
  method: 'GET',
  path: '/instance/schedules',
  access,
  input: z.strictObject({}),
  output: z.object({ schedules: z.array(schedule) }),
  hasTag: 'answer',
});

const named = { schedule: z.enum(scheduleNames) };

export const update = defineOperation({
  name: 'schedules.update',
  summary: 'Change when a schedule runs; null returns to the configured times.',
  method: 'PUT',
  path: '/instance/schedules/:schedule',
  access,
  input: z.strictObject({
    ...named,
    times: z
      .strictObject({
        cron: z.string().trim().min(1).max(CRON_MAX_LENGTH),
        timeZone: z.string().trim().min(1).max(CRON_MAX_LENGTH),
        isOn: z.boolean(),
      })
      .nullable(),
  }),
  output: schedule,
});

export const run = defineOperation({
  name: 'schedules.run',
  summary: 'Run a schedule’s work now, beside its times.',
  method: 'POST',
  path: '/instance/schedules/:schedule/run',
  access,
  input: z.strictObject(named),
  output: schedule,
  errors: ['CONFLICT'],
});
