import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { startEditing } from '../cell-moves.ts';
import { editorOf, TITLE } from '../column-facts.ts';
import { writeCell } from '../edits.ts';
import { writeCells } from './write-cells.ts';
import type { Table } from '../table-context.ts';
import type { CellPlace } from '../table-store.ts';

function valueAt({ model }: Table, { itemId, field }: CellPlace): FieldInput {
  return model.item(itemId)?.values[field] ?? null;
}

/** Turns the tick of a cell round. */
export function toggleCell(table: Table, place: CellPlace): void {
  void writeCell(table, place, valueAt(table, place) === true ? null : true);
}

/** Empties the active cell, or all marked ones in one step; titles stay. */
export function clearCells(table: Table, place: CellPlace): boolean {
  const { columns } = table.model.board.view();
  const { range } = table.store.getState();
  const places = range
    ? [...range.itemIds].flatMap((itemId) => [...range.fields].map((field) => ({ itemId, field })))
    : [place];
  const filled = places.filter(
    (each) =>
      each.field !== TITLE &&
      editorOf(columns.get(each.field)) !== 'none' &&
      valueAt(table, each) !== null,
  );
  const [only, ...others] = filled;
  if (!only) return editorOf(columns.get(place.field)) !== 'none' && place.field !== TITLE;
  if (others.length === 0) void writeCell(table, only, null);
  else
    void writeCells(
      table,
      filled.map((each) => ({ ...each, value: null })),
    );
  return true;
}

/** Opens the editor of a cell; a tick has none and turns round. False where nothing can be written. */
export function editCell(table: Table, place: CellPlace, typed: string): boolean {
  const { columns } = table.model.board.view();
  const editor = editorOf(columns.get(place.field));
  if (editor === 'none') return false;
  if (editor === 'toggled') {
    if (typed !== '' && typed !== ' ') return false;
    toggleCell(table, place);
    return true;
  }
  startEditing(table, typed);
  return true;
}

/** Shows the two values that wait for a decision; false where none do. */
export function openConflict({ model, store }: Table, place: CellPlace): boolean {
  const waiting = [...model.board.view().conflicts.values()].find(
    ({ itemId, field }) => itemId === place.itemId && field === place.field,
  );
  if (waiting) store.setState({ conflictId: waiting.id });
  return waiting !== undefined;
}
