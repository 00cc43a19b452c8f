import fc from 'fast-check';
import type { Mutants } from './mutants.fixture.ts';
import { runWorld } from './run-world.fixture.ts';
import { step } from './steps.fixture.ts';
import { createRandom, createTimeline } from './timeline.fixture.ts';
import { createWorld } from './world.fixture.ts';

/** Steps of one storm. */
const MAX_STEPS = 60;

/** After any storm every view equals the server (live L40). A failure names what is wrong. */
export function convergence(mutants: Mutants = {}) {
  const steps = fc.array(step, { maxLength: MAX_STEPS, size: 'max' });
  return fc.asyncProperty(fc.integer(), steps, async (seed, storm) => {
    const problems = await runWorld(
      createWorld(createTimeline(createRandom(seed)), mutants),
      storm,
    );
    if (problems.length > 0) throw new Error(problems.join('\n'));
  });
}

/** Given to shrinking and to the report of a failure. */
const REPORT_MS = 30_000;

/**
 * How often and how long a property is tried. `<NAME>_RUNS` and `<NAME>_SEED` of the environment say otherwise; a
 * failure names its seed. What is not done in time counts as failed, with the smallest storm that was found.
 */
export function limitsOf(
  name: string,
  { runs, maxRunMs }: { runs: number; maxRunMs: number },
): {
  numRuns: number;
  interruptAfterTimeLimit: number;
  markInterruptAsFailure: boolean;
  timeoutMs: number;
  seed?: number;
} {
  const numRuns = Number(process.env[`${name}_RUNS`] ?? runs);
  const seed = process.env[`${name}_SEED`];
  const interruptAfterTimeLimit = 2 * REPORT_MS + numRuns * maxRunMs;
  return {
    numRuns,
    interruptAfterTimeLimit,
    markInterruptAsFailure: true,
    timeoutMs: interruptAfterTimeLimit + REPORT_MS,
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
