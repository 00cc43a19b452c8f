import type { NoticeDue } from '@boardwire/contract/notices';

/** An item with a date that is assigned to somebody. */
export interface DueRow {
  id: string;
  boardId: string;
  userId: string;
  title: string;
  /** A day, or a moment as ISO 8601. */
  due: string;
}

/** Which reminder an item is worth on a day. */
export type ReminderKind = 'dueSoon' | 'overdue';

/** An item with the day it is due on for its reader. */
export interface DueItem extends NoticeDue {
  boardId: string;
  userId: string;
  kind: ReminderKind;
}
