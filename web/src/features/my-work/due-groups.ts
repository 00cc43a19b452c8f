import type { Output } from '@boardwire/sdk/operations';
import { dayIn } from '../../i18n/today.ts';

/** An item that waits for the person. */
export type AssignedItem = Output<'items.assigned'>['items'][number];

/** When something is due, in the order that the page shows. */
export const DUE_GROUPS = ['overdue', 'today', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof DUE_GROUPS)[number];

/** By whose clock and calendar. */
export interface DueClock {
  /** As `2026-03-12`. */
  today: string;
  timeZone: string;
  /** The weekday that weeks start with: 0 is Sunday. */
  weekStart: number;
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A day has no time: longer ones are moments. */
const DAY_LENGTH = 10;

/** Whether it names a time of a day, too. */
export function isMoment(due: string): boolean {
  return due.length > DAY_LENGTH;
}

/** Where an item stands: this week ends before the next day that weeks start with. */
export function dueGroupOf(due: string | null, clock: DueClock): DueGroup {
  if (due === null) return 'none';
  const day = isMoment(due) ? dayIn(clock.timeZone, due) : due;
  if (day < clock.today) return 'overdue';
  if (day === clock.today) return 'today';
  return day <= lastDayOfWeek(clock) ? 'week' : 'later';
}

function lastDayOfWeek({ today, weekStart }: DueClock): string {
  const startMs = Date.parse(`${today}T00:00:00Z`);
  const passed = (new Date(startMs).getUTCDay() - weekStart + WEEK_DAYS) % WEEK_DAYS;
  return new Date(startMs + (WEEK_DAYS - 1 - passed) * DAY_MS).toISOString().slice(0, DAY_LENGTH);
}

/** The groups that have items, each with them in their order. */
export function groupByDue(
  items: readonly AssignedItem[],
  clock: DueClock,
): { group: DueGroup; items: AssignedItem[] }[] {
  const placed = items.map((item) => ({ item, group: dueGroupOf(item.due, clock) }));
  return DUE_GROUPS.flatMap((group) => {
    const own = placed.filter((each) => each.group === group).map(({ item }) => item);
    return own.length === 0 ? [] : { group, items: own };
  });
}
