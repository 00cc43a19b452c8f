import { DAY_MS, HOUR_MS } from '../../kernel/time.ts';
import { conflict } from '../../platform/refusal.ts';

/** The trash keeps things this long (SPEC B1). */
const KEPT_MS = 30 * DAY_MS;
/** What goes in many transactions goes later than it can be restored, whatever the clocks of two machines say. */
const MARGIN_MS = HOUR_MS;

/** What was deleted before this moment is gone, ISO 8601. */
export function endOfTrash(now: Date): string {
  return new Date(now.getTime() - KEPT_MS).toISOString();
}

/** Whether something has been in the trash for its time. */
export function isTrashOver({ deletedAt }: { deletedAt: string | null }, now: Date): boolean {
  return deletedAt !== null && deletedAt < endOfTrash(now);
}

/** What was deleted before this moment can be taken apart, since nobody restores it any more. */
export function endOfRestoring(now: Date): string {
  return new Date(now.getTime() - KEPT_MS - MARGIN_MS).toISOString();
}

/** Throws CONFLICT for what has been in the trash for its time: parts of it may be gone already. */
export function requireRestorable(deleted: { deletedAt: string | null }, now: Date): void {
  if (!isTrashOver(deleted, now)) return;
  throw conflict('gone', 'It was in the trash for 30 days and is being removed');
}
