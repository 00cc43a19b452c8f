import type { BoardEvent } from '@boardwire/contract/board-state';
import { MINUTE_MS } from '../../kernel/time.ts';
import type { CommittedChange } from './mutation.ts';
import { showEvent } from './visitor-events.ts';

/** What is asked about a board on behalf of those who have its link. */
export interface ShownQuery {
  /** The items that changes are about. */
  itemIds: readonly string[];
  /** Sequence of the last of them. */
  after: number;
}

/** What a link shows of a board at one moment, which may be later than the changes that are asked about. */
export interface ShownNow {
  /** Those of the items that were asked about. */
  itemIds: readonly string[];
  columnIds: readonly string[];
  groupIds: readonly string[];
  /** Behind the changes something came into sight: what is shown now says nothing about before. */
  hasComeBack: boolean;
  /** Milliseconds since 1970 by the database's clock. */
  nowMs: number;
}

/** Reads it from the rows; null when the board is gone, or the rows are not there yet. */
export type ReadShown = (query: ShownQuery) => Promise<ShownNow | null>;

/**
 * What is older than this is history: whoever has a link fetches the board as it is now (security S20). Long enough to
 * get from a snapshot to the live changes behind it, over a slow line as well.
 */
const RECENT_MS = MINUTE_MS;

/**
 * Contiguous changes as visitors by link may know them; null when they are to fetch the board anew, since the changes
 * tell of too long ago, or too little: what comes into sight was never shown. Of what is out of sight by now nothing is
 * told, so that no order of events and readers shows what a snapshot would not (security S20).
 */
export async function showToVisitors(
  changes: readonly CommittedChange[],
  readShown: ReadShown,
): Promise<CommittedChange[] | null> {
  const after = changes.at(-1)?.seq;
  if (after === undefined) return [];
  if (changes.some(({ event }) => restores(event))) return null;
  const shown = await readShown({ itemIds: namesItems(changes), after });
  if (shown === null || shown.hasComeBack) return null;
  const oldestMs = shown.nowMs - RECENT_MS;
  if (changes.some(({ at }) => Date.parse(at) < oldestMs)) return null;
  return showBackwards(changes, shown);
}

/**
 * From the last change to the first: whatever is in sight now, and did not come into it behind a change, was so at that
 * change too. What is made has not been there before, not even under the same id.
 */
function showBackwards(
  changes: readonly CommittedChange[],
  shown: ShownNow,
): CommittedChange[] | null {
  const items = new Set(shown.itemIds);
  const columns = new Set(shown.columnIds);
  const groups = new Set(shown.groupIds);
  const told: CommittedChange[] = [];
  for (const { seq, id, at, actor, event } of changes.toReversed()) {
    if (comesIntoSight(event, { items, groups })) return null;
    const seen = showEvent(event, { items, columns, groups });
    // Neither who made it nor at which client.
    told.push({ seq, id, at, actor: { kind: actor.kind }, event: seen });
    if (event.type === 'item.created' || event.type === 'item.arrived')
      items.delete(event.data.item.id);
    if (event.type === 'column.created') columns.delete(event.data.column.id);
    if (event.type === 'group.created') groups.delete(event.data.group.id);
  }
  return told.toReversed();
}

/** Out of the trash or the archive; or a column that was hidden. */
function restores({ type, data }: BoardEvent): boolean {
  if (type === 'board.changed' || !('changes' in data)) return false;
  const changes = data.changes as Record<string, { to: unknown } | undefined>;
  const { archivedAt, deletedAt, isHidden } = changes;
  return archivedAt?.to === null || deletedAt?.to === null || isHidden?.to === false;
}

/** What was put away with its group or its item comes into sight by leaving it. */
function comesIntoSight(
  { type, data }: BoardEvent,
  { items, groups }: Record<'items' | 'groups', ReadonlySet<string>>,
): boolean {
  if (type !== 'item.moved') return false;
  const { from, to } = data;
  if (from.groupId === to.groupId && from.parentId === to.parentId) return false;
  const wasShown =
    from.parentId === null ? groups.has(from.groupId ?? '') : items.has(from.parentId);
  return !wasShown;
}

function namesItems(changes: readonly CommittedChange[]): string[] {
  const ids = new Set<string>();
  for (const { event } of changes) {
    const { data } = event;
    if ('itemId' in data) ids.add(data.itemId);
    if ('item' in data) ids.add(data.item.id);
    if (event.type === 'item.moved' && event.data.from.parentId !== null)
      ids.add(event.data.from.parentId);
  }
  return [...ids];
}
