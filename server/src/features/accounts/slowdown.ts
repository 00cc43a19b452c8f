import { LRUCache } from 'lru-cache';
import { MINUTE_MS, sleep } from '../../kernel/time.ts';

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
const REMEMBERED_MS = 15 * MINUTE_MS;
const MAX_REMEMBERED = 50_000;

/** Milliseconds to wait after so many failures in a row. */
export function delayAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - FREE_FAILURES));
}

/** Creates the memory of one process. */
export function createSlowdown(): Slowdown {
  const failures = new LRUCache<string, number>({ max: MAX_REMEMBERED, ttl: REMEMBERED_MS });
  return {
    async wait(account) {
      const delayMs = delayAfter(failures.get(account) ?? 0);
      if (delayMs > 0) await sleep(delayMs);
    },
    noteFailure: (account) => void failures.set(account, (failures.get(account) ?? 0) + 1),
    noteSuccess: (account) => void failures.delete(account),
  };
}
