import { UnrecoverableError, WaitingError } from 'bullmq';
import type { Job } from 'bullmq';
import { MINUTE_MS, SECOND_MS, sleep } from '../../kernel/time.ts';
import type { Log } from '../log.ts';
import { JobRejectedError } from './job.ts';
import type { JobHandler } from './job.ts';
import { decodePayload, makeStorable } from './payload.ts';
import type { QueueName } from './queue-settings.ts';
import type { SpanDescription, Tracing } from '../trace/tracing.ts';

/**
 * How a run ended. `failed` will be tried again, `dead` will not, `returned` went back unharmed at shutdown.
 */
export type JobOutcome = 'completed' | 'failed' | 'dead' | 'returned';

/** Hears of each run, for metrics and alerts. */
export interface QueueObserver {
  onJob(job: string, outcome: JobOutcome, durationS: number): void;
  /** A job whose process died or froze was taken back. */
  onStalled?(queue: QueueName): void;
}

/** What runs need besides the job. */
export interface ProcessContext {
  readonly queue: QueueName;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  readonly log: Log;
  readonly observer: QueueObserver | undefined;
  readonly tracing: Tracing;
  /** Aborts when a drain has waited long enough. */
  readonly shutdown: AbortSignal;
}

/** Long enough for any batch that a doorbell starts, short enough that a hanging one frees its slot. */
const DEFAULT_TIMEOUT_MS = 5 * MINUTE_MS;

/** A handler that does not heed its aborted signal is left behind after this. */
const ABORT_GRACE_MS = 1_000;

/** What is kept of an error's message and stack, characters. */
const MAX_MESSAGE_LENGTH = 2_000;

/** Runs one claimed job; its throws are the ones that BullMQ understands. */
export async function processJob(
  job: Job,
  token: string | undefined,
  lost: AbortSignal,
  context: ProcessContext,
): Promise<void> {
  const startedAt = performance.now();
  const attempt = job.attemptsMade + 1;
  const log = context.log.child({ queue: context.queue, job: job.name, jobId: job.id, attempt });
  const finish = (outcome: JobOutcome) =>
    context.observer?.onJob(job.name, outcome, (performance.now() - startedAt) / SECOND_MS);
  try {
    const stop = AbortSignal.any([lost, context.shutdown]);
    await context.tracing.follow(job.opts.telemetry?.metadata, describeSpan(job, attempt), () =>
      runHandler(job, attempt, log, stop, context),
    );
    finish('completed');
  } catch (error) {
    if (context.shutdown.aborted) return returnJob(job, token, finish);
    const isDead = error instanceof JobRejectedError || attempt >= (job.opts.attempts ?? 1);
    finish(isDead ? 'dead' : 'failed');
    log[isDead ? 'error' : 'warn']({ err: error }, isDead ? 'job is dead' : 'job failed');
    throw toStoredError(error);
  }
}

function describeSpan(job: Job, attempt: number): SpanDescription {
  return {
    name: `job ${job.name}`,
    kind: 'consumer',
    attributes: { 'boardwire.attempt': attempt },
  };
}

async function runHandler(
  job: Job,
  attempt: number,
  log: Log,
  stop: AbortSignal,
  context: ProcessContext,
): Promise<void> {
  const handler = context.handlers.get(job.name);
  // Another version of the program may know it: a failure like any other, with tries left.
  if (!handler) throw new Error(`this process knows no job ${job.name}`);
  const payload = readPayload(handler, job.data);
  const { timeoutMs = DEFAULT_TIMEOUT_MS } = handler.job;
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(new Error(`job took longer than ${timeoutMs} ms`)),
    timeoutMs,
  );
  const signal = AbortSignal.any([stop, timeout.signal]);
  try {
    await Promise.race([
      handler.handle({ payload: payload as never, signal, log, attempt, jobId: job.id ?? '' }),
      rejectAfterAbort(signal),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function readPayload(handler: JobHandler, stored: unknown): unknown {
  const decoded = decodePayload(handler.job, stored);
  if (!decoded.ok) throw new JobRejectedError(decoded.problem);
  return decoded.payload;
}

/** Rejects some time after the abort, so that a handler which heeds its signal can end in its own way. */
function rejectAfterAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => void sleep(ABORT_GRACE_MS).then(() => reject(signal.reason as Error));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** Hands a job back to the queue without spending one of its tries. */
async function returnJob(
  job: Job,
  token: string | undefined,
  finish: (outcome: JobOutcome) => void,
): Promise<never> {
  await job.moveToWait(token);
  finish('returned');
  throw new WaitingError();
}

/** The error as the queue stores it: text that any engine can hold, of bounded length. */
function toStoredError(error: unknown): Error {
  const isError = error instanceof Error;
  const message = makeStorable(isError ? error.message : String(error), MAX_MESSAGE_LENGTH);
  const stored =
    error instanceof JobRejectedError ? new UnrecoverableError(message) : new Error(message);
  stored.stack = makeStorable((isError && error.stack) || message, MAX_MESSAGE_LENGTH);
  return stored;
}
