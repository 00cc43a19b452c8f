import type { noticeLimits, NoticePerson, NoticeValues } from '@boardwire/contract/notices';

/** How much one notice says. */
type Limits = typeof noticeLimits;

/** Notices about items that one call may change by thousands. */
export type ItemNotice = 'assigned' | 'statusChanged';

type Change = NoticeValues['statusChanged']['changes'][number];

/** What a notice says of one item. */
export interface ItemNews {
  columnNames: readonly string[];
  /** Empty where somebody was assigned. */
  changes: readonly Change[];
}

/** An item with what is said of it. */
export interface ToldItem {
  id: string;
  title: string;
  news: ItemNews;
}

/** Everything that a notice says. */
export interface ToldDeeds {
  board: { id: string; name: string };
  by: readonly NoticePerson[];
  /** The first of them. */
  items: readonly ToldItem[];
  count: number;
  columnNames: readonly string[];
}

/**
 * What is said of an item after more of it came: a status from what it was at first to what it is now. Null when it is what
 * it was, so that there is nothing to say.
 */
export function mergeNews(
  type: ItemNotice,
  { open, added }: { open: ItemNews | null; added: ItemNews },
  limits: Limits,
): ItemNews | null {
  if (type === 'assigned')
    return { columnNames: join(open?.columnNames ?? [], added.columnNames), changes: [] };
  const changes = mergeChanges(open?.changes ?? [], added.changes).slice(0, limits.changes);
  if (changes.length === 0) return null;
  return { columnNames: changes.map(({ columnName }) => columnName), changes };
}

function mergeChanges(open: readonly Change[], added: readonly Change[]): Change[] {
  const byColumn = new Map(open.map((change) => [change.columnId, change]));
  for (const change of added) {
    const before = byColumn.get(change.columnId);
    byColumn.set(change.columnId, { ...change, from: before?.from ?? change.from });
  }
  return [...byColumn.values()].filter(({ from, to }) => from !== to);
}

/** Each once, in the order in which they came. */
export function join(open: readonly string[], added: readonly string[]): string[] {
  return [...new Set([...open, ...added])];
}

/** What a notice is filled with; null when there is nothing to say. */
export function toValues(
  type: ItemNotice,
  { board, by, items, count, columnNames }: ToldDeeds,
  limits: Limits,
): NoticeValues[ItemNotice] | null {
  const [first] = items;
  if (first === undefined || count <= 0) return null;
  const shown = items.slice(0, limits.items).map(({ id, title }) => ({ id, title }));
  const item = { id: first.id, title: first.title };
  const names = count === 1 ? first.news.columnNames : columnNames;
  const deeds = { item, board, by, items: shown, count, columnNames: names };
  if (type === 'assigned') return deeds;
  // What each of several items was and is, is no matter of one notice.
  return { ...deeds, changes: count === 1 ? first.news.changes : [] };
}
