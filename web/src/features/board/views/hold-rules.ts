import type { Item } from '@boardwire/contract/board-model';
import type { Placing } from './place-item.ts';
import type { Placed } from './placed-items.ts';
import type { ViewContext } from './view-context.ts';

/** Why a row stands where it does not belong any more. */
export type Mark = 'moved' | 'deleted' | 'archived' | 'unmatched';

/** What happened to the place of an item. */
interface Change {
  before: Placed | undefined;
  after: Placed | undefined;
  /** The item as it is now; undefined when it left the board. */
  item: Item | undefined;
  context: ViewContext;
  placing: Placing;
  /** The row under the pointer or with the focus. */
  anchorId: string | undefined;
  placed: { get(id: string): Placed | undefined };
}

function isMovedByHand(before: Item, after: Item): boolean {
  return (
    before.pos !== after.pos ||
    before.groupId !== after.groupId ||
    before.parentId !== after.parentId ||
    before.archivedAt !== after.archivedAt ||
    before.deletedAt !== after.deletedAt
  );
}

/** Whether a new row would push down the one that is being looked at. */
function wouldPush({ after, anchorId, placed, placing }: Change): boolean {
  const anchor = anchorId === undefined ? undefined : placed.get(anchorId);
  if (!anchor || !after) return false;
  if (anchor.list === after.list) return placing.compare(after, anchor) < 0;
  if (placing.layout === 'beside') return false;
  const keys = placing.grouping.buckets().map(({ key }) => key);
  const [own, other] = [keys.indexOf(after.list), keys.indexOf(anchor.list)];
  return own >= 0 && own < other;
}

/**
 * Whether a change of place waits until nobody is at work in the board (web W10). Who moves, archives or deletes a row
 * wants it to go; a value that sorts or filters it away, and what others do, wait.
 */
export function isHeldBack(change: Change): boolean {
  const { before, item, context } = change;
  if (!before) return item?.createdBy !== context.ownId && wouldPush(change);
  if (!item) return true;
  return !(item.updatedBy === context.ownId && isMovedByHand(before.item, item));
}

/** What the row is marked with. */
export function markOf(before: Placed, item: Item | undefined, after: Placed | undefined): Mark {
  if (!item || item.deletedAt !== null) return 'deleted';
  if (item.archivedAt !== null) return 'archived';
  return after && before ? 'moved' : 'unmatched';
}
