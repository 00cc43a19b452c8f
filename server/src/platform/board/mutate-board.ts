import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import type { AccessEpochs } from '../access-epochs.ts';
import { sleep } from '../../kernel/time.ts';
import type { LiveMetrics } from '../live/live-metrics.ts';
import type { CommittedChanges, Mutation, MutationOutcome } from './mutation.ts';
import type { BatchParts } from './batch.ts';
import { runBatch, type BatchResult } from './run-batch.ts';
import { takeBatch, type Queued } from './take-batch.ts';

/** What writing to boards stands on. */
export interface MutateBoardParts extends BatchParts {
  epochs: AccessEpochs;
  log: Log;
  metrics?: { live: Pick<LiveMetrics, 'observeBatch'> };
  /** Called after a commit, with what others are to see. The outcomes were handed out before (live L29). */
  onCommitted(changes: CommittedChanges): void;
}

/** Changes a board: the only way to write one (live L3). Never rejects. */
export type MutateBoard = (mutation: Mutation) => Promise<MutationOutcome>;

const MAX_ATTEMPTS = 5;
/** SQLSTATEs of a transaction that lost a race and may win the next one. */
const RETRYABLE = new Set(['40001', '40P01']);
const RETRY_BASE_MS = 10;
const UNIQUE_VIOLATION = '23505';

interface Waiting extends Queued {
  resolve(outcome: MutationOutcome): void;
}

/** Creates the writer: one transaction a board at a time on this node; what arrives meanwhile is the next batch. */
export function createMutateBoard(parts: MutateBoardParts): MutateBoard {
  const queues = new Map<string, Waiting[]>();

  const drain = async (boardId: string, queue: Waiting[]) => {
    // What came in the same turn of the event loop goes along: a pasted block, a client that comes back.
    await nextTurn();
    while (queue.length > 0) await runWaiting(parts, takeBatch(queue));
    queues.delete(boardId);
  };
  return (mutation) =>
    new Promise((resolve) => {
      const queue = queues.get(mutation.boardId);
      if (queue !== undefined) {
        queue.push({ mutation, resolve });
        return;
      }
      const started = [{ mutation, resolve }];
      queues.set(mutation.boardId, started);
      void drain(mutation.boardId, started);
    });
}

async function runWaiting(parts: MutateBoardParts, batch: Waiting[]): Promise<void> {
  parts.metrics?.live.observeBatch(batch.length);
  let result: BatchResult;
  try {
    result = await runWithRetries(
      parts,
      batch.map(({ mutation }) => mutation),
    );
  } catch (error) {
    return runApart(parts, batch, error);
  }
  batch.forEach(({ resolve }, index) => resolve(result.outcomes[index] as MutationOutcome));
  handOn(parts, result);
}

/** One of them broke the transaction: alone, it hurts only itself. */
async function runApart(
  parts: MutateBoardParts,
  batch: readonly Waiting[],
  error: unknown,
): Promise<void> {
  if (batch.length > 1 && !isUnavailable(error)) {
    for (const waiting of batch) await runWaiting(parts, [waiting]);
    return;
  }
  for (const { mutation, resolve } of batch) resolve(await refuse(parts, mutation, error));
}

/**
 * Tells this node and others of what is committed. It stays committed whatever happens here: nothing may run again, and
 * who was not told hears of it by the watermark poll (live L33).
 */
function handOn(parts: MutateBoardParts, { epochs, committed }: BatchResult): void {
  const attempt = (tell: () => void) => {
    try {
      tell();
    } catch (error) {
      parts.log.error({ err: error }, 'a committed change was not handed on at once');
    }
  };
  if (epochs.length > 0) attempt(() => parts.epochs.apply(epochs));
  for (const changes of committed) {
    if (changes.changes.length > 0) attempt(() => parts.onCommitted(changes));
  }
}

/** Turns an error into the answer; a live mutation's number is used up by it, unless the same call may succeed later. */
async function refuse(
  parts: MutateBoardParts,
  mutation: Mutation,
  error: unknown,
): Promise<MutationOutcome> {
  const refusal = toRefusal(parts.log, mutation, error);
  if (mutation.live === undefined || isUnavailable(refusal)) return { kind: 'refused', refusal };
  try {
    const { outcomes } = await runWithRetries(parts, [{ ...mutation, verdict: refusal }]);
    return outcomes[0] as MutationOutcome;
  } catch (cause) {
    return { kind: 'refused', refusal: toRefusal(parts.log, mutation, cause) };
  }
}

async function runWithRetries(
  parts: MutateBoardParts,
  mutations: readonly Mutation[],
): Promise<BatchResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runBatch(parts, mutations);
    } catch (error) {
      const code = codeOf(error);
      if (attempt === MAX_ATTEMPTS || !RETRYABLE.has(code)) throw error;
      await sleep(RETRY_BASE_MS * 2 ** attempt * Math.random());
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE';
}

function toRefusal(log: Log, { calls, request }: Mutation, error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (codeOf(error) === UNIQUE_VIOLATION) {
    return new Refusal('CONFLICT', 'This id is taken; choose another', { reason: 'id_taken' });
  }
  const operation = calls[0]?.operation.spec.name;
  log.error({ err: error, operation, requestId: request.requestId }, 'operation failed');
  const refusal = new Refusal(
    'INTERNAL_ERROR',
    'Something went wrong on our side; nothing was changed',
  );
  refusal.cause = error;
  return refusal;
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
