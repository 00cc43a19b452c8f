import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import type { Table } from '../table-context.ts';
import { readIds, type Value } from '../values.ts';
import { writeCells } from './write-cells.ts';

/** What all of some items hold in a field: the choices that none of them lacks, or the value that each of them has. */
export function readCommon(
  { model }: Table,
  itemIds: readonly string[],
  field: string,
  isMany: boolean,
): Value {
  const values = itemIds.map((itemId) => model.item(itemId)?.values[field] ?? null);
  const [first, ...others] = values;
  if (isMany)
    return readIds(first).filter((id) => others.every((each) => readIds(each).includes(id)));
  const wanted = JSON.stringify(first ?? null);
  return others.every((each) => JSON.stringify(each) === wanted) ? first : null;
}

/** Sets a field of several items. Of choices, what was added and taken away changes, and each item keeps its others. */
export function writeAll(
  table: Table,
  itemIds: readonly string[],
  field: string,
  { before, after, isMany }: { before: Value; after: FieldInput; isMany: boolean },
): void {
  const removed = readIds(before).filter((id) => !readIds(after).includes(id));
  const change = (itemId: string): FieldInput => {
    if (!isMany) return after;
    const kept = readIds(table.model.item(itemId)?.values[field]).filter(
      (id) => !removed.includes(id),
    );
    const next = [...new Set([...kept, ...readIds(after)])];
    return next.length === 0 ? null : next;
  };
  const writes = itemIds.flatMap((itemId) => {
    const value = change(itemId);
    const standing = table.model.item(itemId)?.values[field] ?? null;
    return JSON.stringify(standing) === JSON.stringify(value) ? [] : [{ itemId, field, value }];
  });
  if (writes.length > 0) void writeCells(table, writes);
}
