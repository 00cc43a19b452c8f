import { TITLE } from '../column-facts.ts';
import type { Table } from '../table-context.ts';
import type { CellPlace, CellRange } from '../table-store.ts';

/** Fields from left to right. */
export function listFields({ shown }: Table): string[] {
  return [TITLE, ...shown.columns().map(({ id }) => id)];
}

/** Items from top to bottom, as the table shows them. */
export function listItems({ shown }: Table): string[] {
  return shown.rows().flatMap((row) => (row.kind === 'item' ? [row.itemId] : []));
}

/** The entry `steps` further, or the one at the edge. */
export function stepIn<Entry>(
  list: readonly Entry[],
  at: number,
  steps: number,
): Entry | undefined {
  return list[Math.min(Math.max(at + steps, 0), list.length - 1)];
}

/** The cell that lies by rows and fields from another. */
export function placeFrom(
  table: Table,
  { itemId, field }: CellPlace,
  rows: number,
  fields: number,
): CellPlace | undefined {
  const itemIds = listItems(table);
  const fieldIds = listFields(table);
  const nextItem = stepIn(itemIds, itemIds.indexOf(itemId), rows);
  const nextField = stepIn(fieldIds, fieldIds.indexOf(field), fields);
  return nextItem !== undefined && nextField !== undefined
    ? { itemId: nextItem, field: nextField }
    : undefined;
}

function between<Entry>(list: readonly Entry[], from: Entry, to: Entry): Entry[] {
  const first = list.indexOf(from);
  const last = list.indexOf(to);
  return first < 0 || last < 0 ? [] : list.slice(Math.min(first, last), Math.max(first, last) + 1);
}

/** The cells between two corners. */
export function rangeOf(table: Table, from: CellPlace, to: CellPlace): CellRange {
  return {
    from,
    to,
    itemIds: new Set(between(listItems(table), from.itemId, to.itemId)),
    fields: new Set(between(listFields(table), from.field, to.field)),
  };
}
