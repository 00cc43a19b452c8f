import { vi } from 'vitest';
import type { Random, Timeline } from './timeline.fixture.ts';

/** Taken before it is replaced: promises are settled in full before its next turn. */
const { setImmediate: realSetImmediate } = globalThis;

const START = new Date('2026-11-21T08:00:00.000Z');

/** Puts the timers of the whole program under the test's hand; `vi.useRealTimers` gives them back. */
export function fakeTimers(): void {
  vi.useFakeTimers({
    now: START,
    toFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'setImmediate',
      'clearImmediate',
      'Date',
      'performance',
    ],
  });
}

/** A time line over the faked timers, so that the server's own classes live in the same time. */
export function createFakeTimeline(random: Random): Timeline {
  let isHalted = false;
  const after: Timeline['after'] = (delayMs, work) => {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  };
  return {
    get nowMs() {
      return Date.now();
    },
    random,
    after,
    soon: (maxMs, work) => void after(random() * maxMs, work),
    async run(ms) {
      let isOver = false;
      setTimeout(() => {
        isOver = true;
      }, ms);
      for (await drain(); !isOver && !isHalted; await drain()) vi.advanceTimersToNextTimer();
    },
    halt() {
      isHalted = true;
    },
    clockOf: (life) => ({
      nowMs: () => Date.now(),
      after: (delayMs, work) => after(delayMs, () => life.isOver || work()),
      random,
    }),
  };
}

function drain(): Promise<void> {
  return new Promise((resolve) => {
    realSetImmediate(resolve);
  });
}
