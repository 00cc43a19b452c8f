import type { Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ScheduledChore } from '../../platform/feature.ts';
import type { Log } from '../../platform/log.ts';
import { queueVariable } from '../../platform/config/job-settings.ts';
import {
  completeSettings,
  QUEUE_NAMES,
  type QueueName,
  type QueueSettings,
} from '../../platform/queue/queue-settings.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { notify } from '../delivery/index.ts';

/** What the feature stands on. */
export interface JobsParts {
  config: Config;
  database: Database;
  log: Log;
  sealer: Sealer;
  notify: typeof notify;
  /** The nightly work of all features. */
  scheduled: readonly ScheduledChore[];
}

/** The settings of each queue as this process has them. */
export function readQueueSettings(config: Config): Record<QueueName, QueueSettings> {
  return completeSettings(
    Object.fromEntries(QUEUE_NAMES.map((queue) => [queue, config[queueVariable(queue)]])),
  );
}
