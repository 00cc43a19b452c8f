import type { Input, Output } from '@boardwire/sdk/operations';

/** What waits in one's inbox. */
export type InboxEntry = Output<'inbox.list'>['items'][number];
/** What a list shows. */
export type InboxFilter = NonNullable<Input<'inbox.list'>['filter']>;
/** What can become of an entry. */
export type InboxMark = Input<'inbox.mark'>['as'];

/** One loaded page of a list. */
export interface InboxPage {
  items: InboxEntry[];
  nextCursor: string | null;
}

/** Whether an entry stands in a list. */
function belongs(entry: InboxEntry, filter: InboxFilter): boolean {
  if (entry.withdrawnAt !== null) return false;
  const isOpen = entry.archivedAt === null && entry.snoozedUntil === null;
  switch (filter) {
    case 'all':
      return isOpen;
    case 'unread':
      return isOpen && entry.readAt === null;
    case 'archived':
      return entry.archivedAt !== null;
    case 'snoozed':
      return entry.snoozedUntil !== null;
  }
}

/** The newest first; of one moment, by id. */
function isBefore(left: InboxEntry, right: InboxEntry): boolean {
  if (left.arrivedAt !== right.arrivedAt) return left.arrivedAt > right.arrivedAt;
  return left.id > right.id;
}

/**
 * Writes entries as they are now into the loaded pages of a list. One that was read stays among the unread until the list
 * is opened anew: nothing goes away under the pointer (web W10).
 */
export function mergeEntries(
  pages: readonly InboxPage[],
  changed: readonly InboxEntry[],
  filter: InboxFilter,
): InboxPage[] {
  let items = pages.flatMap((page) => page.items);
  const isWhole = pages.at(-1)?.nextCursor === null;
  for (const entry of changed) items = place(items, entry, { filter, isWhole });
  return pages.map((page, index) => ({ ...page, items: index === 0 ? items : [] }));
}

function place(
  items: readonly InboxEntry[],
  entry: InboxEntry,
  { filter, isWhole }: { filter: InboxFilter; isWhole: boolean },
): InboxEntry[] {
  const known = items.find(({ id }) => id === entry.id);
  const stays = known !== undefined && filter === 'unread' && belongs(entry, 'all');
  const others = items.filter(({ id }) => id !== entry.id);
  if (!belongs(entry, filter) && !stays) return others;
  if (known?.arrivedAt === entry.arrivedAt)
    return items.map((each) => (each.id === entry.id ? entry : each));
  const at = others.findIndex((each) => isBefore(entry, each));
  if (at !== -1) return others.toSpliced(at, 0, entry);
  // Behind everything that is loaded: it comes with a later page, or it is the last one.
  return isWhole ? [...others, entry] : others;
}

/** The entry as the mark makes it, before the server has said so. */
export function applyMark(
  entry: InboxEntry,
  { as, until, now }: { as: InboxMark; until?: string | undefined; now: string },
): InboxEntry {
  const seen = { seenAt: entry.seenAt ?? now };
  const read = { ...seen, readAt: entry.readAt ?? now };
  switch (as) {
    case 'seen':
      return { ...entry, ...seen };
    case 'read':
      return { ...entry, ...read };
    case 'unread':
      return { ...entry, readAt: null };
    case 'archived':
      return { ...entry, ...read, archivedAt: entry.archivedAt ?? now, snoozedUntil: null };
    case 'restored':
      return {
        ...entry,
        // Archiving read it: it comes back as it went.
        readAt: entry.readAt === entry.archivedAt ? null : entry.readAt,
        archivedAt: null,
        snoozedUntil: null,
      };
    case 'snoozed':
      return { ...entry, ...seen, archivedAt: null, snoozedUntil: until ?? now };
  }
}
