import { DelayedError, UnrecoverableError } from 'bullmq';
import type { Job } from 'bullmq';
import { SECOND_MS } from '../../kernel/time.ts';
import type { JobEnd } from '../jobs/end-job.ts';
import type { JobRows } from '../jobs/job-rows.ts';
import { prepareJob } from '../jobs/new-job.ts';
import type { StartedJob } from '../jobs/start-job.ts';
import type { Log } from '../log.ts';
import { processName } from '../process-name.ts';
import type { JobContext } from './job.ts';
import type { QueueName, QueueSettings } from './queue-settings.ts';

/** Rows, and what runs of one process share about them. */
export interface RowKeeping {
  readonly rows: JobRows;
  readonly settings: Record<QueueName, QueueSettings>;
  /** Jobs that this process runs. */
  readonly running: Set<string>;
  /** At most one job at a time whose process was lost before: it cannot take another such one down with it. */
  readonly suspects: SuspectGate;
  /** The engine is to be told of rows that wait. */
  lookSoon(): void;
}

/** Since when a job whose process was lost before runs in this process. */
export interface SuspectGate {
  takenAtMs: number | null;
}

/** One start of a job. */
export interface Run {
  readonly jobId: string;
  readonly attempt: number;
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** What the handler gets of the rows. */
  readonly context: Pick<JobContext<unknown>, 'report' | 'children' | 'addChildren'>;
  hasNewChildren(): boolean;
  /** Writes how it ended. */
  end(end: JobEnd): Promise<void>;
  /** To be called once, whatever happened. */
  release(): void;
}

/** Rows that cannot be written now: the job comes back without having lost a try. */
const ROWS_AWAY_MS = 2 * SECOND_MS;

/** Of a job that waits until another one whose process was lost has run. */
const SUSPECT_WAIT_LEAST_MS = 50;
const SUSPECT_WAIT_MOST_MS = 5 * SECOND_MS;

/** Writes that a job begins; null when the rows say that there is nothing to do. Throws what makes BullMQ bury or delay it. */
export async function beginRun(
  job: Job,
  token: string | undefined,
  { queue, keeping, log }: { queue: QueueName; keeping: RowKeeping | undefined; log: Log },
): Promise<Run | null> {
  if (keeping === undefined) return runWithoutRows(job);
  let hasGate = false;
  const admit = () => {
    const { takenAtMs } = keeping.suspects;
    if (takenAtMs !== null) return readSuspectWaitMs(performance.now() - takenAtMs);
    keeping.suspects.takenAtMs = performance.now();
    hasGate = true;
    return 0;
  };
  const letGo = () => {
    if (hasGate) keeping.suspects.takenAtMs = null;
    hasGate = false;
  };
  const claim = describeClaim(job, queue, keeping);
  const decision = await keeping.rows.start(claim, admit).catch((error: unknown) => {
    letGo();
    log.warn({ err: error }, 'a job waits: its row could not be written');
    return { kind: 'later' as const, waitMs: ROWS_AWAY_MS };
  });
  switch (decision.kind) {
    case 'go':
      keeping.running.add(decision.id);
      return runWithRows(decision, keeping, letGo);
    case 'stale':
      return null;
    case 'dead':
      keeping.lookSoon();
      throw new UnrecoverableError(decision.error);
    case 'later':
      await job.moveToDelayed(Date.now() + decision.waitMs, token);
      throw new DelayedError();
  }
}

/** Most suspects are done in a moment, so the next one tries soon; behind one that takes long nobody asks all the time. */
function readSuspectWaitMs(takenForMs: number): number {
  return Math.min(Math.max(takenForMs, SUSPECT_WAIT_LEAST_MS), SUSPECT_WAIT_MOST_MS);
}

function describeClaim(job: Job, queue: QueueName, { settings }: RowKeeping) {
  return {
    engineId: nameCopy(job),
    queue,
    name: job.name,
    data: job.data as unknown,
    priority: job.opts.priority ?? 0,
    attempts: job.opts.attempts ?? 1,
    firstWaitMs: readFirstWait(job) ?? settings[queue].firstWaitMs,
    worker: processName,
  };
}

/** Ids of ours are unique; those that the engine makes are numbers, which begin anew when it is wiped. */
export function nameCopy({ id = '', timestamp }: Job): string {
  return id.includes('-') ? id : `${id}@${timestamp}`;
}

function readFirstWait({ opts: { backoff } }: Job): number | undefined {
  return typeof backoff === 'number' ? backoff : backoff?.delay;
}

/** Engines by themselves, as their tests use them. */
function runWithoutRows(job: Job): Run {
  const refuse = () => Promise.reject(new Error('this queue keeps no rows'));
  return {
    jobId: job.id ?? '',
    attempt: job.attemptsMade + 1,
    attempts: job.opts.attempts ?? 1,
    firstWaitMs: 0,
    context: { report: async () => undefined, children: null, addChildren: refuse },
    hasNewChildren: () => false,
    end: async () => undefined,
    release: () => undefined,
  };
}

function runWithRows(started: StartedJob, keeping: RowKeeping, letGo: () => void): Run {
  const { rows, settings, running } = keeping;
  let hasNewChildren = false;
  return {
    ...started,
    jobId: started.id,
    context: {
      report: (progress) => rows.report(started, progress),
      children: started.children,
      async addChildren(job, children) {
        const prepared = children.map(({ key, payload }) => ({
          key,
          job: prepareJob(job, payload, {}, settings),
        }));
        hasNewChildren = true;
        await rows.addChildren(started, prepared);
        keeping.lookSoon();
      },
    },
    hasNewChildren: () => hasNewChildren,
    async end(end) {
      const { hasWoken } = await rows.end(started, end);
      if (hasWoken) keeping.lookSoon();
    },
    release() {
      running.delete(started.id);
      letGo();
    },
  };
}
