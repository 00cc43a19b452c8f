import { readNow } from '../../platform/database/clock.ts';
import { readPauses } from '../../platform/jobs/store-jobs.ts';
import type { GaugeDefinition } from '../../platform/metrics.ts';
import { QUEUE_NAMES } from '../../platform/queue/queue-settings.ts';
import { findDueSlot } from '../../platform/schedule/cron.ts';
import { SECOND_MS } from '../../kernel/time.ts';
import type { JobsParts } from './parts.ts';
import { SCHEDULE_NAMES, timesOf } from './schedules/tick.ts';
import { countQueues } from './store/queue-figures.ts';
import { readChosenTimes, readLastSlot } from './store/schedules.ts';

const STATES = ['waiting', 'delayed', 'active', 'waitingChildren', 'dead'] as const;

/** What is open and dead of each queue, and schedules that nobody begins. */
export function createGauges(parts: Pick<JobsParts, 'config' | 'database'>): GaugeDefinition[] {
  const readCounts = async () => {
    const counts = await parts.database.read('all', countQueues);
    return QUEUE_NAMES.map((queue) => ({ queue, row: counts.find((row) => row.queue === queue) }));
  };
  return [
    {
      name: 'boardwire_jobs',
      help: 'Background jobs that are open or dead; dead ones wait for somebody to redrive or discard them',
      labelNames: ['queue', 'state'],
      read: async () =>
        (await readCounts()).flatMap(({ queue, row }) =>
          STATES.map((state) => ({ labels: { queue, state }, value: row?.[state] ?? 0 })),
        ),
    },
    {
      name: 'boardwire_jobs_oldest_seconds',
      help: 'Age of the oldest background job that is due and waits; paused says whether its queue is',
      // More workers do nothing for a queue that is paused, so what scales them leaves it out; alerts do not.
      labelNames: ['queue', 'paused'],
      read: async () => {
        const paused = new Set(await parts.database.read('all', readPauses));
        return (await readCounts()).map(({ queue, row }) => ({
          labels: { queue, paused: String(paused.has(queue)) },
          value: row?.oldestWaitingS ?? 0,
        }));
      },
    },
    {
      name: 'boardwire_schedule_overdue_seconds',
      help: 'How long ago a schedule should have begun that did not',
      labelNames: ['schedule'],
      read: () => readOverdue(parts),
    },
  ];
}

function readOverdue({ config, database }: Pick<JobsParts, 'config' | 'database'>) {
  return database.read('all', async (tx) => {
    const chosen = await readChosenTimes(tx);
    const now = await readNow(tx);
    const samples = [];
    for (const name of SCHEDULE_NAMES) {
      const times = timesOf(config, chosen, name);
      const last = times.isOn ? await readLastSlot(tx, name) : null;
      const due = last === null ? null : findDueSlot(times, last, now);
      const value = due === null ? 0 : (now.getTime() - due.getTime()) / SECOND_MS;
      samples.push({ labels: { schedule: name }, value });
    }
    return samples;
  });
}
