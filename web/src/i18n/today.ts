import { useEffect, useState } from 'react';
import { toZoned } from './zoned-time.ts';

/** How often it is asked whether a new day has begun, in milliseconds. */
const DAY_CHECK_MS = 60_000;

/** The day of a moment by a person's clock, as `2026-03-12`. */
export function dayIn(timeZone: string, iso: string): string {
  return toZoned(iso, timeZone).slice(0, 10);
}

/** The day it is in a time zone; it changes at midnight. */
export function useTodayIn(timeZone: string): string {
  const [today, setToday] = useState(() => dayIn(timeZone, new Date().toISOString()));
  useEffect(() => {
    const look = () => setToday(dayIn(timeZone, new Date().toISOString()));
    look();
    const timer = setInterval(look, DAY_CHECK_MS);
    return () => clearInterval(timer);
  }, [timeZone]);
  return today;
}

interface WithWeek extends Intl.Locale {
  weekInfo?: { firstDay: number };
  getWeekInfo?: () => { firstDay: number };
}

/** The weekday that weeks start with, as `Date` counts; Monday where the browser does not know. */
export function weekStartOf(locale: string): number {
  try {
    const own: WithWeek = new Intl.Locale(locale);
    return (own.getWeekInfo?.() ?? own.weekInfo ?? { firstDay: 1 }).firstDay % 7;
  } catch {
    return 1;
  }
}
