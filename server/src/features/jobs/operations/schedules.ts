import { readNow } from '../../../platform/database/clock.ts';
import * as contract from '@boardwire/contract/schedules';
import type { Config } from '../../../platform/config/config.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { insertJobs } from '../../../platform/jobs/store-jobs.ts';
import { implement, type Operation } from '../../../platform/operation.ts';
import { conflict, invalid } from '../../../platform/refusal.ts';
import { findNextSlot, findTimesProblem } from '../../../platform/schedule/cron.ts';
import {
  configuredTimes,
  SCHEDULES,
  type ScheduleName,
} from '../../../platform/schedule/schedule-list.ts';
import { prepareRun, SCHEDULE_NAMES, timesOf } from '../schedules/tick.ts';
import { chooseTimes, hasOpenRun, listLastRuns, readChosenTimes } from '../store/schedules.ts';

/** Operations on schedules. */
export function createScheduleOperations(config: Config): Operation[] {
  return [list(config), update(config), run(config)];
}

function list(config: Config): Operation {
  return implement(contract.list, {
    handle: async (_input, { tx }) => ({ schedules: await describeAll(tx, config) }),
  });
}

function update(config: Config): Operation {
  return implement(contract.update, {
    async handle({ schedule, times }, { tx, audit }) {
      const problem = times === null ? null : findTimesProblem(times);
      if (problem !== null) throw invalid({ path: 'times.cron', message: problem });
      await chooseTimes(tx, schedule, times);
      audit({ action: 'schedules.updated', chain: 'instance', details: { schedule, times } });
      return describeOne(tx, config, schedule);
    },
  });
}

function run(config: Config): Operation {
  return implement(contract.run, {
    async handle({ schedule }, { tx, audit, lock }) {
      // Of two who ask at once, one does.
      await lock(LOCK_ID);
      if (await hasOpenRun(tx, schedule))
        throw conflict('running', 'It runs already, or waits for a free worker');
      await insertJobs(tx, [prepareRun(config, schedule)], { isRung: false });
      audit({ action: 'schedules.run', chain: 'instance', details: { schedule } });
      return describeOne(tx, config, schedule);
    },
  });
}

/** Any constant: runs by hand are rare. */
const LOCK_ID = '00000000-0000-0000-0000-00005c4ed01e';

async function describeOne(tx: Transaction, config: Config, name: ScheduleName) {
  const found = (await describeAll(tx, config)).find((schedule) => schedule.name === name);
  if (found === undefined) throw new Error(`no schedule ${name}`);
  return found;
}

async function describeAll(tx: Transaction, config: Config) {
  const chosen = await readChosenTimes(tx);
  const lastRuns = new Map(
    (await listLastRuns(tx)).map(({ schedule, ...lastRun }) => [schedule, lastRun]),
  );
  const now = await readNow(tx);
  return SCHEDULE_NAMES.map((name) => {
    const times = timesOf(config, chosen, name);
    return {
      name,
      ...times,
      default: configuredTimes(config, name),
      isDefault: !chosen.has(name),
      catchUp: SCHEDULES[name].catchUp,
      lastRun: lastRuns.get(name) ?? null,
      nextRunAt: times.isOn ? findNextSlot(times, now).toISOString() : null,
    };
  });
}
