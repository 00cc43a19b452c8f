import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeTimeline, fakeTimers } from './fake-timeline.fixture.ts';
import { createCluster } from './nodes.fixture.ts';
import { limitsOf } from './property.fixture.ts';
import { mutated } from './room-mutants.fixture.ts';
import { runWorld } from './run-world.fixture.ts';
import { step } from './steps.fixture.ts';
import { createRandom } from './timeline.fixture.ts';
import { createWorld } from './world.fixture.ts';

// Only a mutant is another one; else these are the server's own.
vi.mock('../../server/src/platform/live/change-intake.ts', async (importOriginal) => {
  const { mutateIntake } = await import('./room-mutants.fixture.ts');
  return mutateIntake(await importOriginal());
});
vi.mock('../../server/src/platform/live/live-room.ts', async (importOriginal) => {
  const { mutateRoom } = await import('./room-mutants.fixture.ts');
  return mutateRoom(await importOriginal());
});

const { timeoutMs, ...limits } = limitsOf('BOARDWIRE_ROOM', { runs: 100, maxRunMs: 500 });
const MUTANT_RUNS = 200;

const storm = fc.array(
  step.filter(({ kind }) => kind !== 'backUp' && kind !== 'restore'),
  { maxLength: 50, size: 'max' },
);

/** Frames are without gap for every member, and every view equals the rows in the end. */
const contiguity = fc.asyncProperty(fc.integer(), storm, async (seed, steps) => {
  fakeTimers();
  const timeline = createFakeTimeline(createRandom(seed));
  const stops: (() => void)[] = [];
  const world = createWorld(timeline, {}, (...parts) => {
    const cluster = createCluster(...parts);
    stops.push(cluster.stop);
    return cluster;
  });
  const problems = await runWorld(world, steps);
  for (const stop of stops) stop();
  vi.useRealTimers();
  if (problems.length > 0) throw new Error(problems.join('\n'));
});

describe('the server’s own rooms', () => {
  beforeEach(() => Object.assign(mutated, { intake: false, entry: false }));
  afterEach(() => void vi.useRealTimers());

  it(
    'live L41: frames are without gap for every member, and all converge',
    () => fc.assert(contiguity, limits),
    timeoutMs,
  );

  it.each([
    { part: 'intake', fault: 'nothing is held back' },
    { part: 'entry', fault: 'time passes between the replay and the entry' },
  ] as const)('live L41: a mutant is noticed: $fault', async ({ part }) => {
    mutated[part] = true;
    const { failed } = await fc.check(contiguity, { numRuns: MUTANT_RUNS, endOnFailure: true });
    expect(failed).toBe(true);
  });
});
