import type { Chore } from './feature.ts';
import type { Log } from './log.ts';
import { MINUTE_MS } from '../kernel/time.ts';

/** Runs chores on their timers, each never twice at once in this process. */
export interface ChoreRunner {
  start(): void;
  /** Stops the timers, tells runs at hand to end and waits for them. */
  stop(): Promise<void>;
}

/** Starts are spread over this share of the interval, so that nodes do not run in step. */
const JITTER = 0.1;
/** The first run does not wait a whole interval: a program that is restarted every evening has daily chores too. */
const FIRST_RUN_MS = MINUTE_MS;

/** Creates the runner; a failing run is logged and tried again at its next time. */
export function createChoreRunner(
  chores: readonly Chore[],
  log: Log,
  firstRunMs = FIRST_RUN_MS,
): ChoreRunner {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const plan = (chore: Chore, waitMs: number) => {
    if (stopping.signal.aborted) return;
    const delayMs = waitMs * (1 - JITTER * Math.random());
    timers.set(chore.name, setTimeout(() => void run(chore), delayMs).unref());
  };
  const run = async (chore: Chore) => {
    const work = chore
      .run(stopping.signal)
      .catch((error: unknown) => log.warn({ err: error, chore: chore.name }, 'a chore failed'));
    running.set(chore.name, work);
    await work;
    running.delete(chore.name);
    plan(chore, chore.intervalMs);
  };
  return {
    start: () => chores.forEach((chore) => plan(chore, Math.min(chore.intervalMs, firstRunMs))),
    async stop() {
      stopping.abort();
      timers.forEach((timer) => clearTimeout(timer));
      await Promise.all(running.values());
    },
  };
}
