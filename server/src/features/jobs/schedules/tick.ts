import { readNow } from '../../../platform/database/clock.ts';
import type { Config } from '../../../platform/config/config.ts';
import type { Database, Transaction } from '../../../platform/database/database.ts';
import { prepareJob, type NewJob } from '../../../platform/jobs/new-job.ts';
import { insertJobs } from '../../../platform/jobs/store-jobs.ts';
import type { ScheduleTimes } from '../../../platform/schedule/cron.ts';
import {
  configuredTimes,
  SCHEDULES,
  type ScheduleName,
} from '../../../platform/schedule/schedule-list.ts';
import { readQueueSettings } from '../parts.ts';
import { beginToCount, readChosenTimes, readLastSlot, takeSlot } from '../store/schedules.ts';
import { decideSlot } from './decide-slot.ts';
import { runSchedule } from './run-schedule.ts';

/** Names of all schedules. */
export const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];

/** The times that hold now: the chosen ones, or those of the configuration. */
export function timesOf(
  config: Config,
  chosen: ReadonlyMap<string, ScheduleTimes>,
  name: ScheduleName,
): ScheduleTimes {
  return chosen.get(name) ?? configuredTimes(config, name);
}

/** The job of a run. */
export function prepareRun(config: Config, name: ScheduleName): NewJob {
  return prepareJob(runSchedule, { schedule: name }, { schedule: name }, readQueueSettings(config));
}

/** Begins what is due: each slot once, however many nodes look (fault F13). Answers what began. */
export async function tickSchedules(parts: {
  config: Config;
  database: Database;
}): Promise<ScheduleName[]> {
  const begun: ScheduleName[] = [];
  for (const name of SCHEDULE_NAMES) {
    if (await parts.database.write('all', (tx) => tick(tx, parts.config, name))) begun.push(name);
  }
  return begun;
}

async function tick(tx: Transaction, config: Config, name: ScheduleName): Promise<boolean> {
  const times = timesOf(config, await readChosenTimes(tx), name);
  if (!times.isOn) return false;
  const last = await readLastSlot(tx, name);
  if (last === null) {
    await beginToCount(tx, name);
    return false;
  }
  const { catchUp } = SCHEDULES[name];
  const due = decideSlot({ times, catchUp }, last, await readNow(tx));
  if (due === null) return false;
  const { slot } = due;
  if (!due.runs) {
    await takeSlot(tx, name, { slot, jobId: null });
    return false;
  }
  const job = prepareRun(config, name);
  if (!(await takeSlot(tx, name, { slot, jobId: job.id }))) return false;
  await insertJobs(tx, [job], { isRung: false });
  return true;
}
