import { t } from '../../../i18n/t.tsx';
import { placeFrom } from './grid-places.ts';
import { editorOf, TITLE } from '../column-facts.ts';
import { type CellWrite, writeCells } from './write-cells.ts';
import type { Table } from '../table-context.ts';
import type { CellPlace, CellRange } from '../table-store.ts';

/** Whether values can be copied into a field by filling. */
function isFillable({ model }: Table, field: string): boolean {
  const column = model.board.view().columns.get(field);
  return field === TITLE || editorOf(column) !== 'none';
}

/** Writes the values of the first rows of `source`, again and again, into `itemIds`. */
function fillFrom(
  table: Table,
  source: readonly string[],
  itemIds: readonly string[],
  fields: Iterable<string>,
): void {
  const { model } = table;
  const writes: CellWrite[] = [];
  for (const field of fields) {
    if (!isFillable(table, field)) continue;
    for (const [index, itemId] of itemIds.entries()) {
      const from = model.item(source[index % source.length] ?? '');
      const value = from?.values[field] ?? null;
      const before = model.item(itemId)?.values[field] ?? null;
      if (JSON.stringify(before) === JSON.stringify(value)) continue;
      if (field !== TITLE || value !== null) writes.push({ itemId, field, value });
    }
  }
  if (writes.length > 0)
    void writeCells(table, writes, t('table.filled', { count: writes.length }));
}

/** Copies the topmost row of what is marked down; of one cell, the cell above into it (web W5). */
export function fillDown(table: Table, place: CellPlace): void {
  const { range } = table.store.getState();
  if (range && range.itemIds.size > 1) {
    const [first, ...others] = [...range.itemIds];
    if (first !== undefined) fillFrom(table, [first], others, range.fields);
    return;
  }
  const above = placeFrom(table, place, -1, 0);
  if (above && above.itemId !== place.itemId)
    fillFrom(table, [above.itemId], [place.itemId], range?.fields ?? [place.field]);
}

/** Fills what lies between a marked range and the item that its handle was dragged to. */
export function fillTo(table: Table, source: CellRange, target: CellRange): void {
  const sources = [...source.itemIds];
  const added = [...target.itemIds].filter((id) => !source.itemIds.has(id));
  fillFrom(table, sources, added, source.fields);
}
