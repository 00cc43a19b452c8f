/** Time and chance, so that a test can drive both. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Runs `work` once after `delayMs`; the answer takes it back. */
  after(delayMs: number, work: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
}

/** The clock of this machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
