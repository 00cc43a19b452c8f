import { createId } from '../../kernel/ids.ts';
import { DAY_MS, SECOND_MS } from '../../kernel/time.ts';
import type { Log } from '../log.ts';
import type { BullQueue, OpenEngine, QueueEngine } from './engine.ts';
import type { JobDefinition, JobHandler } from './job.ts';
import { openEngine } from './open-engine.ts';
import { currentSpan } from '../trace/current-span.ts';
import type { Tracing } from '../trace/tracing.ts';
import { encodePayload } from './payload.ts';
import type { QueueObserver } from './process-job.ts';
import { BACKOFF_JITTER, BACKOFF_MS, QUEUE_NAMES, QUEUE_SETTINGS } from './queue-settings.ts';
import type { QueueName, QueueSettings } from './queue-settings.ts';
import type { Workers } from './workers.ts';

/** How a job is put in. */
export interface EnqueueOptions {
  /**
   * Jobs with the same id and queue become one while it waits; while it runs, one more is kept for when it ends, so that
   * a doorbell rung during the look is heard.
   */
  readonly dedupeId?: string;
  readonly delayMs?: number;
  /** 0 (first, default) to 2,097,151 (last). */
  readonly priority?: number;
}

/** Jobs of one queue by state; what is known of work itself is in rows (delivery D3). */
export interface QueueStats {
  readonly queue: QueueName;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** The job queue of one process. */
export interface Queue {
  /**
   * Puts a job in and answers its id. Throws JobPayloadError for a payload that the declaration refuses, and
   * QueueUnavailableError within seconds when the engine is away.
   */
  enqueue<Payload>(
    job: JobDefinition<Payload>,
    payload: Payload,
    options?: EnqueueOptions,
  ): Promise<string>;
  /** Starts claiming jobs of every queue that a handler belongs to. */
  startWorkers(): Promise<void>;
  /** Stops claiming in this process; what runs goes on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops claiming, lets running jobs finish until the deadline, then aborts them; they go back to the queue. */
  drain(deadlineMs: number): Promise<void>;
  /** Ends all connections; drain first. */
  close(): Promise<void>;
  stats(): Promise<QueueStats[]>;
}

export interface QueueOptions {
  readonly engine: QueueEngine;
  readonly jobs: readonly JobHandler[];
  readonly log: Log;
  readonly observer?: QueueObserver;
  readonly tracing?: Tracing;
  readonly settings?: Partial<Record<QueueName, Partial<QueueSettings>>>;
  /** How long a job of a process that died stays taken; it is found within twice this. */
  readonly lockMs?: number;
}

/** A payload that its own declaration refuses: our mistake, not worth another try. */
export class JobPayloadError extends Error {}

/** The engine did not take the job in time; it may all the same have it, so handlers must bear repeats. */
export class QueueUnavailableError extends Error {}

/** An outage must reach the caller within seconds (reliability, degraded modes). */
const ENQUEUE_TIMEOUT_MS = 5 * SECOND_MS;

/** Dead jobs are kept this long for a look; the ledger rows are what counts. */
const FAILED_KEPT_S = (7 * DAY_MS) / SECOND_MS;

const DEFAULT_LOCK_MS = 30 * SECOND_MS;

/** BullMQ's own event stream, which nothing reads, is cut to this. */
const EVENTS_KEPT = 100;

/** Stack frames kept with a failed job, one stack a try. */
const STACKS_KEPT = 3;

/** Repeats of one connection error are logged at most this often. */
const ERROR_LOG_INTERVAL_MS = 10 * SECOND_MS;

/** Opens the queue. Connections are made on first use, so it may be built before its engine is up. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const { log } = options;
  const reportError = createErrorReport(log);
  const engine = await openEngine(options.engine, log);
  const queues = new Map<QueueName, BullQueue>();
  const findQueue = (name: QueueName) => {
    const queue = queues.get(name) ?? buildQueue(engine, name, reportError);
    queues.set(name, queue);
    return queue;
  };
  const settings = mergeSettings(options.settings ?? {});
  let workers: Workers | undefined;
  let closing: Promise<void> | undefined;
  return {
    enqueue: (job, payload, how = {}) =>
      enqueue(findQueue(job.queue), job, payload, how, settings[job.queue]),
    async startWorkers() {
      const { startWorkers } = await import('./workers.ts');
      workers ??= startWorkers({
        ...options,
        engine,
        settings,
        reportError,
        lockMs: options.lockMs ?? DEFAULT_LOCK_MS,
      });
    },
    pause: async () => workers?.pause(),
    resume: async () => workers?.resume(),
    drain: async (deadlineMs) => workers?.drain(deadlineMs),
    close() {
      closing ??= closeAll(workers, queues, engine);
      return closing;
    },
    stats: () => Promise.all(QUEUE_NAMES.map((name) => readStats(findQueue(name), name))),
  };
}

async function closeAll(
  workers: Workers | undefined,
  queues: ReadonlyMap<QueueName, BullQueue>,
  engine: OpenEngine,
): Promise<void> {
  await workers?.drain(0);
  await Promise.all([...queues.values()].map((queue) => queue.close()));
  await engine.close();
}

function buildQueue(
  engine: OpenEngine,
  name: QueueName,
  reportError: (error: Error) => void,
): BullQueue {
  const queue = engine.buildQueue(name, { streams: { events: { maxLen: EVENTS_KEPT } } });
  queue.on('error', reportError);
  return queue;
}

async function enqueue<Payload>(
  queue: BullQueue,
  job: JobDefinition<Payload>,
  payload: Payload,
  how: EnqueueOptions,
  settings: QueueSettings,
): Promise<string> {
  const encoded = encodePayload(job, payload);
  if (!encoded.ok) throw new JobPayloadError(encoded.problem);
  const cause = currentSpan()?.traceparent;
  const adding = queue.add(job.name, encoded.stored, {
    jobId: createId(),
    attempts: job.attempts ?? settings.attempts,
    backoff: { type: 'exponential', delay: job.backoffMs ?? BACKOFF_MS, jitter: BACKOFF_JITTER },
    delay: how.delayMs ?? 0,
    priority: how.priority ?? 0,
    removeOnComplete: true,
    removeOnFail: { age: FAILED_KEPT_S },
    stackTraceLimit: STACKS_KEPT,
    ...(cause === undefined ? {} : { telemetry: { metadata: cause } }),
    ...(how.dedupeId === undefined
      ? {}
      : { deduplication: { id: how.dedupeId, keepLastIfActive: true } }),
  });
  const added = await raceTimeout(adding, ENQUEUE_TIMEOUT_MS).catch((error: unknown) => {
    throw new QueueUnavailableError(`the job queue did not take ${job.name}`, { cause: error });
  });
  return added.id ?? '';
}

async function readStats(queue: BullQueue, name: QueueName): Promise<QueueStats> {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
  return {
    queue: name,
    waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
  };
}

function mergeSettings(
  overrides: Partial<Record<QueueName, Partial<QueueSettings>>>,
): Record<QueueName, QueueSettings> {
  const merged = { ...QUEUE_SETTINGS };
  for (const name of QUEUE_NAMES) merged[name] = { ...merged[name], ...overrides[name] };
  return merged;
}

/** Logs connection errors once per message and interval: every worker reports the same outage again and again. */
function createErrorReport(log: Log): (error: Error) => void {
  const lastLoggedAt = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    const last = lastLoggedAt.get(error.message) ?? -Infinity;
    if (now - last < ERROR_LOG_INTERVAL_MS) return;
    if (lastLoggedAt.size > 100) lastLoggedAt.clear();
    lastLoggedAt.set(error.message, now);
    log.warn({ err: error }, 'job queue error');
  };
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
