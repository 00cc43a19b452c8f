import { DAY_MS } from '../../../kernel/time.ts';

/** A moment as a clock on somebody's wall shows it. */
export interface WallTime {
  /** `YYYY-MM-DD`. */
  day: string;
  /** `HH:MM`. */
  time: string;
}

/** Reminders come when the day begins, and late ones not in the evening any more. */
const MORNING = '09:00';
const EVENING = '18:00';

const formats = new Map<string, Intl.DateTimeFormat>();

/** The wall time of a zone, clock changes counted; null for a zone that this server does not know. */
export function wallTimeAt(moment: Date, timeZone: string): WallTime | null {
  const format = formatOf(timeZone);
  if (format === null) return null;
  const parts = Object.fromEntries(
    format.formatToParts(moment).map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute } = parts;
  return { day: `${year}-${month}-${day}`, time: `${hour}:${minute}` };
}

/** Whether people of a zone are reminded now of what is due. */
export function isReminderTime({ time }: WallTime): boolean {
  return time >= MORNING && time < EVENING;
}

/** The day so many days later or, below zero, before. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
    return format;
  } catch {
    return null;
  }
}
