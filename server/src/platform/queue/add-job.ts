import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import type { NewJob } from '../jobs/new-job.ts';
import type { UnrungJob } from '../jobs/ring-jobs.ts';
import type { BullQueue } from './engine.ts';
import { BACKOFF_JITTER } from './queue-settings.ts';

/** The engine did not take the job in time; it may all the same have it, so handlers must bear repeats. */
export class QueueUnavailableError extends Error {}

/** An outage must reach the caller within seconds (reliability, degraded modes). */
const ENQUEUE_TIMEOUT_MS = 5 * SECOND_MS;

/** Dead jobs stay in the engine this long for a look; the rows are what counts. */
const FAILED_KEPT_S = (7 * DAY_MS) / SECOND_MS;

/** Stack frames kept with a failed job, one stack a try. */
const STACKS_KEPT = 3;

/** What the engine is told of a job. */
export type EngineJob = Pick<
  UnrungJob & NewJob,
  'name' | 'payload' | 'priority' | 'attempts' | 'firstWaitMs' | 'delayMs' | 'traceparent'
> & { readonly engineId: string };

/** Puts a job into the engine and answers the id that it has there. Throws QueueUnavailableError. */
export async function addJob(queue: BullQueue, job: EngineJob, dedupeId?: string): Promise<string> {
  const adding = queue.add(job.name, job.payload, {
    jobId: job.engineId,
    attempts: job.attempts,
    backoff: { type: 'exponential', delay: job.firstWaitMs, jitter: BACKOFF_JITTER },
    delay: Math.round(job.delayMs),
    priority: job.priority,
    removeOnComplete: true,
    removeOnFail: { age: FAILED_KEPT_S },
    stackTraceLimit: STACKS_KEPT,
    ...(job.traceparent === null ? {} : { telemetry: { metadata: job.traceparent } }),
    ...(dedupeId === undefined ? {} : { deduplication: { id: dedupeId, keepLastIfActive: true } }),
  });
  const added = await raceTimeout(adding, ENQUEUE_TIMEOUT_MS).catch((error: unknown) => {
    throw new QueueUnavailableError(`the job queue did not take ${job.name}`, { cause: error });
  });
  return added.id ?? '';
}

async function raceTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
    promise.catch(() => {});
  }
}
