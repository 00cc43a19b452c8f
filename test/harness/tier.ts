import { describe, it } from 'vitest';

/**
 * Whether everything runs (`npm run test:nightly`). Every change is tested with F1 to F3, F17 and their mutants, and once
 * each with what else people rely on; the mutants of those, the other faults, and the same look in one more theme, width or
 * language are for the night (reliability, "Tiers").
 */
export const isNightly = process.env['BOARDWIRE_TESTS'] === 'nightly';

const leaveOut = Object.assign(() => undefined, { each: () => () => undefined });

/** A test of the night; by day it is not there. */
export const nightly = isNightly ? it : (leaveOut as unknown as typeof it);

/** The same of tests that belong together. */
export const describeNightly = isNightly ? describe : (leaveOut as unknown as typeof describe);
