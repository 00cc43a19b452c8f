import type { Item } from '@boardwire/contract/board-model';
import type { Json } from '@boardwire/contract/column-types';
import type { NoticeValues } from '@boardwire/contract/notices';
import { changeKey, describeItem, itemKey, tellAll, type Deed } from './deed.ts';
import { mergeAssigned, mergeStatus, takeItemBack } from './merge.ts';
import { takeBack } from './fold.ts';
import {
  keepMembers,
  listAssignees,
  listColumns,
  listFollowers,
  type ReadColumn,
} from './store/boards.ts';

/** Changes of fields, as their event has them. */
export type FieldUpdates = Readonly<Record<string, { from: Json; to: Json }>>;

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

/** Tells whoever is assigned, takes back what is undone, and tells followers of another status. */
export async function reactToFields(
  deed: Deed,
  itemId: string,
  fields: FieldUpdates,
): Promise<void> {
  const columns = await listColumns(deed.tx, deed.board, mayMatter(fields));
  const people = columns.filter(({ type }) => type === 'person');
  const statuses = columns.filter(({ type }) => type === 'status');
  if (people.length > 0) await reactToPeople(deed, itemId, { fields, columns: people });
  if (statuses.length > 0) await reactToStatuses(deed, itemId, { fields, columns: statuses });
}

interface Changed {
  fields: FieldUpdates;
  columns: readonly ReadColumn[];
}

async function reactToPeople(
  deed: Deed,
  itemId: string,
  { fields, columns }: Changed,
): Promise<void> {
  const item = await describeItem(deed, itemId);
  const before = peopleIn(fields, columns, 'from');
  const after = peopleIn(fields, columns, 'to');
  const { tx, parts, board } = deed;
  const { organizationId } = board;
  const gone = await keepMembers(tx, organizationId, without(before, after));
  // Whoever another column still names is assigned as before.
  const removed = without(gone, await listAssignees(tx, board, itemId));
  const key = itemKey('assigned', itemId);
  for (const userId of removed)
    await takeBack(tx, parts, { organizationId, userId, key }, (open) =>
      takeItemBack(open as unknown as NoticeValues['assigned'], itemId),
    );
  const added = await keepMembers(tx, organizationId, without(after, before));
  if (item === null || added.length === 0) return;
  await tellAll<'assigned'>(deed, added, {
    type: 'assigned',
    itemId,
    keys: [key, ...changeKey('assigned', deed)],
    values: {
      ...item,
      items: [item.item],
      count: 1,
      columnNames: columns.map(({ name }) => name),
    },
    merge: mergeAssigned,
  });
}

async function reactToStatuses(
  deed: Deed,
  itemId: string,
  { fields, columns }: Changed,
): Promise<void> {
  const item = await describeItem(deed, itemId);
  if (item === null) return;
  const changes = columns.map((column) => ({
    columnId: column.id,
    columnName: column.name,
    from: labelOf(column, fields[column.id]?.from),
    to: labelOf(column, fields[column.id]?.to),
  }));
  await tellAll<'statusChanged'>(deed, await listFollowers(deed.tx, deed.board, itemId), {
    type: 'statusChanged',
    itemId,
    keys: [itemKey('statusChanged', itemId), ...changeKey('statusChanged', deed)],
    values: { ...item, items: [item.item], count: 1, changes },
    merge: mergeStatus,
  });
}

/** An item that is gone was not assigned to anybody. */
export async function reactToDeletion(
  { tx, parts, board: { organizationId } }: Deed,
  itemId: string,
): Promise<void> {
  for (const type of ['assigned', 'statusChanged'] as const) {
    const key = itemKey(type, itemId);
    await takeBack(tx, parts, { organizationId, userId: null, key }, (open) =>
      takeItemBack(open as unknown as NoticeValues['assigned'], itemId),
    );
  }
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
  return ids.filter((id) => !others.includes(id));
}

function labelOf({ settings }: ReadColumn, value: Json | undefined): string {
  const options = (settings['options'] ?? []) as readonly { id: string; name: string }[];
  return options.find(({ id }) => id === value)?.name ?? '';
}
