import { queueNames } from '@boardwire/contract/jobs';
import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';

/** The queues of SPEC D5; each has its own slots, rate and patience. */
export type QueueName = (typeof queueNames)[number];

/** How one queue works. */
export interface QueueSettings {
  /** Jobs at once in each worker process. */
  readonly concurrency: number;
  /** Starts over all processes; a fixed window, so up to twice `max` may start around its edge. */
  readonly rateLimit?: { readonly max: number; readonly perMs: number } | null;
  /** Tries of a job that says nothing else, the first included. */
  readonly attempts: number;
  /** First wait before another try of a job that says nothing else; it doubles each time. */
  readonly firstWaitMs: number;
}

/** First wait before another try; doubles each time (SPEC D5). */
const FIRST_WAIT_MS = 2 * SECOND_MS;

/**
 * Defaults of SPEC D5. Where it names no number of tries, five, as many as a bad job gets (fault F12): what a doorbell
 * calls for is found by a sweep too, and a dead job can be redriven.
 */
const QUEUE_SETTINGS: Readonly<Record<QueueName, QueueSettings>> = {
  email: { ...tries(5), concurrency: 10, rateLimit: { max: 100, perMs: MINUTE_MS } },
  notification: { ...tries(5), concurrency: 10 },
  webhook: { ...tries(5), concurrency: 20 },
  report: { ...tries(2), concurrency: 2, rateLimit: { max: 10, perMs: MINUTE_MS } },
  analytics: { ...tries(5), concurrency: 2 },
  ai: { ...tries(3), concurrency: 4 },
  cleanup: { ...tries(5), concurrency: 1 },
  import: { ...tries(3), concurrency: 2 },
};

function tries(attempts: number) {
  return { attempts, firstWaitMs: FIRST_WAIT_MS };
}

/** All queue names, in the order of SPEC D5. */
export const QUEUE_NAMES: readonly QueueName[] = queueNames;

/** The settings of every queue: those given, and the defaults for what they leave out. */
export function completeSettings(
  given: Partial<Record<QueueName, Partial<QueueSettings>>>,
): Record<QueueName, QueueSettings> {
  const settings = { ...QUEUE_SETTINGS };
  for (const name of QUEUE_NAMES) settings[name] = { ...settings[name], ...given[name] };
  return settings;
}

/** Share of the wait that is random, so that jobs that failed together do not return together. */
export const BACKOFF_JITTER = 0.5;
