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

/** Workers with nothing in hand are done at once, unless their engine is away: then nobody waits for its farewell. */
const IDLE_FAREWELL_MS = 1_000;
const IDLE_LOOK_MS = 50;

/** After the abort, handlers that heed their signal get this long to hand their jobs back. */
const RETURN_GRACE_MS = 1_500;

/** Starts one worker for each queue that has handlers. */
export function startWorkers(options: WorkersOptions): Workers {
  const shutdown = new AbortController();
  const inHand = { count: 0 };
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
        inHand,
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
      draining ??= drainWorkers(all, { shutdown, inHand, deadlineMs });
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

/** Jobs that this process runs at the moment. */
interface InHand {
  count: number;
}

function startWorker(
  options: WorkersOptions,
  context: ProcessContext & { inHand: InHand },
): BullWorker {
  const { inHand } = context;
  const { concurrency, rateLimit } = options.settings[context.queue];
  const worker = options.engine.buildWorker(
    context.queue,
    (job, token, signal) => {
      inHand.count += 1;
      const work = processJob(job, token, signal ?? new AbortController().signal, context);
      return work.finally(() => (inHand.count -= 1));
    },
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
  {
    shutdown,
    inHand,
    deadlineMs,
  }: { shutdown: AbortController; inHand: InHand; deadlineMs: number },
): Promise<void> {
  const finished = Promise.all(workers.map((worker) => worker.close()));
  const isFinished = finished.then(() => true);
  const isIdle = waitForIdle(inHand, deadlineMs).then(() => false);
  if (await Promise.race([isFinished, isIdle])) return;
  shutdown.abort(new Error('the program is shutting down'));
  const graceMs = inHand.count > 0 ? RETURN_GRACE_MS : 0;
  const isReturned = Promise.race([isFinished, sleep(graceMs).then(() => false)]);
  // Jobs that still run come back by their locks; connections to an engine that is away must not outlive the program.
  if (!(await isReturned))
    for (const worker of workers) void worker.disconnect().catch(() => undefined);
}

/** Resolves when nothing has been in hand for a while, and at the deadline at the latest. */
async function waitForIdle(inHand: InHand, deadlineMs: number): Promise<void> {
  const endMs = performance.now() + deadlineMs;
  let idleSinceMs = performance.now();
  for (let nowMs = idleSinceMs; nowMs < endMs; nowMs = performance.now()) {
    if (inHand.count > 0) idleSinceMs = nowMs;
    if (nowMs - idleSinceMs >= IDLE_FAREWELL_MS) return;
    await sleep(Math.min(IDLE_LOOK_MS, endMs - nowMs));
  }
}
