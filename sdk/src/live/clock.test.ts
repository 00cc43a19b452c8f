import { describe, expect, it } from 'vitest';
import { createSteadyTime } from './clock.ts';

describe('live L45: a clock that is set', () => {
  it('goes on from where it was when it is set back, and follows when it is set forward', () => {
    let wallMs = 10_000_000;
    const nowMs = createSteadyTime(() => wallMs);
    expect(nowMs()).toBe(10_000_000);
    wallMs -= 3_600_000;
    expect(nowMs()).toBe(10_000_000);
    wallMs += 250;
    expect(nowMs()).toBe(10_000_250);
    wallMs += 7_200_000;
    expect(nowMs()).toBe(17_200_250);
  });
});
