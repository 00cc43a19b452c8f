import { sleep } from '../../kernel/time.ts';
import type { FailureCounts } from '../../platform/failure-counts.ts';

/**
 * Makes guessing at one account slow, from however many addresses, without ever shutting its owner out (security S28).
 * It knows an account by what the caller typed, so that accounts that do not exist are as slow.
 */
export interface Slowdown {
  /** Waits as long as the recent failures of this account ask for. */
  wait(account: string): Promise<void>;
  noteFailure(account: string): void;
  noteSuccess(account: string): void;
}

/** Slips of a person cost nothing. */
const FREE_FAILURES = 3;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 2_000;

/** Milliseconds to wait after so many failures in a row. */
export function delayAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES));
}

/** Creates it over counts of failures. */
export function createSlowdown(failures: FailureCounts): Slowdown {
  return {
    async wait(account) {
      const delayMs = delayAfter(await failures.read(account));
      if (delayMs > 0) await sleep(delayMs);
    },
    noteFailure: (account) => failures.add(account),
    noteSuccess: (account) => failures.clear(account),
  };
}
