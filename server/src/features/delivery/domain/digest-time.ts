import { DAY_MS, MINUTE_MS } from '../../../kernel/time.ts';
import { findRelease, wallTimeOf, type QuietHours } from './quiet-hours.ts';

/** When somebody wants their digests. */
export interface DigestTime {
  /** On their wall, 0 to 23. */
  hour: number;
  /** 1 for Monday to 7 for Sunday; one alone makes it weekly. */
  days: readonly number[];
}

/** For whoever has chosen nothing. */
export const USUAL_DIGEST_TIME: DigestTime = { hour: 8, days: [1, 2, 3, 4, 5, 6, 7] };

/** Clocks differ and change by whole quarters of an hour. */
const STEP_MS = 15 * MINUTE_MS;
/** A week and the hour that a clock may go back. */
const LOOK_AHEAD_MS = 8 * DAY_MS;

/**
 * When a digest that opens at `now` closes: the next time that the wall of its reader shows their hour on one of their days;
 * where clocks jump over it, right behind the jump, and where they show it twice, at the first. After the night where that is
 * quiet (delivery D15, D16).
 */
export function findDigestClose(
  timeZone: string,
  quiet: QuietHours | null,
  now: Date,
  time: DigestTime = USUAL_DIGEST_TIME,
): Date {
  const close = new Date(findMoment(timeZone, time, now.getTime()));
  return quiet === null ? close : findRelease(quiet, close);
}

function findMoment(timeZone: string, { hour, days }: DigestTime, nowMs: number): number {
  const minute = hour * 60;
  let moment = Math.floor(nowMs / STEP_MS) * STEP_MS;
  let before = wallTimeOf(timeZone, moment);
  for (const last = moment + LOOK_AHEAD_MS; moment < last;) {
    moment += STEP_MS;
    const wall = wallTimeOf(timeZone, moment);
    const isPast = wall.minute >= minute;
    const wasPast = before.day === wall.day && before.minute >= minute;
    if (isPast && !wasPast && days.includes(wall.day)) return moment;
    before = wall;
  }
  return moment;
}
