import type { InboxEntry } from './entries.ts';

/** Entries about one item, or one entry about something else. */
export interface EntryGroup {
  /** Of the item, else of the entry. */
  key: string;
  /** The newest first. */
  entries: readonly [InboxEntry, ...InboxEntry[]];
  isUnread: boolean;
}

/** Puts entries about one item together, at the place of the newest (web W17). */
export function groupEntries(entries: readonly InboxEntry[]): EntryGroup[] {
  const groups = new Map<string, [InboxEntry, ...InboxEntry[]]>();
  for (const entry of entries) {
    const key = entry.itemId ?? entry.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups].map(([key, own]) => ({
    key,
    entries: own,
    isUnread: own.some(({ readAt }) => readAt === null),
  }));
}
