import {
  noticeLimits,
  type NoticeDeed,
  type NoticeExcerpt,
  type NoticePerson,
  type NoticeValues,
} from '@boardwire/contract/notices';

type Assigned = NoticeValues['assigned'];
type StatusChanged = NoticeValues['statusChanged'];
type Said = NoticeValues['commented'];
type ItemRef = NoticeDeed['item'];

/** Adds an assignment to a notice that is still open. */
export function mergeAssigned(open: Assigned, added: Assigned): Assigned {
  return {
    ...open,
    ...mergeItems(open, added.item),
    by: mergePeople(open.by, added.by),
    columnNames: [...new Set([...open.columnNames, ...added.columnNames])],
  };
}

/** Takes an item out of a notice that is still open; null when nothing is left to say. */
export function takeItemBack<Values extends Assigned | StatusChanged>(
  open: Values,
  itemId: string,
): Values | null {
  const items = open.items.filter(({ id }) => id !== itemId);
  const count = open.count - (open.items.length - items.length);
  const [item] = items;
  if (item === undefined || count <= 0) return null;
  return { ...open, item, items, count };
}

/**
 * Adds changes of a status to a notice that is still open: from what it was at first to what it is now. Null when it is
 * what it was, so that there is nothing to say.
 */
export function mergeStatus(open: StatusChanged, added: StatusChanged): StatusChanged | null {
  const items = mergeItems(open, added.item);
  // What several items were is no matter of one mail.
  const changes = items.count > 1 ? [] : mergeChanges(open.changes, added.changes);
  if (items.count === 1 && changes.length === 0) return null;
  return { ...open, ...items, by: mergePeople(open.by, added.by), changes };
}

function mergeChanges(
  open: StatusChanged['changes'],
  added: StatusChanged['changes'],
): StatusChanged['changes'] {
  const byColumn = new Map(open.map((change) => [change.columnId, change]));
  for (const change of added) {
    const before = byColumn.get(change.columnId);
    byColumn.set(change.columnId, { ...change, from: before?.from ?? change.from });
  }
  return [...byColumn.values()]
    .filter(({ from, to }) => from !== to)
    .slice(0, noticeLimits.changes);
}

function mergeItems(
  { items, count }: { items: readonly ItemRef[]; count: number },
  item: ItemRef,
): { items: readonly ItemRef[]; count: number } {
  if (items.some(({ id }) => id === item.id)) return { items, count };
  return { items: [...items, item].slice(0, noticeLimits.items), count: count + 1 };
}

/** Adds what was said to a notice that is still open, the last first; a comment that was changed is said once. */
export function mergeSaid(open: Said, added: Said): Said {
  const others = open.excerpts.filter(
    (old) => !added.excerpts.some((excerpt) => isSame(old, excerpt)),
  );
  return {
    ...open,
    by: mergePeople(open.by, added.by),
    excerpts: [...added.excerpts, ...others].slice(0, noticeLimits.excerpts),
    count: open.count - (open.excerpts.length - others.length) + added.count,
  };
}

/** Takes a comment out of a notice that is still open; null when nothing is left. */
export function takeCommentBack(open: Said, commentId: string): Said | null {
  const excerpts = open.excerpts.filter((excerpt) => excerpt.commentId !== commentId);
  const count = open.count - (open.excerpts.length - excerpts.length);
  if (count <= 0 || excerpts.length === 0) return null;
  return {
    ...open,
    excerpts,
    count,
    by: mergePeople(
      [],
      excerpts.map(({ by }) => by),
    ),
  };
}

function isSame(left: NoticeExcerpt, right: NoticeExcerpt): boolean {
  if (left.commentId !== null || right.commentId !== null)
    return left.commentId === right.commentId;
  return left.columnName === right.columnName;
}

/** Each once, the last first. */
function mergePeople(
  open: readonly NoticePerson[],
  added: readonly NoticePerson[],
): NoticePerson[] {
  const all = [...added, ...open];
  return all
    .filter(
      ({ id, name }, index) =>
        index === all.findIndex((each) => each.id === id && each.name === name),
    )
    .slice(0, noticeLimits.people);
}
