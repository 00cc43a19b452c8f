import { CronExpressionParser } from 'cron-parser';
import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';

/** When a schedule runs. */
export interface ScheduleTimes {
  /** Minute, hour, day of month, month, day of week. */
  readonly cron: string;
  /** Of the IANA database, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly isOn: boolean;
}

const FIELDS = 5;

/** Windows to look back through for the latest time: the smaller ones keep frequent schedules cheap. */
const LOOK_BACK_MS = [2 * HOUR_MS, 2 * DAY_MS, 40 * DAY_MS, 400 * DAY_MS];

/** What is wrong with these times, or null. */
export function findTimesProblem({ cron, timeZone }: ScheduleTimes): string | null {
  if (cron.trim().split(/\s+/).length !== FIELDS)
    return 'five fields: minute, hour, day of month, month, day of week';
  if (!isTimeZone(timeZone)) return `${timeZone} is no time zone; for example Europe/Berlin`;
  try {
    parse(cron, timeZone, new Date()).next();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first time after `from`. */
export function findNextSlot(times: ScheduleTimes, from: Date): Date {
  return walk(times, from)();
}

/**
 * The latest time after `last` and not after `now`, or null. It goes forward only: backwards, the parser finds other times
 * around a change of the clocks, and a slot would run twice or not at all (fault F13).
 */
export function findDueSlot(times: ScheduleTimes, last: Date, now: Date): Date | null {
  for (const lookBackMs of LOOK_BACK_MS) {
    const from = new Date(Math.max(last.getTime(), now.getTime() - lookBackMs));
    const found = findLatest(times, from, now);
    if (found !== null || from.getTime() === last.getTime()) return found;
  }
  return null;
}

function findLatest(times: ScheduleTimes, from: Date, now: Date): Date | null {
  const next = walk(times, from);
  for (let latest: Date | null = null; ;) {
    const slot = next();
    if (slot > now) return latest;
    latest = slot;
  }
}

/** Begun amid an hour that the clocks repeat, the parser would give its second pass as well: it begins well before. */
const LEAD_MS = 3 * HOUR_MS;

/** Gives one time after the other, all of them after `from`. */
function walk({ cron, timeZone }: ScheduleTimes, from: Date): () => Date {
  const slots = parse(cron, timeZone, new Date(from.getTime() - LEAD_MS));
  return () => {
    for (;;) {
      const slot = slots.next().toDate();
      if (slot > from) return slot;
    }
  };
}

function parse(cron: string, timeZone: string, currentDate: Date) {
  return CronExpressionParser.parse(cron, { tz: timeZone, currentDate });
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
