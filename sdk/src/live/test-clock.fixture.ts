import type { Clock } from './clock.ts';

/** A clock that stands still until the test moves it. */
export function createTestClock(): Clock & { pass(ms: number): Promise<void> } {
  let nowMs = 0;
  let timers: { atMs: number; work: () => void }[] = [];
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    nowMs: () => nowMs,
    after(delayMs, work) {
      const timer = { atMs: nowMs + delayMs, work };
      timers.push(timer);
      return () => void (timers = timers.filter((each) => each !== timer));
    },
    random: () => 0,
    async pass(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > endMs) break;
        nowMs = next.atMs;
        timers = timers.filter((each) => each !== next);
        next.work();
        await settle();
      }
      nowMs = endMs;
    },
  };
}
