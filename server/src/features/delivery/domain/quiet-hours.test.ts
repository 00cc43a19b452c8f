import { describe, expect, it } from 'vitest';
import { findRelease, isQuiet, type QuietHours } from './quiet-hours.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const hours = (timeZone: string, from: string, to: string, days = everyDay): QuietHours => ({
  timeZone,
  windows: [{ days, fromMinute: minuteOf(from), toMinute: minuteOf(to) }],
});
const minuteOf = (clock: string) => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};
const releaseOf = (quiet: QuietHours, at: string) => findRelease(quiet, new Date(at)).toISOString();

describe('delivery D15: quiet hours', () => {
  it('hold until the window ends, on the person’s own clock', () => {
    const night = hours('Asia/Kolkata', '22:00', '07:00');
    expect(isQuiet(night, new Date('2026-05-05T16:29:59Z'))).toBe(false);
    expect(isQuiet(night, new Date('2026-05-05T16:30:00Z'))).toBe(true);
    expect(releaseOf(night, '2026-05-05T16:30:20Z')).toBe('2026-05-06T01:30:00.000Z');
    expect(releaseOf(night, '2026-05-05T12:00:00.123Z')).toBe('2026-05-05T12:00:00.123Z');
  });

  it('begin on the days they name; the morning after belongs to the evening before', () => {
    const sundayNight = hours('UTC', '20:00', '08:00', [7]);
    expect(isQuiet(sundayNight, new Date('2026-05-03T21:00:00Z'))).toBe(true);
    expect(isQuiet(sundayNight, new Date('2026-05-04T07:59:00Z'))).toBe(true);
    expect(isQuiet(sundayNight, new Date('2026-05-04T21:00:00Z'))).toBe(false);
    expect(isQuiet(sundayNight, new Date('2026-05-03T07:00:00Z'))).toBe(false);
  });

  it('end on time in the night in which clocks go forward', () => {
    const night = hours('Europe/Berlin', '22:00', '07:00');
    // 29 March 2026: 02:00 becomes 03:00, so 07:00 comes an hour earlier.
    expect(releaseOf(night, '2026-03-28T21:30:00Z')).toBe('2026-03-29T05:00:00.000Z');
    // A window that ends in the hour that does not exist ends where the clocks jump.
    const short = hours('Europe/Berlin', '01:00', '02:30');
    expect(releaseOf(short, '2026-03-29T00:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('end at the first time that a wall shows it in the night in which clocks go back', () => {
    const night = hours('Europe/Berlin', '22:00', '07:00');
    expect(releaseOf(night, '2026-10-24T21:30:00Z')).toBe('2026-10-25T06:00:00.000Z');
    // 02:30 comes twice: loud after the first one, and quiet again in the hour that is repeated.
    const short = hours('Europe/Berlin', '02:00', '02:30');
    expect(releaseOf(short, '2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(releaseOf(short, '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:30:00.000Z');
  });

  it('go on where one window ends in another', () => {
    const quiet: QuietHours = {
      timeZone: 'UTC',
      windows: [
        { days: everyDay, fromMinute: minuteOf('20:00'), toMinute: minuteOf('23:00') },
        { days: everyDay, fromMinute: minuteOf('22:00'), toMinute: minuteOf('06:00') },
      ],
    };
    expect(releaseOf(quiet, '2026-05-05T20:10:00Z')).toBe('2026-05-06T06:00:00.000Z');
  });

  it('give way to an override until it ends', () => {
    const night = hours('UTC', '22:00', '07:00');
    const open = { ...night, overrideUntil: new Date('2026-05-06T00:00:00Z') };
    expect(releaseOf(open, '2026-05-05T23:00:00Z')).toBe('2026-05-05T23:00:00.000Z');
    expect(releaseOf(open, '2026-05-06T00:00:00Z')).toBe('2026-05-06T07:00:00.000Z');
  });

  it('are looked at again after eight days when no minute of the week is loud', () => {
    const always = hours('UTC', '00:00', '00:00');
    expect(releaseOf(always, '2026-05-05T12:00:00Z')).toBe('2026-05-13T12:00:00.000Z');
  });

  it('end where minute after minute would find it, over both changes of the clocks and with any windows', () => {
    const zones = ['Europe/Zurich', 'America/Havana', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
    const nights = [
      '2026-03-07',
      '2026-03-28',
      '2026-04-04',
      '2026-10-03',
      '2026-10-24',
      '2026-10-31',
    ];
    let seed = 7;
    const draw = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let round = 0; round < 60; round += 1) {
      const windows = Array.from({ length: 1 + draw(3) }, () => ({
        days: [1, 2, 3, 4, 5, 6, 7].filter(() => draw(3) > 0),
        fromMinute: draw(1_440),
        toMinute: draw(1_440),
      }));
      const hours = { timeZone: zones[draw(zones.length)] ?? 'UTC', windows };
      const night = Date.parse(`${nights[draw(nights.length)]}T12:00:00Z`);
      const at = new Date(night + draw(1_440) * 60_000);
      let slow = at.getTime();
      const last = slow + 8 * 86_400_000;
      while (slow < last && isQuiet(hours, new Date(slow))) slow += 60_000;
      expect(findRelease(hours, at).getTime(), JSON.stringify({ hours, at })).toBe(slow);
    }
  });
});
