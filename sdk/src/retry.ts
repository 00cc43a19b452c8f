import type { CallError, Result } from './result.ts';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5_000;

const passing: ReadonlySet<CallError['code']> = new Set([
  'NETWORK_ERROR',
  'SERVICE_UNAVAILABLE',
  'TOO_MANY_REQUESTS',
]);
/** The server's reason for refusing a repetition while the first try still runs. */
const STILL_RUNNING = 'idempotency_key_in_use';

/** A person ends it: the caller is told at once instead of waiting for it. */
const READ_ONLY = 'read_only';

/**
 * How long to wait before the next try, or undefined when another one cannot help. Without a `Retry-After`, the wait
 * is random below a bound that doubles, so that callers who failed together do not return together.
 */
export function readRetryDelayMs(result: Result<unknown>, triesSoFar: number): number | undefined {
  if (result.ok) return undefined;
  const { code, details, retryAfterMs } = result.error;
  if (details?.reason === READ_ONLY) return undefined;
  if (!passing.has(code) && details?.reason !== STILL_RUNNING) return undefined;
  const bound = Math.min(FIRST_DELAY_MS * 2 ** (triesSoFar - 1), LONGEST_DELAY_MS);
  return (retryAfterMs ?? 0) + Math.random() * bound;
}
