import { describeEdit } from './live/describe-edit.ts';
import type { Table } from './table-context.ts';
import type { CellPlace, RefusedValue, TableState } from './table-store.ts';

/** The text of a new item, or a value, that the server refused, with the reason. */
export type LostLine = TableState['lost'][number];

/** Keeps texts of new items that were refused: they have no cell to stay at (web W25). */
export function keepLines({ store }: Table, lines: readonly Omit<LostLine, 'id'>[]): void {
  if (lines.length === 0) return;
  const added = lines.map((line) => ({ ...line, id: crypto.randomUUID() }));
  store.setState(({ lost }) => ({ lost: [...lost, ...added] }));
}

/** Keeps a value as a line where nobody looks at its cell any more; false where somebody does. */
export function keepLeftValue(
  table: Table,
  { itemId, field }: CellPlace,
  { value, message }: RefusedValue,
): boolean {
  if (!table.store.getState().isLeft) return false;
  const { board } = table.model;
  const nameOf = (id: string) => board.boardPeople().find((each) => each.id === id)?.name ?? id;
  const call = { op: 'items.update', input: { itemId, values: { [field]: value } } };
  const edit = { board: board.id, calls: [call] };
  const [text = ''] = describeEdit(edit, { view: board.view(), nameOf });
  keepLines(table, [{ text, message }]);
  return true;
}

/** Lines of both, each once. */
export function mergeLines(
  lines: TableState['lost'],
  others: TableState['lost'],
): TableState['lost'] {
  const known = new Set(lines.map(({ id }) => id));
  return [...lines, ...others.filter(({ id }) => !known.has(id))];
}
