import type { JobHandler } from './queue/job.ts';
import type { Operation } from './operation.ts';
import type { Consumer } from './outbox.ts';

/** Work that repeats on a timer; each run claims its rows, so any number of nodes may run it. */
export interface Chore {
  name: string;
  intervalMs: number;
  /** Work in many short transactions ends after the one at hand when `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** A figure for `/metrics`, read at each scrape. */
export interface FeatureGauge {
  name: string;
  help: string;
  read(): Promise<{ value: number; label?: string }[]>;
}

/** What a feature gives to the program; the composition loops over all of them and knows none. */
export interface Feature {
  operations: readonly Operation[];
  reactions?: readonly Consumer[];
  jobs?: readonly JobHandler[];
  chores?: readonly Chore[];
  gauges?: readonly FeatureGauge[];
}
