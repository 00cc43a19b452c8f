import { DelayedError } from 'bullmq';
import type { Job } from 'bullmq';
import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Log } from '../log.ts';
import { nameCopy, type RowKeeping } from './begin-run.ts';
import type { JobHandler } from './job.ts';
import { isFromNewerVersion } from './payload.ts';
import type { QueueName } from './queue-settings.ts';

/** Long enough for the slowest upgrade, and for one that is taken back and done again. */
const PATIENCE_MS = DAY_MS;
/** A worker that knows it takes it within this or a little more, while old and new ones run side by side. */
const WAIT_MS = 2 * SECOND_MS;

/** Kinds of jobs that this process has told of. */
const told = new Set<string>();

/**
 * Lays a job back that a newer version of the program has put in, for a worker that knows it: no try is spent, and
 * nothing ends (fault F15). After a day it is run as any other, and ends with the reason. Throws what makes BullMQ delay
 * it.
 */
export async function leaveToNewerVersion(
  job: Job,
  token: string | undefined,
  parts: {
    queue: QueueName;
    handlers: ReadonlyMap<string, JobHandler>;
    keeping: RowKeeping | undefined;
    log: Log;
  },
): Promise<void> {
  const reason = describeForeign(job, parts.handlers);
  if (reason === null || Date.now() - job.timestamp > PATIENCE_MS) return;
  const waitMs = Math.round(WAIT_MS * (1 + Math.random()));
  const kind = `${job.name} ${reason}`;
  if (!told.has(kind)) parts.log.warn({ reason }, 'a job waits for a worker of a newer version');
  told.add(kind);
  await parts.keeping?.rows
    .putOff({ queue: parts.queue, engineId: nameCopy(job) }, { waitMs, reason })
    .catch((error: unknown) => parts.log.debug({ err: error }, 'a job’s wait is not kept'));
  await job.moveToDelayed(Date.now() + waitMs, token);
  throw new DelayedError();
}

function describeForeign(job: Job, handlers: ReadonlyMap<string, JobHandler>): string | null {
  const handler = handlers.get(job.name);
  if (handler === undefined) return `this version knows no job ${job.name}`;
  return isFromNewerVersion(handler.job, job.data)
    ? `this version does not know all of the payload of ${job.name}`
    : null;
}
