import { SECOND_MS } from '../../kernel/time.ts';
import type { Log } from '../log.ts';

/** An engine that comes and goes is told of all that waits this often at most; well within what fault F5 allows. */
const LEAST_INTERVAL_MS = 5 * SECOND_MS;

/** Tells an engine anew of all that waits: it may have come back empty (fault F5). */
interface Ringer {
  ring(): void;
  close(): void;
}

/** Creates what rings at once, and puts off what comes soon after. */
export function createRinger(
  ringAnew: () => Promise<void>,
  log: Log,
  leastIntervalMs = LEAST_INTERVAL_MS,
): Ringer {
  let lastMs = -Infinity;
  let later: NodeJS.Timeout | undefined;
  const ring = () => {
    if (later !== undefined) return;
    const waitMs = lastMs + leastIntervalMs - performance.now();
    if (waitMs > 0) {
      later = setTimeout(() => {
        later = undefined;
        ring();
      }, waitMs).unref();
      return;
    }
    lastMs = performance.now();
    ringAnew().catch((error: unknown) =>
      log.warn({ err: error }, 'jobs that wait are not told of anew'),
    );
  };
  return { ring, close: () => clearTimeout(later) };
}
