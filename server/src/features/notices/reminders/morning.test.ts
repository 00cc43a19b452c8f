import { describe, expect, it } from 'vitest';
import { addDays, isReminderTime, wallTimeAt } from './morning.ts';

const isMorning = (moment: string, zone: string) => {
  const wall = wallTimeAt(new Date(moment), zone);
  return wall !== null && isReminderTime(wall);
};

describe('delivery: reminders come at nine on the wall of their reader', () => {
  it.each([
    ['Europe/Berlin', '2026-03-28T08:00:00Z', '2026-03-28'],
    // The night in which clocks go forward, and the one in which they go back.
    ['Europe/Berlin', '2026-03-29T07:00:00Z', '2026-03-29'],
    ['Europe/Berlin', '2026-10-24T07:00:00Z', '2026-10-24'],
    ['Europe/Berlin', '2026-10-25T08:00:00Z', '2026-10-25'],
    ['America/New_York', '2026-03-08T13:00:00Z', '2026-03-08'],
    ['America/New_York', '2026-11-01T14:00:00Z', '2026-11-01'],
    ['Australia/Lord_Howe', '2026-10-04T22:00:00Z', '2026-10-05'],
    ['Asia/Kathmandu', '2026-01-01T03:15:00Z', '2026-01-01'],
    ['Pacific/Kiritimati', '2026-01-01T19:00:00Z', '2026-01-02'],
  ])('%s: %s is nine of %s', (zone, moment, day) => {
    const before = new Date(Date.parse(moment) - 1_000).toISOString();
    expect(isMorning(moment, zone)).toBe(true);
    expect(isMorning(before, zone)).toBe(false);
    expect(wallTimeAt(new Date(moment), zone)).toEqual({ day, time: '09:00' });
  });

  it('nobody is reminded in the evening, and an unknown zone breaks nothing', () => {
    expect(isMorning('2026-01-01T17:59:00Z', 'UTC')).toBe(true);
    expect(isMorning('2026-01-01T18:00:00Z', 'UTC')).toBe(false);
    expect(isMorning('2026-01-01T00:30:00Z', 'UTC')).toBe(false);
    expect(wallTimeAt(new Date(), 'Moon/Crater')).toBeNull();
  });

  it('days are counted over the ends of months and years', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -3)).toBe('2025-12-29');
  });
});
