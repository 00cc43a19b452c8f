import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeToken, type Rate } from './rate.ts';

/** Moments at which something was let through, of those at which it was asked for. */
function letThrough(rate: Rate, asked: readonly number[]): number[] {
  let kept: number | null = null;
  return asked.filter((now) => {
    const answer = takeToken(rate, kept, now);
    if (answer.isTaken) kept = answer.nextFreeAt;
    return answer.isTaken;
  });
}

describe('delivery D13: rates', () => {
  it('let a burst through and then one an interval', () => {
    const rate = { count: 10, perMs: 1_000, burst: 3 };
    const asked = Array.from({ length: 100 }, (_, index) => index * 10);
    expect(letThrough(rate, asked)).toEqual([
      0, 10, 20, 100, 200, 300, 400, 500, 600, 700, 800, 900,
    ]);
  });

  it('say when there is a token again, and keep that word', () => {
    const rate = { count: 1, perMs: 1_000, burst: 1 };
    const first = takeToken(rate, null, 0);
    if (!first.isTaken) throw new Error('the first one is free');
    const refused = takeToken(rate, first.nextFreeAt, 400);
    expect(refused).toEqual({ isTaken: false, retryAt: 1_000 });
    expect(takeToken(rate, first.nextFreeAt, 1_000).isTaken).toBe(true);
  });

  it('save nothing up while nobody asks: what comes after a pause is a burst, and no more', () => {
    const rate = { count: 10, perMs: 1_000, burst: 3 };
    const asked = [0, ...Array.from({ length: 20 }, () => 60_000)];
    expect(letThrough(rate, asked)).toEqual([0, 60_000, 60_000, 60_000]);
  });

  it('never let more through in any window than its share and the burst', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 200 });
    const rates = fc.record({
      count: fc.integer({ min: 1, max: 20 }),
      perMs: fc.constant(1_000),
      burst: fc.integer({ min: 1, max: 10 }),
    });
    fc.assert(
      fc.property(rates, gaps, (rate, steps) => {
        let now = 0;
        const passed = letThrough(
          rate,
          steps.map((gap) => (now += gap)),
        );
        for (const start of passed) {
          const within = passed.filter((at) => at >= start && at < start + rate.perMs).length;
          expect(within).toBeLessThanOrEqual(rate.count + rate.burst);
        }
      }),
    );
  });
});
