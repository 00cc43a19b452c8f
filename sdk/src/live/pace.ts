import type { Clock } from './clock.ts';

/** A little slower than allowed: the server's clock is another one. */
const MARGIN = 0.95;

/** Keeps edits within what the server takes from one connection (live L37). */
export interface Pace {
  /** A connection begins with these limits. */
  begin(limits: Readonly<Record<string, number>>): void;
  /** True when one more may be sent now. */
  take(): boolean;
  /** Milliseconds until `take` says yes. */
  waitMs(): number;
}

/** Creates a pace; until `begin` there is no limit. */
export function createPace(clock: Clock): Pace {
  let perS = Infinity;
  let burst = Infinity;
  let left = Infinity;
  let filledAtMs = clock.nowMs();
  const refill = () => {
    const now = clock.nowMs();
    left = Math.min(burst, left + ((now - filledAtMs) / 1_000) * perS);
    filledAtMs = now;
  };
  return {
    begin({ mutationsPerS = Infinity, mutationBurst = Infinity }) {
      perS = mutationsPerS * MARGIN;
      burst = mutationBurst;
      left = burst;
      filledAtMs = clock.nowMs();
    },
    take() {
      if (burst === Infinity) return true;
      refill();
      if (left < 1) return false;
      left -= 1;
      return true;
    },
    waitMs: () => (left >= 1 ? 0 : Math.ceil(((1 - left) / perS) * 1_000)),
  };
}
