import { SECOND_MS, sleep } from '../../kernel/time.ts';
import type { JobRows } from '../jobs/job-rows.ts';
import { prepareJob } from '../jobs/new-job.ts';
import type { Log } from '../log.ts';
import type { BullQueue, EngineConnections, OpenEngine, QueueEngine } from './engine.ts';
import type { JobDefinition, JobHandler } from './job.ts';
import { openEngine } from './open-engine.ts';
import type { Tracing } from '../trace/tracing.ts';
import { addJob, QueueUnavailableError } from './add-job.ts';
import { createLook, type LookParts } from './look-at-rows.ts';
import type { QueueObserver } from './process-job.ts';
import { completeSettings, QUEUE_NAMES } from './queue-settings.ts';
import type { QueueName, QueueSettings } from './queue-settings.ts';
import { createRinger } from './ring-after-outages.ts';
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
  /** Jobs that this one waits for: it begins when all of them have ended, in whatever way. Needs rows. */
  readonly children?: readonly ChildJob[];
}

/** A job that another one waits for; its payload is checked when it is put in. */
export interface ChildJob {
  readonly job: JobDefinition<unknown>;
  readonly payload: unknown;
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
  /** Brings the engine in line with our rows; every process with workers does so each second. */
  look(): Promise<void>;
  /** Connections of this process to the engine; null where it is the database, whose connections are told of elsewhere. */
  connections(): EngineConnections | null;
}

type AllSettings = Record<QueueName, QueueSettings>;

export interface QueueOptions {
  readonly engine: QueueEngine;
  readonly jobs: readonly JobHandler[];
  readonly log: Log;
  readonly observer?: QueueObserver;
  readonly tracing?: Tracing;
  /** Our own rows; absent where engines are tried by themselves, and then starts are counted by nobody. */
  readonly rows?: JobRows;
  readonly settings?: Partial<Record<QueueName, Partial<QueueSettings>>>;
  /** How long a job of a process that died stays taken; it is found within twice this. */
  readonly lockMs?: number;
}

const DEFAULT_LOCK_MS = 30 * SECOND_MS;

/** BullMQ's own event stream, which nothing reads, is cut to this. */
const EVENTS_KEPT = 100;

/** Repeats of one connection error are logged at most this often. */
const ERROR_LOG_INTERVAL_MS = 10 * SECOND_MS;

/** Opens the queue; it may be built before its engine is up. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const { log, rows } = options;
  const reportError = createErrorReport(log);
  const engine = await openEngine(options.engine, reportError);
  const queues = new Map<QueueName, BullQueue>();
  const findQueue = (name: QueueName) => {
    const queue = queues.get(name) ?? buildQueue(engine, name, reportError);
    queues.set(name, queue);
    return queue;
  };
  const settings = completeSettings(options.settings ?? {});
  let workers: Workers | undefined;
  let closing: Promise<void> | undefined;
  const running = new Set<string>();
  const { look, lookSoon, ringer } = keepInLine({
    rows,
    log,
    running,
    engine,
    findQueue,
    workers: () => workers,
  });
  return {
    enqueue: (job, payload, how = {}) =>
      enqueue({ engine, findQueue, rows, settings, log, lookSoon }, job, payload, how),
    async startWorkers() {
      const { startWorkers } = await import('./workers.ts');
      workers ??= startWorkers({
        ...options,
        engine,
        settings,
        reportError,
        keeping: rows && { rows, settings, running, suspects: { takenAtMs: null }, lookSoon },
        lockMs: options.lockMs ?? DEFAULT_LOCK_MS,
      });
    },
    pause: async () => workers?.pause(),
    resume: async () => workers?.resume(),
    drain: async (deadlineMs) => workers?.drain(deadlineMs),
    close() {
      ringer.close();
      closing ??= closeAll(workers, queues, engine);
      return closing;
    },
    stats: () => readAllStats(engine, findQueue),
    look,
    connections: engine.countConnections,
  };
}

/** Looks at rows when asked, and anew at all that wait when the engine is back (fault F5). */
function keepInLine({
  rows,
  engine,
  ...parts
}: Omit<LookParts, 'rows' | 'isEngineUp'> & { rows: JobRows | undefined; engine: OpenEngine }) {
  const { log } = parts;
  const look =
    rows === undefined
      ? async () => undefined
      : createLook({ ...parts, rows, isEngineUp: engine.isUp });
  const lookSoon = () =>
    void look().catch((error: unknown) => log.debug({ err: error }, 'rows of jobs are away'));
  const ringer = createRinger(async () => {
    await rows?.ringAnew();
    lookSoon();
  }, log);
  engine.onReturn(ringer.ring);
  return { look, lookSoon, ringer };
}

async function closeAll(
  workers: Workers | undefined,
  queues: ReadonlyMap<QueueName, BullQueue>,
  engine: OpenEngine,
): Promise<void> {
  await workers?.drain(0);
  const open = [...queues.values()];
  const closed = Promise.all(open.map((queue) => queue.close()));
  if (!(await isDoneWithin(closed, FAREWELL_MS)))
    for (const queue of open) void queue.disconnect().catch(() => undefined);
  await engine.close();
}

/** An engine that is away answers no farewell, and the library waits for one (reliability R21). */
const FAREWELL_MS = SECOND_MS;

async function isDoneWithin(work: Promise<unknown>, limitMs: number): Promise<boolean> {
  const abort = new AbortController();
  const isDone = work.then(
    () => true,
    () => true,
  );
  const winner = await Promise.race([isDone, sleep(limitMs, abort.signal).then(() => false)]);
  abort.abort();
  return winner;
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

/**
 * A bell goes to the engine first, which knows whether it rings already; its row follows. Everything else is a row first:
 * once that is there the job cannot be lost, whatever the engine does.
 */
async function enqueue<Payload>(
  parts: {
    engine: OpenEngine;
    findQueue(name: QueueName): BullQueue;
    rows: JobRows | undefined;
    settings: AllSettings;
    log: Log;
    lookSoon(): void;
  },
  job: JobDefinition<Payload>,
  payload: Payload,
  how: EnqueueOptions,
): Promise<string> {
  const { engine, rows, settings, log } = parts;
  const queue = parts.findQueue(job.queue);
  const prepared = prepareJob(job, payload, how, settings);
  const { id } = prepared;
  const isBell = how.dedupeId !== undefined;
  const tell = () =>
    assertUp(engine).then(() => addJob(queue, { ...prepared, engineId: id }, how.dedupeId));
  if (rows === undefined || isBell) {
    const engineId = await tell();
    if (engineId === id) await rows?.insert([prepared], { isRung: true });
    return engineId;
  }
  if (how.children !== undefined) {
    const children = how.children.map((child) =>
      prepareJob(child.job, child.payload, {}, settings),
    );
    await rows.insertFamily(prepared, children).finally(parts.lookSoon);
    return id;
  }
  await rows.insert([prepared], { isRung: true });
  await tell().catch(async (error: unknown) => {
    log.warn({ err: error }, 'the queue’s engine is away; the job waits in its row');
    await rows.markUnrung([id]);
  });
  return id;
}

/** What nobody waits for any more must not heap up until the engine is back. */
async function assertUp(engine: OpenEngine): Promise<void> {
  if (!(await engine.isUp())) throw new QueueUnavailableError('the job queue’s engine is away');
}

async function readAllStats(
  engine: OpenEngine,
  findQueue: (name: QueueName) => BullQueue,
): Promise<QueueStats[]> {
  await assertUp(engine);
  return Promise.all(QUEUE_NAMES.map((name) => readStats(findQueue(name), name)));
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
