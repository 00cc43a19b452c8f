/** Time and chance, so that a test can drive both. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Runs `work` once after `delayMs`; the answer takes it back. */
  after(delayMs: number, work: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
}

/**
 * The clock of this machine, which never goes back: edits would wait, and silence go unnoticed, for as long as it was
 * set back.
 */
export const systemClock: Clock = {
  nowMs: createSteadyTime(() => Date.now()),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** A time that goes on from where it was when `readMs` goes back. */
export function createSteadyTime(readMs: () => number): () => number {
  let aheadMs = 0;
  let lastMs = -Infinity;
  return () => {
    const nowMs = readMs();
    if (nowMs + aheadMs < lastMs) aheadMs = lastMs - nowMs;
    lastMs = nowMs + aheadMs;
    return lastMs;
  };
}
