import type { Item } from '@boardwire/contract/board-model';
import type { FieldChange, FieldId, Json } from '@boardwire/contract/column-types';
import type { BoardContext } from '../../../platform/board/board-operation.ts';
import { holdsSet, type FieldColumn } from '../domain/column.ts';

/** What a whole set was made from: the value at the version that its writer saw (live L21); undefined when nobody knows. */
export async function findBase(
  { eventAt }: BoardContext,
  { id }: Item,
  { column, change, seen }: { column: FieldColumn; change: FieldChange; seen: number },
): Promise<Json | undefined> {
  if (!('set' in change) || change.base !== undefined || !holdsSet(column)) return undefined;
  // Nothing had been written yet.
  if (seen === 0) return [];
  if (seen < 0) return undefined;
  const event = await eventAt(seen);
  switch (event?.type) {
    case 'item.updated':
      return event.data.itemId === id ? setOf(event.data.fields, column.id) : undefined;
    case 'item.created':
    case 'item.arrived':
      return event.data.item.id === id ? (event.data.item.values[column.id] ?? []) : undefined;
    default:
      return undefined;
  }
}

function setOf(fields: Record<FieldId, { to: Json }>, field: FieldId): Json | undefined {
  const update = fields[field];
  return update === undefined ? undefined : (update.to ?? []);
}
