import type { Chore } from './feature.ts';
import type { Log } from './log.ts';

/** Runs chores on their timers, each never twice at once in this process. */
export interface ChoreRunner {
  start(): void;
  /** Stops the timers and waits for runs at hand. */
  stop(): Promise<void>;
}

/** Starts are spread over this share of the interval, so that nodes do not run in step. */
const JITTER = 0.1;

/** Creates the runner; a failing run is logged and tried again at its next time. */
export function createChoreRunner(chores: readonly Chore[], log: Log): ChoreRunner {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  let isStopped = false;

  const plan = (chore: Chore) => {
    if (isStopped) return;
    const delayMs = chore.intervalMs * (1 - JITTER * Math.random());
    timers.set(chore.name, setTimeout(() => void run(chore), delayMs).unref());
  };
  const run = async (chore: Chore) => {
    const work = chore
      .run()
      .catch((error: unknown) => log.warn({ err: error, chore: chore.name }, 'a chore failed'));
    running.set(chore.name, work);
    await work;
    running.delete(chore.name);
    plan(chore);
  };
  return {
    start: () => chores.forEach(plan),
    async stop() {
      isStopped = true;
      timers.forEach((timer) => clearTimeout(timer));
      await Promise.all(running.values());
    },
  };
}
