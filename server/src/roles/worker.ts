import { readQueueSettings } from '../features/jobs/index.ts';
import { SECOND_MS, sleep } from '../kernel/time.ts';
import { createChoreRunner } from '../platform/chores.ts';
import { createHousekeeping } from '../platform/housekeeping.ts';
import { createJobRows } from '../platform/jobs/job-rows.ts';
import type { Outbox } from '../platform/outbox.ts';
import { createQueue, type Queue } from '../platform/queue/queue.ts';
import type { ComposedFeatures } from './features.ts';
import type { Foundation } from './foundation.ts';

/** The background side of the program: reactions, jobs and chores. */
export interface Worker {
  queue: Queue;
  stop(graceMs: number): Promise<void>;
}

/** New rows of jobs, those that others redrove, and paused queues are seen within this. */
const LOOK_INTERVAL_MS = SECOND_MS;

/** Opens the queue and starts to work. */
export async function startWorker(
  foundation: Foundation,
  { features, sender, channels }: Pick<ComposedFeatures, 'features' | 'sender' | 'channels'>,
  outbox: Outbox,
): Promise<Worker> {
  const { config, log, metrics, postgres, tracing } = foundation;
  const queue = await createQueue({
    engine:
      config.REDIS_URL === undefined
        ? {
            kind: 'postgres',
            connectionString: postgres.appUrl,
            adminConnectionString: postgres.adminUrl,
          }
        : { kind: 'redis', url: config.REDIS_URL, instanceId: foundation.instanceId },
    jobs: features.flatMap((feature) => feature.jobs ?? []),
    rows: createJobRows(foundation.database),
    settings: readQueueSettings(config),
    log,
    tracing,
    observer: { onJob: metrics.observeJob },
  });
  const chores = createChoreRunner(
    [
      ...createHousekeeping(foundation.database),
      ...features.flatMap((feature) => feature.chores ?? []),
      { name: 'jobs.look', intervalMs: LOOK_INTERVAL_MS, run: () => queue.look() },
    ],
    log,
  );
  await queue.startWorkers();
  await outbox.start();
  chores.start();
  sender.start();
  return {
    queue,
    async stop(graceMs) {
      await Promise.all([
        chores.stop(),
        outbox.stop(),
        queue.drain(graceMs),
        drainSender(sender, graceMs),
      ]);
      await Promise.all([queue.close(), channels.providers.close()]);
    },
  };
}

/** What a slow provider has not answered by then is left to whoever looks after its lease has ended. */
async function drainSender(sender: ComposedFeatures['sender'], graceMs: number): Promise<void> {
  const abort = new AbortController();
  await Promise.race([sender.drain(), sleep(graceMs, abort.signal)]);
  abort.abort();
}
