import { MINUTE_MS, SECOND_MS } from '../../kernel/time.ts';

/** The queues of SPEC D5; each has its own slots, rate and patience. */
export type QueueName =
  | 'email'
  | 'notification'
  | 'webhook'
  | 'report'
  | 'analytics'
  | 'ai'
  | 'cleanup'
  | 'import';

/** How one queue works. */
export interface QueueSettings {
  /** Jobs at once in each worker process. */
  readonly concurrency: number;
  /** Starts over all processes; a fixed window, so up to twice `max` may start around its edge. */
  readonly rateLimit?: { readonly max: number; readonly perMs: number };
  /** Tries of a job that says nothing else, the first included. */
  readonly attempts: number;
}

/**
 * Defaults of SPEC D5. Where it names no number of tries, eight: with waits doubling from 2 s they span four minutes,
 * longer than a restart of anything a handler needs.
 */
export const QUEUE_SETTINGS: Readonly<Record<QueueName, QueueSettings>> = {
  email: { concurrency: 10, rateLimit: { max: 100, perMs: MINUTE_MS }, attempts: 8 },
  notification: { concurrency: 10, attempts: 8 },
  webhook: { concurrency: 20, attempts: 5 },
  report: { concurrency: 2, rateLimit: { max: 10, perMs: MINUTE_MS }, attempts: 2 },
  analytics: { concurrency: 2, attempts: 8 },
  ai: { concurrency: 4, attempts: 3 },
  cleanup: { concurrency: 1, attempts: 8 },
  import: { concurrency: 2, attempts: 3 },
};

/** All queue names, in the order of SPEC D5. */
export const QUEUE_NAMES: readonly QueueName[] = [
  'email',
  'notification',
  'webhook',
  'report',
  'analytics',
  'ai',
  'cleanup',
  'import',
];

/** First wait before another try; doubles each time (SPEC D5). */
export const BACKOFF_MS = 2 * SECOND_MS;

/** Share of the wait that is random, so that jobs that failed together do not return together. */
export const BACKOFF_JITTER = 0.5;
