import type { InboxEntry } from '@boardwire/contract/inbox';
import type { OperationContext } from '../../platform/operation.ts';
import { boards } from '../boards/index.ts';
import { findItemBoards, type StoredEntry } from './store/entries.ts';

/** What stays of an entry whose subject is not for its reader any more: its number, and what they did with it. */
const HIDDEN = { isHidden: true, content: {}, boardId: null, itemId: null, actor: null } as const;

/**
 * Blanks entries about boards that their reader may not see any more, by the rules of a read of the board (security S21).
 * They are not left out: numbers have no gaps, and what is unread can still be read and put away.
 */
export async function hideEntries(
  context: OperationContext,
  organizationId: string,
  entries: readonly StoredEntry[],
): Promise<InboxEntry[]> {
  const itemIds = [...new Set(entries.flatMap(({ itemId }) => itemId ?? []))];
  const homes =
    itemIds.length === 0
      ? new Map<string, string>()
      : await findItemBoards(context.tx, organizationId, itemIds);
  // An item may stand on another board by now, with other readers.
  const placesOf = ({ boardId, itemId }: StoredEntry) =>
    [boardId, itemId === null ? null : homes.get(itemId)].filter((id) => typeof id === 'string');
  const boardIds = [...new Set(entries.flatMap(placesOf))];
  const readable =
    boardIds.length === 0 ? [] : await boards.listReadable(context, organizationId, boardIds);
  const seen = new Set(readable.map(({ id }) => id));
  return entries.map((entry) => {
    // Where the item is now decides; the board that it left does not.
    const place = placesOf(entry).at(-1);
    const isHidden = place !== undefined && !seen.has(place);
    return { ...entry, ...(isHidden ? HIDDEN : { isHidden }) };
  });
}
