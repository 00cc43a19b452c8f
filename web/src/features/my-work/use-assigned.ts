import { useMemo } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { useTodayIn, weekStartOf } from '../../i18n/today.ts';
import { useReadPages } from '../../lib/query.ts';
import type { DueClock } from './due-groups.ts';

/** What others assign shows within this time. */
const REFETCH_MS = 30_000;

/** What waits for the person in an organization, by due date, `limit` at a time. */
export function useAssigned(organizationId: string, limit: number) {
  const input = { organizationId, order: 'due' as const, limit };
  return useReadPages('items.assigned', input, { refetchEveryMs: REFETCH_MS, staleMs: 0 });
}

/** The person's day, zone and week. */
export function useDueClock(): DueClock {
  const { locale, timeZone } = useAccount();
  const today = useTodayIn(timeZone);
  return useMemo(
    () => ({ today, timeZone, weekStart: weekStartOf(locale) }),
    [today, timeZone, locale],
  );
}
