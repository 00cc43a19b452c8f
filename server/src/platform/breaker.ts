import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  handleWhenResult,
  SamplingBreaker,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';

/** Keeps away from something that fails most of the time; a while later one try decides (SPEC E5). */
export interface Breaker<Result> {
  /** Runs `work`, or answers null without it while the breaker is open. */
  run(work: () => Promise<Result>): Promise<Result | null>;
  /** `halfOpen` while the one try is under way. */
  state(): BreakerState;
}

/** Whether calls go through. */
export type BreakerState = 'closed' | 'halfOpen' | 'open';

/** Opens when half of the last tries failed, from five in ten seconds on (SPEC E5). */
const SAMPLE_MS = 10_000;
const MIN_CALLS_PER_SECOND = 0.5;
/** The library opens above its threshold; SPEC E5 says at 50 %. */
const THRESHOLD = 0.5 - Number.EPSILON;
const HALF_OPEN_AFTER_MS = 30_000;

/** Creates a breaker; `isFailure` says which results count against what is behind it. */
export function createBreaker<Result>(
  isFailure: (result: Result) => boolean,
  { halfOpenAfterMs = HALF_OPEN_AFTER_MS }: { halfOpenAfterMs?: number } = {},
): Breaker<Result> {
  const breaker = circuitBreaker(
    handleWhenResult((result) => isFailure(result as Result)),
    {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new SamplingBreaker({
        threshold: THRESHOLD,
        duration: SAMPLE_MS,
        minimumRps: MIN_CALLS_PER_SECOND,
      }),
    },
  );
  return {
    state: () => nameState(breaker.state),
    async run(work) {
      try {
        return await breaker.execute(work);
      } catch (error) {
        if (error instanceof BrokenCircuitError) return null;
        throw error;
      }
    },
  };
}

/** Runs work that is not waited for longer than `limitMs`: then it throws, whatever the work still does. */
export function createTimeLimit(limitMs: number): <T>(work: () => Promise<T>) => Promise<T> {
  const limit = timeout(limitMs, TimeoutStrategy.Aggressive);
  return (work) => limit.execute(work);
}

function nameState(state: CircuitState): BreakerState {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'halfOpen' : 'open';
}
