import { UnrecoverableError, WaitingError } from 'bullmq';
import type { Job } from 'bullmq';
import { MINUTE_MS, SECOND_MS, sleep } from '../../kernel/time.ts';
import type { KeptError } from '../jobs/end-job.ts';
import type { Log } from '../log.ts';
import { beginRun } from './begin-run.ts';
import type { RowKeeping, Run } from './begin-run.ts';
import { leaveToNewerVersion } from './foreign-job.ts';
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
  /** Absent where engines are tried by themselves. */
  readonly keeping: RowKeeping | undefined;
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
  const named = context.log.child({ queue: context.queue, job: job.name, jobId: job.id });
  await leaveToNewerVersion(job, token, { ...context, log: named });
  const run = await beginRun(job, token, { ...context, log: named });
  if (run === null) return;
  const log = named.child({ attempt: run.attempt });
  const startedAt = performance.now();
  const finish = (outcome: JobOutcome) =>
    context.observer?.onJob(job.name, outcome, (performance.now() - startedAt) / SECOND_MS);
  try {
    const stop = AbortSignal.any([lost, context.shutdown]);
    await context.tracing.follow(job.opts.telemetry?.metadata, describeSpan(job, run), () =>
      runHandler(job, run, log, stop, context),
    );
    await run.end({ kind: 'completed', hasNewChildren: run.hasNewChildren() });
    finish('completed');
  } catch (error) {
    if (context.shutdown.aborted) return await returnJob(job, token, run, finish);
    const end = describeFailure(job, run, error);
    finish(end.kind);
    log[end.kind === 'dead' ? 'error' : 'warn'](
      { err: error },
      end.kind === 'dead' ? 'job is dead' : 'job failed',
    );
    // A row that cannot be written now is taken as a lost start when the job is begun again.
    await run
      .end(end)
      .catch((reason: unknown) => log.warn({ err: reason }, 'a job’s end is not kept'));
    throw toStoredError(end);
  } finally {
    run.release();
  }
}

/** How a failed run ends: once more, or never. */
function describeFailure(job: Job, run: Run, thrown: unknown) {
  const error = toKeptError(thrown);
  if (thrown instanceof JobRejectedError) {
    const reason = thrown instanceof PayloadRefusal ? ('payload' as const) : ('rejected' as const);
    return { kind: 'dead' as const, error, reason };
  }
  if (run.attempt >= run.attempts)
    return { kind: 'dead' as const, error, reason: 'attempts' as const };
  const needsNewLife = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  const waitMs = run.firstWaitMs * 2 ** (run.attempt - 1);
  return { kind: 'failed' as const, error, waitMs, needsNewLife };
}

/** A payload that no try will make readable. */
class PayloadRefusal extends JobRejectedError {}

function describeSpan(job: Job, { attempt }: Run): SpanDescription {
  return {
    name: `job ${job.name}`,
    kind: 'consumer',
    attributes: { 'boardwire.attempt': attempt },
  };
}

async function runHandler(
  job: Job,
  { attempt, jobId, context: ofRows }: Run,
  log: Log,
  stop: AbortSignal,
  context: ProcessContext,
): Promise<void> {
  const handler = context.handlers.get(job.name);
  // Nobody knew it in a day (foreign-job): a failure like any other, with tries left.
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
      handler.handle({ payload: payload as never, signal, log, attempt, jobId, ...ofRows }),
      rejectAfterAbort(signal),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

function readPayload(handler: JobHandler, stored: unknown): unknown {
  const decoded = decodePayload(handler.job, stored);
  if (!decoded.ok) throw new PayloadRefusal(decoded.problem);
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
  run: Run,
  finish: (outcome: JobOutcome) => void,
): Promise<never> {
  await run.end({ kind: 'returned' }).catch(() => undefined);
  await job.moveToWait(token);
  finish('returned');
  throw new WaitingError();
}

/** The error as rows and queues keep it: text that any engine can hold, of bounded length. */
function toKeptError(error: unknown): KeptError {
  const isError = error instanceof Error;
  const message = makeStorable(isError ? error.message : String(error), MAX_MESSAGE_LENGTH);
  return { message, stack: makeStorable((isError && error.stack) || message, MAX_MESSAGE_LENGTH) };
}

function toStoredError({
  kind,
  error: { message, stack },
}: {
  kind: string;
  error: KeptError;
}): Error {
  const stored = kind === 'dead' ? new UnrecoverableError(message) : new Error(message);
  stored.stack = stack;
  return stored;
}
