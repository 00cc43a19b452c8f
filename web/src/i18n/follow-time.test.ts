import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countTicks, followTime } from './follow-time.ts';

const MINUTE_MS = 60_000;

describe('web W17: “now” goes on with the time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells everybody who shows a time within a minute, with another number each time', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const stops = [followTime(first), followTime(second)];
    const before = countTicks();
    vi.advanceTimersByTime(MINUTE_MS);
    expect(first).toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(first.mock.calls.length);
    expect(countTicks()).toBe(before + first.mock.calls.length);
    for (const stop of stops) stop();
  });

  it('has one timer for all, none for nobody, and begins again', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const stop = followTime(first);
    const stopOther = followTime(second);
    expect(vi.getTimerCount()).toBe(1);
    stop();
    vi.advanceTimersByTime(MINUTE_MS);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalled();
    stopOther();
    expect(vi.getTimerCount()).toBe(0);
    const stopAgain = followTime(first);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(first).toHaveBeenCalled();
    stopAgain();
  });
});
