import { describe, expect, it } from 'vitest';
import { planReturns } from './return-times.ts';

/** Most that fall into one second. */
function busiest(timesMs: readonly number[]): number {
  const counts = timesMs.map(
    (fromMs) => timesMs.filter((timeMs) => timeMs >= fromMs && timeMs < fromMs + 1_000).length,
  );
  return Math.max(...counts);
}

describe('live L12: everybody of a node that stops comes back at a time of their own', () => {
  it('live L12: a thousand are no more in any second than another node lets in', () => {
    for (const hasOtherNodes of [true, false]) {
      const timesMs = planReturns(1_000, { hasOtherNodes });
      expect(busiest(timesMs)).toBeLessThanOrEqual(201);
      expect(Math.max(...timesMs)).toBeLessThanOrEqual(5_200);
      // Not in step either: there is chance in it.
      expect(timesMs).not.toEqual(planReturns(1_000, { hasOtherNodes }));
    }
  });

  it('live L12: a few come at once to other nodes, and give this one time to start when it is alone', () => {
    const random = () => 0.999;
    expect(planReturns(4, { hasOtherNodes: true, random })).toEqual([450, 700, 950, 1_200]);
    expect(planReturns(4, { hasOtherNodes: false, random })).toEqual([1_449, 2_699, 3_949, 5_199]);
    expect(planReturns(0, { hasOtherNodes: true })).toEqual([]);
  });

  it('live L12: nobody waits longer than half a minute, however many there are', () => {
    const timesMs = planReturns(20_000, { hasOtherNodes: true });
    expect(Math.max(...timesMs)).toBeLessThanOrEqual(30_200);
    expect(Math.min(...timesMs)).toBeGreaterThanOrEqual(200);
  });
});
