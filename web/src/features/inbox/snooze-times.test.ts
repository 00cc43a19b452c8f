import { describe, expect, it } from 'vitest';
import { listSnoozeTimes } from './snooze-times.ts';

const until = (iso: string, zone: string) =>
  Object.fromEntries(listSnoozeTimes(Date.parse(iso), zone).map((time) => [time.id, time.until]));

describe('web W17: what an entry can be put off to', () => {
  it('mornings are by the clock of the person, also where the clocks change', () => {
    // A Thursday in Berlin, already Friday there.
    expect(until('2026-03-26T23:30:00Z', 'Europe/Berlin')).toEqual({
      later: '2026-03-27T02:30:00.000Z',
      tomorrow: '2026-03-28T08:00:00.000Z',
      monday: '2026-03-30T07:00:00.000Z',
      week: '2026-04-03T07:00:00.000Z',
    });
  });

  it('on a Sunday tomorrow is Monday, on a Monday it is the next one', () => {
    expect(until('2026-03-29T12:00:00Z', 'UTC')).not.toHaveProperty('monday');
    const monday = until('2026-03-30T12:00:00Z', 'UTC');
    expect(monday['monday']).toBe('2026-04-06T09:00:00.000Z');
  });
});
