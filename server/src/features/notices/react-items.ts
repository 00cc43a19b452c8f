import type { Item } from '@boardwire/contract/board-model';
import type { Json } from '@boardwire/contract/column-types';
import type { Deed } from './deed.ts';
import type { ItemNews, ToldItem } from './domain/item-news.ts';
import {
  keepMembers,
  listAssignees,
  listColumns,
  listFollowersOf,
  listTitles,
  type ReadColumn,
} from './store/boards.ts';
import { takeItemsBack, tellItems, tellReturned } from './tell-items.ts';

/** Changes of fields, as their event has them. */
export type FieldUpdates = Readonly<Record<string, { from: Json; to: Json }>>;

/** An item with what one event did to its fields. */
export interface ChangedItem {
  itemId: string;
  fields: FieldUpdates;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What may be people or the option of a status; titles, numbers and texts are no matter of notices. */
export function mayMatter(fields: FieldUpdates): string[] {
  return Object.entries(fields)
    .filter(([id, { from, to }]) => UUID.test(id) && (isChoice(from) || isChoice(to)))
    .map(([id]) => id);
}

/** Whether a new item names anybody. */
export function asUpdates(values: Item['values']): FieldUpdates {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, to]) => Array.isArray(to))
      .map(([id, to]) => [id, { from: null, to }]),
  );
}

function isChoice(value: Json): boolean {
  if (Array.isArray(value))
    return value.some((part) => typeof part === 'string' && UUID.test(part));
  return typeof value === 'string' && UUID.test(value);
}

/** Tells whoever is assigned, takes back what is undone, and tells followers of another status: of all items at once. */
export async function reactToFields(deed: Deed, events: readonly ChangedItem[]): Promise<void> {
  const changed = sumUp(events);
  const ids = new Set(changed.flatMap(({ fields }) => mayMatter(fields)));
  const columns = await listColumns(deed.tx, deed.board, [...ids]);
  const people = columns.filter(({ type }) => type === 'person');
  const statuses = columns.filter(({ type }) => type === 'status');
  if (people.length + statuses.length === 0) return;
  const itemIds = changed.map(({ itemId }) => itemId);
  const titles = await listTitles(deed.tx, deed.board, itemIds);
  if (people.length > 0) await reactToPeople(deed, { changed, titles, columns: people });
  if (statuses.length > 0) await reactToStatuses(deed, { changed, titles, columns: statuses });
}

/** Each item once: from what it was before the first change to what it is after the last. */
function sumUp(events: readonly ChangedItem[]): ChangedItem[] {
  const byItem = new Map<string, Record<string, { from: Json; to: Json }>>();
  for (const { itemId, fields } of events) {
    const known = byItem.get(itemId) ?? {};
    for (const [id, { from, to }] of Object.entries(fields))
      known[id] = { from: known[id] === undefined ? from : known[id].from, to };
    byItem.set(itemId, known);
  }
  return [...byItem].map(([itemId, fields]) => ({ itemId, fields }));
}

interface Changes {
  changed: readonly ChangedItem[];
  /** Of items that are in use. */
  titles: ReadonlyMap<string, string>;
  columns: readonly ReadColumn[];
}

async function reactToPeople(deed: Deed, { changed, titles, columns }: Changes): Promise<void> {
  const { tx, board } = deed;
  const named = changed.map(({ itemId, fields }) => ({
    itemId,
    fields,
    before: peopleIn(fields, columns, 'from'),
    after: peopleIn(fields, columns, 'to'),
  }));
  const everybody = named.flatMap(({ before, after }) => [...before, ...after]);
  const members = new Set(await keepMembers(tx, board.organizationId, [...new Set(everybody)]));
  const gone = new Map<string, string[]>();
  const told = new Map<string, ToldItem[]>();
  for (const { itemId, fields, before, after } of named) {
    const title = titles.get(itemId);
    for (const userId of without(before, after)) if (members.has(userId)) put(gone, userId, itemId);
    for (const userId of without(after, before))
      if (members.has(userId) && title !== undefined)
        put(told, userId, { id: itemId, title, news: assignedNews(userId, fields, columns) });
  }
  await takeAssignmentsBack(deed, gone);
  await tellItems(deed, 'assigned', told);
}

/** Whoever another column still names is assigned as before. */
async function takeAssignmentsBack(
  deed: Deed,
  gone: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  if (gone.size === 0) return;
  const itemIds = [...new Set([...gone.values()].flat())];
  const assignees = await listAssignees(deed.tx, deed.board, itemIds);
  for (const [userId, ids] of gone) {
    const removed = ids.filter((id) => assignees.get(id)?.has(userId) !== true);
    if (removed.length > 0) await takeItemsBack(deed, 'assigned', { userId, itemIds: removed });
  }
}

function assignedNews(
  userId: string,
  fields: FieldUpdates,
  columns: readonly ReadColumn[],
): ItemNews {
  const names = columns.filter((column) => peopleIn(fields, [column], 'to').includes(userId));
  return { columnNames: names.map(({ name }) => name), changes: [] };
}

async function reactToStatuses(deed: Deed, { changed, titles, columns }: Changes): Promise<void> {
  const followers = await listFollowersOf(deed.tx, deed.board, [...titles.keys()]);
  const told = new Map<string, ToldItem[]>();
  for (const { itemId, fields } of changed) {
    const title = titles.get(itemId);
    const changes = columns
      .filter(({ id }) => id in fields)
      .map((column) => ({
        columnId: column.id,
        columnName: column.name,
        from: labelOf(column, fields[column.id]?.from),
        to: labelOf(column, fields[column.id]?.to),
      }));
    if (title === undefined || changes.length === 0) continue;
    const news = { columnNames: changes.map(({ columnName }) => columnName), changes };
    for (const userId of followers.get(itemId) ?? [])
      put(told, userId, { id: itemId, title, news });
  }
  await tellItems(deed, 'statusChanged', told);
}

/** Items that are gone were not assigned to anybody. */
export async function reactToDeletion(deed: Deed, itemIds: readonly string[]): Promise<void> {
  for (const type of ['assigned', 'statusChanged'] as const)
    await takeItemsBack(deed, type, { userId: null, itemIds });
}

/** What was told of them before they went, and did not reach everybody, holds again. */
export async function reactToReturn(deed: Deed, itemIds: readonly string[]): Promise<void> {
  for (const type of ['assigned', 'statusChanged'] as const)
    await tellReturned(deed, type, itemIds);
}

function put<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function peopleIn(
  fields: FieldUpdates,
  columns: readonly ReadColumn[],
  side: 'from' | 'to',
): string[] {
  return columns.flatMap(({ id }) => {
    const value = fields[id]?.[side];
    return Array.isArray(value) ? value.filter((part) => typeof part === 'string') : [];
  });
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  return [...new Set(ids)].filter((id) => !others.includes(id));
}

function labelOf({ settings }: ReadColumn, value: Json | undefined): string {
  const options = (settings['options'] ?? []) as readonly { id: string; name: string }[];
  return options.find(({ id }) => id === value)?.name ?? '';
}
