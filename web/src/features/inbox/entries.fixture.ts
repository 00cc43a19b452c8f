import type { InboxEntry } from './entries.ts';

/** An unread entry of an inbox. */
export function makeEntry(
  id: string,
  arrivedAt: string,
  more: Partial<InboxEntry> = {},
): InboxEntry {
  return {
    id,
    seq: 1,
    type: 'custom',
    content: {},
    isHidden: false,
    boardId: null,
    itemId: null,
    actor: null,
    createdAt: arrivedAt,
    arrivedAt,
    seenAt: null,
    readAt: null,
    archivedAt: null,
    snoozedUntil: null,
    withdrawnAt: null,
    ...more,
  };
}
