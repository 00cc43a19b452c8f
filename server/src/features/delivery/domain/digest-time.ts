import { MINUTE_MS } from '../../../kernel/time.ts';
import { findRelease, type QuietHours } from './quiet-hours.ts';

/** The minute of the day at which digests go out: 08:00 on the wall of whoever reads them. */
const MORNING_MINUTE = 8 * 60;
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** When a digest that opens at `now` closes: the next morning that is not quiet. */
export function findDigestClose(timeZone: string, quiet: QuietHours | null, now: Date): Date {
  // All but one minute of each day is "quiet" for digests, so the release from that is the morning.
  const fromMinute = MORNING_MINUTE + 1;
  const hours = { timeZone, windows: [{ days: EVERY_DAY, fromMinute, toMinute: MORNING_MINUTE }] };
  const morning = findRelease(hours, new Date(now.getTime() + MINUTE_MS));
  return quiet === null ? morning : findRelease(quiet, morning);
}
