import type { scheduleNames } from '@boardwire/contract/schedules';
import type { Config } from '../config/config.ts';
import type { ScheduleTimes } from './cron.ts';

/** Work that repeats at times of its own (SPEC D7). */
export type ScheduleName = (typeof scheduleNames)[number];

/** What becomes of times at which nothing ran: the latest of them is made up for once, or none is. */
export type CatchUp = 'once' | 'skip';

interface Schedule {
  readonly variable: 'SCHEDULE_CLEANUP' | 'SCHEDULE_AUDIT_CLEANUP';
  readonly catchUp: CatchUp;
}

/** A program that is off every night cleans up in the morning. */
export const SCHEDULES: Readonly<Record<ScheduleName, Schedule>> = {
  cleanup: { variable: 'SCHEDULE_CLEANUP', catchUp: 'once' },
  auditCleanup: { variable: 'SCHEDULE_AUDIT_CLEANUP', catchUp: 'once' },
};

/** Shown for a schedule that the configuration switches off; choosing times in the app begins with these. */
const OFF: ScheduleTimes = { cron: '0 2 * * *', timeZone: 'UTC', isOn: false };

/** The configured times of a schedule. */
export function configuredTimes(config: Config, name: ScheduleName): ScheduleTimes {
  const times = config[SCHEDULES[name].variable];
  return times === 'off' ? OFF : times;
}
