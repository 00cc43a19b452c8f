import { describe, expect, it } from 'vitest';
import { findDigestClose } from './digest-time.ts';

const ZURICH = 'Europe/Zurich';
const DAILY = [1, 2, 3, 4, 5, 6, 7];
const NIGHT = {
  timeZone: ZURICH,
  windows: [{ days: DAILY, fromMinute: 22 * 60, toMinute: 7 * 60 }],
};

function close(now: string, hour = 8, days: number[] = DAILY, timeZone = ZURICH): string {
  return findDigestClose(timeZone, null, new Date(now), { hour, days }).toISOString();
}

describe('delivery D16: when a digest goes out', () => {
  it('at eight on the wall of its reader when they chose nothing', () => {
    const at = (now: string) => findDigestClose(ZURICH, null, new Date(now)).toISOString();
    expect(at('2026-01-12T06:59:59Z')).toBe('2026-01-12T07:00:00.000Z');
    // What comes at eight is for the next day: that digest is closed.
    expect(at('2026-01-12T07:00:00Z')).toBe('2026-01-13T07:00:00.000Z');
  });

  it('at the hour that they chose, midnight and zones off the hour included', () => {
    expect(close('2026-01-12T12:00:00Z', 18)).toBe('2026-01-12T17:00:00.000Z');
    expect(close('2026-01-12T17:00:00Z', 18)).toBe('2026-01-13T17:00:00.000Z');
    expect(close('2026-01-12T12:00:00Z', 0)).toBe('2026-01-12T23:00:00.000Z');
    expect(close('2026-01-12T12:00:00Z', 9, DAILY, 'Asia/Kathmandu')).toBe(
      '2026-01-13T03:15:00.000Z',
    );
  });

  it('on the days that they chose: one makes it weekly', () => {
    // 2026-01-12 is a Monday.
    expect(close('2026-01-12T07:00:00Z', 8, [1])).toBe('2026-01-19T07:00:00.000Z');
    expect(close('2026-01-12T07:00:00Z', 8, [5])).toBe('2026-01-16T07:00:00.000Z');
    expect(close('2026-01-16T20:00:00Z', 8, [1, 2, 3, 4, 5])).toBe('2026-01-19T07:00:00.000Z');
  });

  it('delivery D15: in the night in which clocks go forward, at its hour or right behind the jump', () => {
    expect(close('2026-03-28T12:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    // 02:00 to 03:00 is on no wall that day.
    expect(close('2026-03-28T12:00:00Z', 2)).toBe('2026-03-29T01:00:00.000Z');
    expect(close('2026-03-29T01:00:00Z', 2)).toBe('2026-03-30T00:00:00.000Z');
  });

  it('delivery D15: in the night in which clocks go back, once', () => {
    expect(close('2026-10-24T12:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
    expect(close('2026-10-24T12:00:00Z', 2)).toBe('2026-10-25T00:00:00.000Z');
    // 02:00 comes a second time an hour later: that is not the next day.
    expect(close('2026-10-25T00:00:00Z', 2)).toBe('2026-10-26T01:00:00.000Z');
    // In Havana it is midnight twice.
    expect(close('2026-11-01T04:00:00Z', 0, DAILY, 'America/Havana')).toBe(
      '2026-11-02T05:00:00.000Z',
    );
  });

  it('delivery D15: after the night where that is quiet, over midnight and over a change of the clocks', () => {
    const at = (now: string, hour: number) =>
      findDigestClose(ZURICH, NIGHT, new Date(now), { hour, days: DAILY }).toISOString();
    expect(at('2026-01-12T12:00:00Z', 23)).toBe('2026-01-13T06:00:00.000Z');
    expect(at('2026-03-28T12:00:00Z', 3)).toBe('2026-03-29T05:00:00.000Z');
    expect(at('2026-10-24T12:00:00Z', 3)).toBe('2026-10-25T06:00:00.000Z');
  });
});
