import { TITLE } from './column-facts.ts';
import type { Table } from './table-context.ts';
import { listRows } from './board-tree.ts';
import type { CellPlace } from './table-store.ts';

/** Fields from left to right. */
function listFields({ model }: Table): string[] {
  return [TITLE, ...model.tree().columns.map(({ id }) => id)];
}

/** Items from top to bottom, as the table shows them. */
function listItems({ model, store }: Table): string[] {
  return listRows(model.tree(), store.getState(), false).flatMap((row) =>
    row.kind === 'item' ? [row.itemId] : [],
  );
}

/** Puts the focus on a cell and tells the others. */
export function goTo(table: Table, place: CellPlace): void {
  table.store.setState({ active: place, editing: null, takesFocus: true });
  table.model.board.setPresence({
    state: 'active',
    item: place.itemId,
    field: place.field,
    editing: false,
  });
}

/** Moves the focus by rows and fields; it stops at the edges. */
export function moveBy(table: Table, rows: number, fields: number): void {
  const { active } = table.store.getState();
  if (!active) return;
  const itemIds = listItems(table);
  const fieldIds = listFields(table);
  const clamp = (list: readonly string[], index: number) =>
    list[Math.min(Math.max(index, 0), list.length - 1)];
  const itemId = clamp(itemIds, itemIds.indexOf(active.itemId) + rows);
  const field = clamp(fieldIds, fieldIds.indexOf(active.field) + fields);
  if (itemId !== undefined && field !== undefined) goTo(table, { itemId, field });
}

/** Opens the editor of the active cell; `typed` is the key that began it. */
export function startEditing(table: Table, typed = ''): void {
  const { active } = table.store.getState();
  if (!active) return;
  table.store.setState({ editing: { typed }, takesFocus: true });
  table.model.board.setPresence({
    state: 'active',
    item: active.itemId,
    field: active.field,
    editing: true,
  });
}

/** Closes the editor; the cell keeps the focus. */
export function stopEditing(table: Table): void {
  const { active } = table.store.getState();
  if (active) goTo(table, active);
}
