import { useEffect, useMemo, useState } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { fromZoned, toZoned } from '../../../i18n/zoned-time.ts';
import { usePeople } from '../people.tsx';
import type { Look } from './shown-rows.ts';

/** How often it is asked whether a new day has begun, in milliseconds. */
const DAY_CHECK_MS = 60_000;

function readToday(timeZone: string): string {
  return toZoned(new Date().toISOString(), timeZone).slice(0, 10);
}

/** The person's day; it changes at midnight. */
export function useToday(): string {
  const { timeZone } = useAccount();
  const [today, setToday] = useState(() => readToday(timeZone));
  useEffect(() => {
    const look = () => setToday(readToday(timeZone));
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
function weekStartOf(locale: string): number {
  try {
    const own: WithWeek = new Intl.Locale(locale);
    return (own.getWeekInfo?.() ?? own.weekInfo ?? { firstDay: 1 }).firstDay % 7;
  } catch {
    return 1;
  }
}

/** Who looks, when and where: what filters and sorts depend on besides the board. */
export function useSurroundings(): Look['surroundings'] {
  const { id: ownId, locale, timeZone } = useAccount();
  const { nameOf } = usePeople();
  const today = useToday();
  return useMemo(
    () => ({
      ownId,
      nameOf,
      today,
      weekStart: weekStartOf(locale),
      startOfDayMs: (day: string) => Date.parse(fromZoned(`${day}T00:00`, timeZone)),
    }),
    [ownId, nameOf, today, locale, timeZone],
  );
}
