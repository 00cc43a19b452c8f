import { fromZoned, toZoned } from '../../i18n/zoned-time.ts';

const DAY_MS = 86_400_000;
const DAY_LENGTH = 10;

/** Eight o'clock of the next day by the clock of `timeZone`, as ISO 8601 in UTC. */
export function nextMorning(nowMs: number, timeZone: string): string {
  const today = toZoned(new Date(nowMs).toISOString(), timeZone).slice(0, DAY_LENGTH);
  const next = new Date(Date.parse(`${today}T00:00:00Z`) + DAY_MS).toISOString();
  return new Date(fromZoned(`${next.slice(0, DAY_LENGTH)}T08:00`, timeZone)).toISOString();
}
