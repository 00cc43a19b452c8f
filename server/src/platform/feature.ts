import type { ScheduleName } from './schedule/schedule-list.ts';
import type { JobHandler } from './queue/job.ts';
import type { AnyCacheClass } from './cache/cache-class.ts';
import type { AnyOperation } from './any-operation.ts';
import type { GaugeDefinition } from './metrics.ts';
import type { Consumer } from './outbox.ts';

/** Work that repeats on a timer; each run claims its rows, so any number of nodes may run it. */
export interface Chore {
  name: string;
  intervalMs: number;
  /** Work in many short transactions ends after the one at hand when `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Work that repeats at times of the instance, once on all nodes together (SPEC D7). */
export interface ScheduledChore {
  name: string;
  schedule: ScheduleName;
  /** As of chores; a throw is tried again, and seen by the instance owner. */
  run(signal: AbortSignal): Promise<void>;
}

/** What a feature gives to the program; the composition loops over all of them and knows none. */
export interface Feature {
  operations: readonly AnyOperation[];
  reactions?: readonly Consumer[];
  jobs?: readonly JobHandler[];
  chores?: readonly Chore[];
  scheduled?: readonly ScheduledChore[];
  gauges?: readonly GaugeDefinition[];
  /** Values of its own that are remembered. */
  caches?: readonly AnyCacheClass[];
}
