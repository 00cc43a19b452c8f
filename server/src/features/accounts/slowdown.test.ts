import { describe, expect, it } from 'vitest';
import { delayAfter } from './slowdown.ts';

describe('security S28: a whole account only slows', () => {
  it('lets a person slip three times, then doubles the wait up to two seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 1_000].map(delayAfter)).toEqual([
      0, 0, 0, 250, 500, 1_000, 2_000, 2_000, 2_000,
    ]);
  });
});
