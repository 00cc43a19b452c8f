import type { BoardCall } from '@boardwire/sdk/live/board-operations';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { listFields, listItems } from './grid-places.ts';
import { TITLE } from '../column-facts.ts';
import type { CellWrite } from './write-cells.ts';
import type { Table } from '../table-context.ts';
import type { CellPlace } from '../table-store.ts';
import { newItem } from '../views/new-item.ts';
import { type PasteContext, readPasted } from './read-pasted.ts';

/** A text that is no value of the column it would go to. */
interface Misfit {
  /** Line of what was pasted, from 1. */
  line: number;
  column: string;
  text: string;
  message: string;
}

/** What pasting would do. */
export interface PastePlan {
  writes: readonly CellWrite[];
  misfits: readonly Misfit[];
  /** Lines below the last row, as items that could be added. */
  added: readonly Readonly<Record<string, FieldInput>>[];
  /** Columns of the clipboard that lie beyond the last column of the table. */
  leftOut: number;
}

/** Rows that one paste may fill; more is an import. */
const PASTE_ROWS_MAX = 2_000;

/** One cell fills all that is marked; else the clipboard keeps its form. */
function spread(
  table: Table,
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const { range } = table.store.getState();
  const [first] = rows;
  if (!range || rows.length !== 1 || first?.length !== 1) {
    const [row] = rows;
    // A row that was copied alone goes into each marked one.
    if (range && rows.length === 1 && row && range.fields.size === row.length)
      return Array.from({ length: range.itemIds.size }, () => row);
    return rows;
  }
  const line = Array.from({ length: range.fields.size }, () => first[0] ?? '');
  return Array.from({ length: range.itemIds.size }, () => line);
}

/** Where a paste begins: at the first cell of what is marked. */
function findStart(table: Table): CellPlace | undefined {
  const { active, activeLine, range } = table.store.getState();
  const items = listItems(table);
  const fields = listFields(table);
  if (range) {
    const itemId = items.find((id) => range.itemIds.has(id));
    const field = fields.find((id) => range.fields.has(id));
    return itemId !== undefined && field !== undefined ? { itemId, field } : undefined;
  }
  return active && activeLine !== null ? { ...active, field: TITLE } : (active ?? undefined);
}

interface Reading {
  table: Table;
  context: PasteContext;
  fields: readonly string[];
  misfits: Misfit[];
}

/** The values of one pasted line by field. */
function readLine(
  { table, context, fields, misfits }: Reading,
  row: readonly string[],
  line: number,
): Record<string, FieldInput> {
  const values: Record<string, FieldInput> = {};
  for (const [index, text] of row.entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    const column = table.model.board.view().columns.get(field);
    const parsed = readPasted(text, column, context);
    if (parsed.ok) values[field] = parsed.value;
    else {
      const name = column?.name ?? t('board.itemTitle');
      misfits.push({ line, column: name, text, message: parsed.message });
    }
  }
  return values;
}

/** Works out what a paste would do, without doing it (web W5). */
export function planPaste(
  table: Table,
  pasted: readonly (readonly string[])[],
  context: PasteContext,
): PastePlan | undefined {
  const start = findStart(table);
  if (!start || pasted.length === 0) return undefined;
  const rows = spread(table, pasted).slice(0, PASTE_ROWS_MAX);
  const items = listItems(table);
  const fields = listFields(table).slice(listFields(table).indexOf(start.field));
  const reading: Reading = { table, context, fields, misfits: [] };
  const writes: CellWrite[] = [];
  const added: Record<string, FieldInput>[] = [];
  const first = items.indexOf(start.itemId);
  for (const [index, row] of rows.entries()) {
    const itemId = items[first + index];
    const values = readLine(reading, row, index + 1);
    if (itemId === undefined) added.push(values);
    else writes.push(...listWrites(table, itemId, values));
  }
  const widest = Math.max(...rows.map((row) => row.length));
  const leftOut = Math.max(widest - fields.length, 0);
  return { writes, misfits: reading.misfits, added, leftOut };
}

/** Only what differs from what stands there is written. */
function listWrites(
  { model }: Table,
  itemId: string,
  values: Readonly<Record<string, FieldInput>>,
): CellWrite[] {
  const before = model.item(itemId)?.values ?? {};
  return Object.entries(values)
    .filter(([field, value]) => JSON.stringify(before[field] ?? null) !== JSON.stringify(value))
    .map(([field, value]) => ({ itemId, field, value }));
}

/** The calls that add the lines below the last row, to the group of that row. */
export function planAdded(table: Table, added: PastePlan['added']): BoardCall[] {
  const { shown, model } = table;
  const bucket =
    shown.buckets().findLast(({ itemIds }) => itemIds.length > 0) ?? shown.buckets()[0];
  if (!bucket) return [];
  return added.map((values): BoardCall => {
    const { title, ...others } = values;
    const name = typeof title === 'string' && title !== '' ? title : t('table.untitled');
    const input = newItem(model.board, shown.groupedBy(), bucket, name);
    const set = Object.entries(others).filter(([, value]) => value !== null);
    return {
      op: 'items.create',
      input: { ...input, values: { ...input.values, ...Object.fromEntries(set) } },
    };
  });
}
