import type { Deed } from './deed.ts';
import { addFollowers, hasMadeMore } from './store/boards.ts';

/** Items of one call beyond which they were brought along, not written: a paste, an import, a template. */
const BY_HAND_MAX = 10;

/**
 * Whoever makes an item by hand follows it. What came by dozens is followed by nobody: an import would tell whoever ran it of
 * ten thousand items from then on. Programs follow nothing.
 */
export async function followOwn(deed: Deed, itemIds: readonly string[]): Promise<void> {
  const { tx, board, event, by, isRepeat } = deed;
  if (isRepeat || by.id === null || event.actor['kind'] !== 'user') return;
  if (itemIds.length > BY_HAND_MAX || (await hasMadeMore(tx, event, BY_HAND_MAX))) return;
  await addFollowers(tx, board, { itemIds, userIds: [by.id] });
}
