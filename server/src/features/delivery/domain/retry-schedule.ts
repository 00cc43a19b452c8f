import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../kernel/time.ts';
import type { Channel } from './states.ts';

/** Waits between attempts (delivery D14). In-app rows are written in our own database: a failure there is ours, and short. */
const WAITS_MS: Readonly<Record<Channel, readonly number[]>> = {
  inApp: [2 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS],
  email: [
    2 * SECOND_MS,
    MINUTE_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    6 * HOUR_MS,
    24 * HOUR_MS,
  ],
  webhook: [
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    10 * HOUR_MS,
  ],
  sms: [2 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS],
  push: [2 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS],
};

/** Share by which a wait is longer or shorter by chance, so that deliveries that failed together do not return together. */
const JITTER = 0.2;
/** How far an answer's Retry-After may lengthen a wait. */
const RETRY_AFTER_MAX_MS = 6 * HOUR_MS;

/** Attempts of a delivery, the first included. */
export function maxAttemptsOf(channel: Channel): number {
  return WAITS_MS[channel].length + 1;
}

/**
 * Milliseconds to wait after the `attempt`th attempt (1 for the first), or null when it was the last. The receiver may ask
 * for more by `retryAfterMs`, never for less. `random` is from 0 to below 1.
 */
export function waitAfter(
  channel: Channel,
  attempt: number,
  { random, retryAfterMs = 0 }: { random: number; retryAfterMs?: number },
): number | null {
  const wait = WAITS_MS[channel][attempt - 1];
  if (wait === undefined) return null;
  const spread = wait * (1 + JITTER * (2 * random - 1));
  return Math.round(Math.max(spread, Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)));
}
