import { useMemo } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { useTodayIn, weekStartOf } from '../../../i18n/today.ts';
import { fromZoned } from '../../../i18n/zoned-time.ts';
import { usePeople } from '../people.tsx';
import type { Look } from './shown-rows.ts';

/** The person's day; it changes at midnight. */
export function useToday(): string {
  return useTodayIn(useAccount().timeZone);
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
