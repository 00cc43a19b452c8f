import { SECOND_MS } from '../../kernel/time.ts';
import type { Feature } from '../../platform/feature.ts';
import { alertDeadJobs } from './alert-dead-jobs.ts';
import { createGauges } from './gauges.ts';
import { changeOperations } from './operations/change.ts';
import { createReadOperations } from './operations/read.ts';
import { createScheduleOperations } from './operations/schedules.ts';
import type { JobsParts } from './parts.ts';
import { handleSchedules } from './schedules/run-schedule.ts';
import { tickSchedules } from './schedules/tick.ts';
import { forgetEnded } from './store/change-jobs.ts';
import { deleteOldSlots } from './store/schedules.ts';

export { readQueueSettings } from './parts.ts';

/** Schedules begin within this of their time. */
const TICK_INTERVAL_MS = 5 * SECOND_MS;
const ALERT_INTERVAL_MS = 5 * SECOND_MS;
const FORGOTTEN_AT_ONCE = 2_000;
const SLOTS_KEPT_DAYS = 400;

/** Background jobs as owners of the instance see them, and work that repeats. */
export function createJobsFeature(parts: JobsParts): Feature {
  const { config, database } = parts;
  const forget: Feature['scheduled'] = [
    {
      name: 'jobs.forget',
      schedule: 'cleanup',
      async run(signal) {
        const step = () => database.write('all', (tx) => forgetEnded(tx, FORGOTTEN_AT_ONCE));
        while (!signal.aborted && (await step()) === FORGOTTEN_AT_ONCE);
        await database.write('all', (tx) => deleteOldSlots(tx, SLOTS_KEPT_DAYS));
      },
    },
  ];
  return {
    operations: [
      ...createReadOperations(config),
      ...changeOperations,
      ...createScheduleOperations(config),
    ],
    jobs: [handleSchedules([...parts.scheduled, ...forget])],
    chores: [
      {
        name: 'schedules.tick',
        intervalMs: TICK_INTERVAL_MS,
        run: async () => void (await tickSchedules(parts)),
      },
      {
        name: 'jobs.alertDead',
        intervalMs: ALERT_INTERVAL_MS,
        run: async () => void (await alertDeadJobs(parts)),
      },
    ],
    gauges: createGauges(parts),
  };
}
