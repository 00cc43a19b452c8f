import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { t } from '../../../i18n/t.tsx';
import { listFields, listItems } from './grid-places.ts';
import { TITLE } from '../column-facts.ts';
import { BULK_MAX_ITEMS, type CellWrite, type NewLine } from './write-cells.ts';
import type { Table } from '../table-context.ts';
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

/** A line that is no row yet, as it was pasted and as it was read. */
interface AddedLine {
  text: string;
  values: Readonly<Record<string, FieldInput>>;
}

/** What pasting would do. */
export interface PastePlan {
  writes: readonly CellWrite[];
  misfits: readonly Misfit[];
  /** Lines below the last row, as items that could be added. */
  added: readonly AddedLine[];
  /** The bucket that they would go to. */
  bucketKey: string | undefined;
  /** Columns of the clipboard that lie beyond the last column of the table. */
  leftOut: number;
  /** Lines that a paste does not take; more is an import. */
  linesCut: number;
}

/** The form that was copied, again and again where what is marked is a multiple of it; else as it is. */
function spread(
  table: Table,
  rows: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const { range } = table.store.getState();
  const width = rows[0]?.length ?? 0;
  if (!range || width === 0 || rows.some((row) => row.length !== width)) return rows;
  const { itemIds, fields } = range;
  if (itemIds.size % rows.length !== 0 || fields.size % width !== 0) return rows;
  return Array.from({ length: itemIds.size }, (_line, line) => {
    const row = rows[line % rows.length] ?? [];
    return Array.from({ length: fields.size }, (_cell, cell) => row[cell % width] ?? '');
  });
}

/** Where a paste begins; without an item, all of it is new in that bucket. */
interface Start {
  itemId?: string;
  field: string;
  bucketKey: string | undefined;
}

/** The bucket that new lines go to: that of the last row. */
function findLastBucket({ shown, model }: Table): string | undefined {
  const last = shown.rows().findLast((row) => row.kind === 'item')?.itemId ?? '';
  const itemId = model.item(last)?.parentId ?? last;
  const buckets = shown.buckets();
  return (buckets.find(({ itemIds }) => itemIds.includes(itemId)) ?? buckets[0])?.key;
}

/** At the first cell of what is marked, at the active cell, or at the beginning of the line with the focus. */
function findStart(table: Table): Start | undefined {
  const { active, activeLine, range } = table.store.getState();
  const items = listItems(table);
  const bucketKey = findLastBucket(table);
  if (range) {
    const itemId = items.find((id) => range.itemIds.has(id));
    const field = listFields(table).find((id) => range.fields.has(id));
    return itemId === undefined || field === undefined ? undefined : { itemId, field, bucketKey };
  }
  if (activeLine === null)
    return active && items.includes(active.itemId) ? { ...active, bucketKey } : undefined;
  if (items.includes(activeLine)) return { itemId: activeLine, field: TITLE, bucketKey };
  const own = table.shown.buckets().find(({ key }) => [key, `add ${key}`].includes(activeLine));
  return { field: TITLE, bucketKey: own?.key ?? bucketKey };
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
  const all = spread(table, pasted);
  const rows = all.slice(0, BULK_MAX_ITEMS);
  const items = start.itemId === undefined ? [] : listItems(table);
  const fields = listFields(table).slice(listFields(table).indexOf(start.field));
  const reading: Reading = { table, context, fields, misfits: [] };
  const writes: CellWrite[] = [];
  const added: AddedLine[] = [];
  const first = items.indexOf(start.itemId ?? '');
  for (const [index, row] of rows.entries()) {
    const itemId = items[first + index];
    const values = readLine(reading, row, index + 1);
    if (itemId === undefined) added.push({ text: row.join('\t'), values });
    else writes.push(...listWrites(table, itemId, values));
  }
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const leftOut = Math.max(widest - fields.length, 0);
  const linesCut = all.length - rows.length;
  const { bucketKey } = start;
  return { writes, misfits: reading.misfits, added, bucketKey, leftOut, linesCut };
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

/** What adds the lines below the last row. */
export function planAdded(
  table: Table,
  { added, bucketKey }: Pick<PastePlan, 'added' | 'bucketKey'>,
): NewLine[] {
  const { shown, model } = table;
  const bucket = shown.buckets().find(({ key }) => key === bucketKey) ?? shown.buckets()[0];
  if (!bucket) return [];
  return added.map(({ text, values }) => {
    const { title, ...others } = values;
    const name = typeof title === 'string' && title !== '' ? title : t('table.untitled');
    const input = newItem(model.board, shown.groupedBy(), bucket, name);
    const set = Object.entries(others).filter(([, value]) => value !== null);
    const all = { ...input.values, ...Object.fromEntries(set) };
    return { call: { op: 'items.create', input: { ...input, values: all } }, text };
  });
}
