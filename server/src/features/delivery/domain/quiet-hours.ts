import { DAY_MS, MINUTE_MS } from '../../../kernel/time.ts';

/** A stretch of the week in which a person wants to hear nothing, in minutes of their day; it may go over midnight. */
export interface QuietWindow {
  /** Days on which it begins, 1 for Monday to 7 for Sunday. */
  days: readonly number[];
  /** Minutes since midnight, 0 to 1,439. */
  fromMinute: number;
  /** The first minute that is loud again; at or before `fromMinute`: on the next day. */
  toMinute: number;
}

/** A person's quiet hours; the zone is an IANA name. */
export interface QuietHours {
  timeZone: string;
  windows: readonly QuietWindow[];
  /** Heard until then in spite of the windows. */
  overrideUntil?: Date;
}

/** What a clock on a wall shows. */
interface WallTime {
  day: number;
  minute: number;
}

/** A quiet week has no end: what is held is looked at again after this. */
const LOOK_AHEAD_MS = 8 * DAY_MS;
const DAY_MINUTES = 1_440;
/** Weekdays of Intl, Monday first. */
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** A message to thousands asks for the same night again and again: the search takes a millisecond. */
const RELEASES_KEPT = 5_000;
const releases = new Map<string, number>();

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: isKnownZone(timeZone) ? timeZone : 'UTC',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** A zone may have been known to another version of the program's runtime only. */
function isKnownZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Day and minute that a clock in a zone shows at a moment. */
export function wallTimeOf(timeZone: string, at: number): WallTime {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: WEEKDAYS.indexOf(parts.get('weekday') ?? '') + 1,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

function isWithin({ days, fromMinute, toMinute }: QuietWindow, { day, minute }: WallTime): boolean {
  const yesterday = day === 1 ? 7 : day - 1;
  if (toMinute > fromMinute) return days.includes(day) && minute >= fromMinute && minute < toMinute;
  return (
    (days.includes(day) && minute >= fromMinute) || (days.includes(yesterday) && minute < toMinute)
  );
}

/** Whether the person wants to hear nothing at a moment: a question about the clock on their wall (delivery D15). */
export function isQuiet({ timeZone, windows, overrideUntil }: QuietHours, at: Date): boolean {
  if (windows.length === 0 || (overrideUntil !== undefined && at < overrideUntil)) return false;
  const wall = wallTimeOf(timeZone, at.getTime());
  return windows.some((window) => isWithin(window, wall));
}

/**
 * The first moment, from `at` on, that is not quiet (delivery D15): `at` itself, or the beginning of a minute. A change of
 * the clocks can make it come earlier or later than the window says; in a week without a loud minute, eight days later.
 */
export function findRelease(hours: QuietHours, at: Date): Date {
  if (!isQuiet(hours, at)) return at;
  const firstMinute = Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS;
  const key = JSON.stringify([hours, firstMinute]);
  const known = releases.get(key);
  if (known !== undefined) return new Date(known);
  const release = searchRelease(hours, firstMinute);
  if (releases.size >= RELEASES_KEPT) releases.clear();
  releases.set(key, release);
  return new Date(release);
}

/** From the end of one window to the end of the next: a part of a thousand people asks for as many different nights. */
function searchRelease(hours: QuietHours, firstMinute: number): number {
  const last = firstMinute + LOOK_AHEAD_MS;
  for (let moment = passWindow(hours, firstMinute); moment < last;) {
    if (!isQuiet(hours, new Date(moment))) return moment;
    moment = passWindow(hours, moment);
  }
  return last;
}

/** The end of the window that a quiet moment is in; the next minute where clocks change before that. */
function passWindow({ timeZone, windows }: QuietHours, moment: number): number {
  const wall = wallTimeOf(timeZone, moment);
  const window = windows.find((each) => isWithin(each, wall));
  if (window === undefined) return moment + MINUTE_MS;
  const { toMinute } = window;
  const minutes = (toMinute - wall.minute + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const end = moment + minutes * MINUTE_MS;
  return wallTimeOf(timeZone, end).minute === toMinute ? end : moment + MINUTE_MS;
}
