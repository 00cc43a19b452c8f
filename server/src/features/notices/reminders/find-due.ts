import type { DueItem, DueRow } from './due-item.ts';
import { addDays, wallTimeAt } from './morning.ts';

/** What was due longer ago is known: nobody is told of years of backlog when reminders begin. */
export const OVERDUE_DAYS = 3;

/** What somebody is reminded of on a day: what is due then or on the next one, and what was due in the last days. */
export function findDue(
  { due, ...row }: DueRow,
  { today, timeZone }: { today: string; timeZone: string },
): DueItem | null {
  const { dueOn, dueAt } = readDue(due, timeZone);
  const item = { ...row, dueOn, dueAt };
  if (dueOn === today || dueOn === addDays(today, 1)) return { ...item, kind: 'dueSoon' };
  const isLate = dueOn < today && dueOn >= addDays(today, -OVERDUE_DAYS);
  return isLate ? { ...item, kind: 'overdue' } : null;
}

/** A day is the same everywhere; a moment is on the day and at the time of its reader's wall. */
function readDue(due: string, timeZone: string): { dueOn: string; dueAt: string | null } {
  const wall = due.includes('T') ? wallTimeAt(new Date(due), timeZone) : null;
  return wall === null
    ? { dueOn: due.slice(0, 10), dueAt: null }
    : { dueOn: wall.day, dueAt: wall.time };
}
