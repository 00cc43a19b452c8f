import { sleep } from '../../kernel/time.ts';
import type { Log } from '../log.ts';
import type { BullWorker, OpenEngine } from './engine.ts';
import type { RowKeeping } from './begin-run.ts';
import type { JobHandler } from './job.ts';
import { processJob } from './process-job.ts';
import type { ProcessContext, QueueObserver } from './process-job.ts';
import type { QueueName, QueueSettings } from './queue-settings.ts';
import { noTracing, type Tracing } from '../trace/tracing.ts';

/** The workers of one process. */
export interface Workers {
  /** Begins no more jobs of these queues, and goes on with all others. */
  holdQueues(paused: ReadonlySet<QueueName>): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  drain(deadlineMs: number): Promise<void>;
}

export interface WorkersOptions {
  readonly engine: OpenEngine;
  readonly jobs: readonly JobHandler[];
  readonly log: Log;
  readonly observer?: QueueObserver;
  readonly tracing?: Tracing;
  readonly settings: Record<QueueName, QueueSettings>;
  readonly lockMs: number;
  readonly keeping: RowKeeping | undefined;
  readonly reportError: (error: Error) => void;
}

/**
 * Taking a job back from a dead process is not the job's fault; how often one may be started is counted in our own rows.
 * The library's default of one fails jobs for good after two crashes.
 */
const MAX_STALLS = 1_000_000;

/** A job that takes its process down each time ends here even if no row counts its starts; putting off counts too. */
const MAX_STARTS = 10_000;

/** Pause before a worker asks again after an outage. */
const OUTAGE_PAUSE_MS = 1_000;

/** An idle worker asks this often although nothing rang, seconds: what a lost notification costs. */
const IDLE_POLL_S = 10;

/** After the abort, handlers that heed their signal get this long to hand their jobs back. */
const RETURN_GRACE_MS = 1_500;

/** Starts one worker for each queue that has handlers. */
export function startWorkers(options: WorkersOptions): Workers {
  const shutdown = new AbortController();
  let draining: Promise<void> | undefined;
  const byQueue = groupByQueue(options.jobs);
  const workers = new Map(
    [...byQueue].map(([queue, handlers]) => [
      queue,
      startWorker(options, {
        queue,
        handlers,
        log: options.log,
        observer: options.observer,
        tracing: options.tracing ?? noTracing,
        keeping: options.keeping,
        shutdown: shutdown.signal,
      }),
    ]),
  );
  const all = [...workers.values()];
  return {
    async holdQueues(paused) {
      for (const [queue, worker] of workers) {
        if (paused.has(queue) === worker.isPaused()) continue;
        await (paused.has(queue) ? worker.pause(true) : worker.resume());
      }
    },
    pause: async () => void (await Promise.all(all.map((worker) => worker.pause(true)))),
    resume: async () => void (await Promise.all(all.map((worker) => worker.resume()))),
    drain(deadlineMs) {
      draining ??= drainWorkers(all, shutdown, deadlineMs);
      return draining;
    },
  };
}

function groupByQueue(jobs: readonly JobHandler[]): Map<QueueName, Map<string, JobHandler>> {
  const groups = new Map<QueueName, Map<string, JobHandler>>();
  for (const handler of jobs) {
    const { queue, name } = handler.job;
    const group = groups.get(queue) ?? new Map<string, JobHandler>();
    if (group.has(name)) throw new Error(`two handlers for job ${name}`);
    groups.set(queue, group.set(name, handler));
  }
  return groups;
}

function startWorker(options: WorkersOptions, context: ProcessContext): BullWorker {
  const { concurrency, rateLimit } = options.settings[context.queue];
  const worker = options.engine.buildWorker(
    context.queue,
    (job, token, signal) => processJob(job, token, signal ?? new AbortController().signal, context),
    {
      autorun: false,
      concurrency,
      ...(rateLimit ? { limiter: { max: rateLimit.max, duration: rateLimit.perMs } } : {}),
      lockDuration: options.lockMs,
      stalledInterval: options.lockMs,
      maxStalledCount: MAX_STALLS,
      maxStartedAttempts: MAX_STARTS,
      runRetryDelay: OUTAGE_PAUSE_MS,
      drainDelay: IDLE_POLL_S,
    },
  );
  worker.on('error', options.reportError);
  worker.on('stalled', () => options.observer?.onStalled?.(context.queue));
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'another process has taken the job over');
  });
  worker.run().catch(options.reportError);
  return worker;
}

async function drainWorkers(
  workers: readonly BullWorker[],
  shutdown: AbortController,
  deadlineMs: number,
): Promise<void> {
  const finished = Promise.all(workers.map((worker) => worker.close()));
  const isFinished = finished.then(() => true);
  if (await Promise.race([isFinished, sleep(deadlineMs).then(() => false)])) return;
  shutdown.abort(new Error('the program is shutting down'));
  const isReturned = Promise.race([isFinished, sleep(RETURN_GRACE_MS).then(() => false)]);
  // Jobs that still run come back by their locks; connections to an engine that is away must not outlive the program.
  if (!(await isReturned))
    for (const worker of workers) void worker.disconnect().catch(() => undefined);
}
