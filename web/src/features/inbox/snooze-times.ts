import { fromZoned, toZoned } from '../../i18n/zoned-time.ts';

/** A moment that an entry can be put off to. */
export interface SnoozeTime {
  id: 'later' | 'tomorrow' | 'monday' | 'week';
  /** ISO 8601 in UTC. */
  until: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LATER_MS = 3 * HOUR_MS;
/** When the day begins for what was put off to it. */
const MORNING = 'T09:00';
const DAY_LENGTH = 10;
const WEEK_DAYS = 7;

/** The usual moments, by the clock of `timeZone`. */
export function listSnoozeTimes(nowMs: number, timeZone: string): SnoozeTime[] {
  const today = toZoned(new Date(nowMs).toISOString(), timeZone).slice(0, DAY_LENGTH);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const toMonday = (WEEK_DAYS + 1 - weekday) % WEEK_DAYS || WEEK_DAYS;
  const morningIn = (days: number) => {
    const day = new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY_MS).toISOString();
    return toMoment(fromZoned(`${day.slice(0, DAY_LENGTH)}${MORNING}`, timeZone));
  };
  return [
    { id: 'later', until: new Date(nowMs + LATER_MS).toISOString() },
    { id: 'tomorrow', until: morningIn(1) },
    // On a Sunday, tomorrow is Monday already.
    ...(toMonday === 1 ? [] : [{ id: 'monday' as const, until: morningIn(toMonday) }]),
    { id: 'week', until: morningIn(WEEK_DAYS) },
  ];
}

/** As the server takes moments. */
export function toMoment(iso: string): string {
  return new Date(iso).toISOString();
}
