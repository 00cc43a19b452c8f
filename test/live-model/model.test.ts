import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mutants } from './mutants.fixture.ts';
import { convergence, limitsOf } from './property.fixture.ts';

/** `BOARDWIRE_MODEL_RUNS`: 200,000 each night. */
const { timeoutMs, ...limits } = limitsOf('BOARDWIRE_MODEL', { runs: 1_000, maxRunMs: 200 });
/** Within so many runs a mutant has to be noticed. */
const MUTANT_RUNS = 1_000;

describe('the protocol model', () => {
  it(
    'live L40: after any storm every view equals the server',
    () => fc.assert(convergence(), limits),
    timeoutMs,
  );

  it.each<{ mutant: keyof Mutants; fault: string }>([
    { mutant: 'acceptsAnyHigherMid', fault: 'a number beyond the next one runs' },
    { mutant: 'refusalLeavesMidUnused', fault: 'a refusal leaves its number unused' },
    { mutant: 'unitesSets', fault: 'a set grows only' },
    { mutant: 'countsMaximum', fault: 'a counter takes the maximum' },
    { mutant: 'clientComputesKeys', fault: 'the client computes keys' },
    { mutant: 'holdsNothingBack', fault: 'nothing is held back' },
    { mutant: 'awaitsBeforeEntry', fault: 'time passes before the entry' },
  ])('live L40: a mutant is noticed: $fault', async ({ mutant }) => {
    const options = { numRuns: MUTANT_RUNS, endOnFailure: true };
    const { failed } = await fc.check(convergence({ [mutant]: true }), options);
    expect(failed).toBe(true);
  });
});
