import { describe, expect, it } from 'vitest';
import { fromZoned, toZoned } from './zoned-time.ts';

describe('web W42: moments by the person’s clock', () => {
  it.each([
    ['2026-01-15T13:05:00Z', 'Europe/Zurich', '2026-01-15T14:05'],
    ['2026-07-15T13:05:00Z', 'Europe/Zurich', '2026-07-15T15:05'],
    ['2026-07-15T23:30:00Z', 'Asia/Kolkata', '2026-07-16T05:00'],
    // Half an hour after the clocks went forward, and as long after they went back.
    ['2026-03-29T01:30:00Z', 'Europe/Zurich', '2026-03-29T03:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Zurich', '2026-10-25T02:30'],
  ])('%s in %s is %s', (iso, zone, local) => {
    expect(toZoned(iso, zone)).toBe(local);
    expect(fromZoned(local, zone)).toBe(iso);
  });
});
