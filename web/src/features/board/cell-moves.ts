import { TITLE } from './column-facts.ts';
import type { Table } from './table-context.ts';
import type { CellPlace } from './table-store.ts';
import { listFields, listItems, placeFrom, rangeOf } from './table/grid-places.ts';

/** Puts the focus on a cell and tells the others. */
export function goTo(table: Table, place: CellPlace): void {
  table.store.setState({
    active: place,
    activeLine: null,
    editing: null,
    range: null,
    takesFocus: true,
  });
  table.model.board.setPresence({
    state: 'active',
    item: place.itemId,
    field: place.field,
    editing: false,
  });
}

/** Puts the focus on a line as a whole. */
export function goToLine(table: Table, key: string): void {
  const { active } = table.store.getState();
  const isItem = table.model.item(key) !== undefined;
  const next = isItem ? { itemId: key, field: active?.field ?? TITLE } : active;
  table.store.setState({
    active: next,
    activeLine: key,
    editing: null,
    range: null,
    takesFocus: true,
  });
  table.model.board.setPresence({ state: 'active', ...(isItem ? { item: key } : {}) });
}

/** Moves the focus by rows and fields; it stops at the edges. */
export function moveBy(table: Table, rows: number, fields: number): void {
  const { active } = table.store.getState();
  const next = active && placeFrom(table, active, rows, fields);
  if (next) goTo(table, next);
}

/** Moves to the next field, at the end of a row to the next row; false at the end of the table. */
export function moveOn(table: Table, step: 1 | -1): boolean {
  const { active } = table.store.getState();
  if (!active) return false;
  const fields = listFields(table);
  const at = fields.indexOf(active.field) + step;
  if (at >= 0 && at < fields.length) {
    moveBy(table, 0, step);
    return true;
  }
  const itemIds = listItems(table);
  const itemId = itemIds[itemIds.indexOf(active.itemId) + step];
  const field = step > 0 ? fields[0] : fields.at(-1);
  if (itemId === undefined || field === undefined) return false;
  goTo(table, { itemId, field });
  return true;
}

/** Marks the cells from the active one to `to`. */
export function markTo(table: Table, to: CellPlace): void {
  const { active } = table.store.getState();
  if (!active) return goTo(table, to);
  const isOne = active.itemId === to.itemId && active.field === to.field;
  table.store.setState({ range: isOne ? null : rangeOf(table, active, to) });
}

/** Opens the editor of the active cell; `typed` is the key that began it. */
export function startEditing(table: Table, typed = '', isForAll = false): void {
  const { active } = table.store.getState();
  if (!active) return;
  table.store.setState({
    editing: { typed, isForAll },
    activeLine: null,
    range: null,
    takesFocus: true,
  });
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
