import type { ZodType } from 'zod';
import type { Log } from '../log.ts';
import type { QueueName } from './queue-settings.ts';

/**
 * One kind of background work. A job is a doorbell: it says where to look, the rows say what is to be done, so a job may
 * run twice, late, or, when the queue's storage is wiped, not at all (delivery D1).
 */
export interface JobDefinition<Payload> {
  /** Noun and verb, such as `mail.deliver`; unique. */
  readonly name: string;
  readonly queue: QueueName;
  readonly payload: ZodType<Payload>;
  /** Tries, the first included; the queue's default otherwise. */
  readonly attempts?: number;
  /** First wait before another try, doubling with jitter; 2 s by default. */
  readonly backoffMs?: number;
  /** A run is aborted and counts as failed after this; 5 min by default. */
  readonly timeoutMs?: number;
}

/** How far a job has come, as its handler says. */
export interface JobProgress {
  readonly done: number;
  /** Absent while nobody knows. */
  readonly total?: number;
  readonly note?: string;
}

/** How the children of a job stand. */
export interface ChildCounts {
  readonly open: number;
  readonly completed: number;
  readonly dead: number;
  readonly discarded: number;
}

/** What a handler gets. */
export interface JobContext<Payload> {
  readonly payload: Payload;
  /** Aborts at the time-out, at shutdown, and when another process has taken the job over. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** 1 on the first try. */
  readonly attempt: number;
  readonly jobId: string;
  /** Keeps in the job's row how far it is; whoever looks at the queues sees it. */
  report(progress: JobProgress): Promise<void>;
  /** How its children stand, all of them ended; null before it had any. */
  readonly children: ChildCounts | null;
  /**
   * Adds jobs that this one waits for: when its handler has returned and all of them have ended, in whatever way, it is
   * called once more, with `children`. A key that is there already is left alone, so a repeated call adds nothing twice.
   */
  addChildren<Child>(
    job: JobDefinition<Child>,
    children: readonly { readonly key: string; readonly payload: Child }[],
  ): Promise<void>;
}

/**
 * A definition with what does the work; features export a list of these through their door. The payload is `never` so
 * that handlers of every payload fit one list; `handleJob` gives a handler its payload's type.
 */
export interface JobHandler {
  readonly job: JobDefinition<unknown>;
  /** A throw counts as failed and is tried again, a JobRejectedError is not. */
  readonly handle: (context: JobContext<never>) => Promise<void>;
}

/** Thrown by a handler when trying again cannot help: the job is dead at once, with this reason. */
export class JobRejectedError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'JobRejectedError';
  }
}

/** Declares a job; keeps the payload's type. */
export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}

/** Binds the work to its declaration, with the payload's type. */
export function handleJob<Payload>(
  job: JobDefinition<Payload>,
  handle: (context: JobContext<Payload>) => Promise<void>,
): JobHandler {
  return { job, handle };
}
