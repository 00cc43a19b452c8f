/** Allows a steady rate and a burst; counted by the monotonic clock. */
export interface TokenBucket {
  /** Takes one token; false when none is left. */
  take(): boolean;
  /** Milliseconds until the next token. */
  waitMs(): number;
}

/** Creates a full bucket. */
export function createTokenBucket({ perS, burst }: { perS: number; burst: number }): TokenBucket {
  let tokens = burst;
  let filledAtMs = performance.now();
  const fill = () => {
    const nowMs = performance.now();
    tokens = Math.min(burst, tokens + ((nowMs - filledAtMs) / 1_000) * perS);
    filledAtMs = nowMs;
  };
  return {
    take() {
      fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    waitMs() {
      fill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perS) * 1_000);
    },
  };
}
