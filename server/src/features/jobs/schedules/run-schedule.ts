import { z } from 'zod';
import { scheduleNames } from '@boardwire/contract/schedules';
import { HOUR_MS } from '../../../kernel/time.ts';
import type { ScheduledChore } from '../../../platform/feature.ts';
import { defineJob, handleJob, type JobHandler } from '../../../platform/queue/job.ts';

/** Does the work of a schedule. */
export const runSchedule = defineJob({
  name: 'schedules.run',
  queue: 'cleanup',
  payload: z.strictObject({ schedule: z.enum(scheduleNames) }),
  timeoutMs: HOUR_MS,
});

/** Each piece of work is tried although another one failed; then the run counts as failed, and is tried again. */
export function handleSchedules(scheduled: readonly ScheduledChore[]): JobHandler {
  return handleJob(runSchedule, async ({ payload, signal, report, log }) => {
    const chores = scheduled.filter(({ schedule }) => schedule === payload.schedule);
    const failures: unknown[] = [];
    for (const [done, chore] of chores.entries()) {
      await report({ done, total: chores.length, note: chore.name });
      await chore.run(signal).catch((error: unknown) => {
        log.warn({ err: error, chore: chore.name }, 'a part of a schedule failed');
        failures.push(new Error(`${chore.name}: ${describe(error)}`, { cause: error }));
      });
      signal.throwIfAborted();
    }
    await report({ done: chores.length, total: chores.length });
    if (failures.length > 0) throw failures[0];
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
