import {
  BrokenCircuitError,
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ExponentialBackoff,
  handleWhenResult,
  noop,
  retry,
  SamplingBreaker,
  wrap,
} from 'cockatiel';
import { LRUCache } from 'lru-cache';
import type { EgressResult } from './result.ts';
import { refuse } from './result.ts';

/** Tunable limits; the defaults are SPEC E5's. */
export interface CircuitLimits {
  /** An open breaker lets one call try again after this. */
  readonly halfOpenAfterMs: number;
  /** Calls in flight per circuit. */
  readonly maxConcurrent: number;
  /** Calls waiting for one of these slots; beyond it calls end as `busy`. */
  readonly maxWaiting: number;
  /** First wait before a retry; doubles with jitter. */
  readonly retryDelayMs: number;
}

export const DEFAULT_CIRCUIT_LIMITS: CircuitLimits = {
  halfOpenAfterMs: 30_000,
  maxConcurrent: 50,
  maxWaiting: 500,
  retryDelayMs: 200,
};

/**
 * Opens when at least half the calls of the last ten seconds failed, from five calls on: a dead target at 50 calls a
 * second is cut off within the first second, one slow call alone never is.
 */
const SAMPLE_MS = 10_000;
const MIN_CALLS_PER_SECOND = 0.5;
/** The library opens above its threshold; SPEC E5 says at 50 %. */
const THRESHOLD = 0.5 - Number.EPSILON;

/** Longest wait between retries; keeps a call's end within reach of a shutdown. */
const MAX_RETRY_DELAY_MS = 2_000;

/** Circuits remembered; the least recently used is forgotten, and starts closed when seen again. */
const MAX_CIRCUITS = 1_000;

/** Runs an attempt under its circuit's retry, bulkhead and breaker. */
export type RunInCircuit = (
  circuit: string,
  retries: number,
  attempt: () => Promise<EgressResult>,
  signal: AbortSignal | undefined,
) => Promise<EgressResult>;

/** One breaker and bulkhead for each circuit, in that order: waiting calls are not yet the breaker's. */
export function createCircuits(limits: CircuitLimits): RunInCircuit {
  const circuits = new LRUCache<string, ReturnType<typeof createCircuit>>({ max: MAX_CIRCUITS });
  const find = (name: string) => {
    const known = circuits.get(name) ?? createCircuit(limits);
    circuits.set(name, known);
    return known;
  };
  return (name, retries, attempt, signal) => {
    const circuit = find(name);
    return createRetry(retries, limits.retryDelayMs).execute(async () => {
      if (signal?.aborted) return refuse('aborted', 'aborted before it was sent');
      try {
        return await circuit.execute(attempt);
      } catch (error) {
        return describeRejection(name, error);
      }
    }, signal);
  };
}

function createCircuit(limits: CircuitLimits) {
  const breaker = circuitBreaker(
    handleWhenResult(
      (result) =>
        isOutage(result as EgressResult) ||
        (breaker.state === CircuitState.HalfOpen && isAborted(result as EgressResult)),
    ),
    {
      halfOpenAfter: limits.halfOpenAfterMs,
      breaker: new SamplingBreaker({
        threshold: THRESHOLD,
        duration: SAMPLE_MS,
        minimumRps: MIN_CALLS_PER_SECOND,
      }),
    },
  );
  return wrap(bulkhead(limits.maxConcurrent, limits.maxWaiting), breaker);
}

function createRetry(retries: number, initialDelay: number) {
  if (retries === 0) return noop;
  return retry(
    handleWhenResult((result) => isTransient(result as EgressResult)),
    {
      maxAttempts: retries,
      backoff: new ExponentialBackoff({ initialDelay, maxDelay: MAX_RETRY_DELAY_MS }),
    },
  );
}

/** Says something about the target's health, not about this one call. */
function isOutage(result: EgressResult): boolean {
  if (result.ok) return result.status >= 500;
  return ['dns', 'network', 'timeout', 'uncertain'].includes(result.reason);
}

/** May succeed on a second try; a 429 is for the caller, whose schedule knows how long to stay away. */
function isTransient(result: EgressResult): boolean {
  if (result.ok) return [502, 503, 504].includes(result.status);
  return ['dns', 'network', 'timeout', 'uncertain'].includes(result.reason);
}

function isAborted(result: EgressResult): boolean {
  return !result.ok && result.reason === 'aborted';
}

function describeRejection(circuit: string, error: unknown): EgressResult {
  if (error instanceof BrokenCircuitError)
    return refuse('breaker_open', `${circuit} failed too often, not tried`);
  if (error instanceof BulkheadRejectedError)
    return refuse('busy', `${circuit} has too many calls in flight`);
  throw error;
}
