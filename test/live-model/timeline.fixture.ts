import type { Clock } from '@boardwire/sdk/live/clock';

/** Random numbers from a seed: at least 0, below 1. */
export type Random = () => number;

/** The mulberry32 generator. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Something that can end without a word: a page, or the program of a hub. What it planned never happens. */
export interface Life {
  isOver: boolean;
}

/** Time that passes only when it is told to. */
export interface Timeline {
  readonly nowMs: number;
  readonly random: Random;
  /** Runs `work` after the delay unless it is taken back. */
  after(delayMs: number, work: () => void): () => void;
  /** Runs `work` after a random delay. */
  soon(maxMs: number, work: () => void): void;
  /** Lets so much time pass. */
  run(ms: number): Promise<void>;
  /** Time stands still from here on: what follows a broken rule says nothing. */
  halt(): void;
  /** The clock of a living thing. */
  clockOf(life: Life): Clock;
}

interface Timer {
  atMs: number;
  work: (() => void) | null;
}

const START_MS = Date.UTC(2026, 10, 21, 8);

/** Creates a time line. Everything that is awaited is done before time goes on. */
export function createTimeline(random: Random): Timeline {
  let nowMs = START_MS;
  let isHalted = false;
  /** Latest first, so that the next one is popped. */
  const timers: Timer[] = [];
  const after: Timeline['after'] = (delayMs, work) => {
    const timer: Timer = { atMs: nowMs + Math.max(0, delayMs), work };
    timers.splice(findPlace(timers, timer.atMs), 0, timer);
    return () => {
      timer.work = null;
    };
  };
  return {
    get nowMs() {
      return nowMs;
    },
    random,
    after,
    soon: (maxMs, work) => void after(random() * maxMs, work),
    async run(ms) {
      const untilMs = nowMs + ms;
      await drain();
      if (isHalted) return;
      for (let next = timers.at(-1); next && next.atMs <= untilMs; next = timers.at(-1)) {
        timers.pop();
        nowMs = next.atMs;
        if (next.work === null) continue;
        next.work();
        await drain();
        if (isHalted) return;
      }
      nowMs = untilMs;
    },
    halt() {
      isHalted = true;
    },
    clockOf: (life) => ({
      nowMs: () => nowMs,
      after: (delayMs, work) => after(delayMs, () => life.isOver || work()),
      random,
    }),
  };
}

/** Promises are settled in full before the next turn of the event loop. */
function drain(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Timers of the same moment run in the order in which they were set. */
function findPlace(timers: readonly Timer[], atMs: number): number {
  let low = 0;
  let high = timers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timers[middle]?.atMs ?? 0) > atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
