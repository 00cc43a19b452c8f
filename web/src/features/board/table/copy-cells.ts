import { t } from '../../../i18n/t.tsx';
import { listFields, listItems } from './grid-places.ts';
import type { Table } from '../table-context.ts';
import { writeNumber } from '../typed-values.ts';
import { describeValue, readLink, readText, readValue } from '../values.ts';
import { writeHtmlTable, writeTable } from './table-text.ts';

/** A cell as text that can be pasted again: numbers without thousands and unit, days as `2026-03-12`, links by their address. */
function textAt(
  { model }: Table,
  itemId: string,
  field: string,
  nameOf: (id: string) => string,
): string {
  const item = model.item(itemId);
  const column = model.board.view().columns.get(field);
  if (!item) return '';
  if (!column) return readText(item.values[field]);
  const value = readValue(item, column);
  switch (column.type) {
    case 'number':
    case 'rating':
      return typeof value === 'number' ? writeNumber(value) : '';
    case 'date':
    case 'createdAt':
    case 'updatedAt':
      return readText(value);
    case 'checkbox':
      return value === true ? t('board.checked') : '';
    case 'link':
      return readLink(value)?.url ?? '';
    case 'timeline': {
      const { start, end } = (value ?? {}) as { start?: string; end?: string };
      return start && end ? `${start} – ${end}` : '';
    }
    default:
      return describeValue(value, column, nameOf);
  }
}

/** The cells that a copy takes: what is marked, whole rows of the selection, or the active cell. */
function listCopied(table: Table): { itemIds: string[]; fields: string[] } | undefined {
  const { active, activeLine, range, selected } = table.store.getState();
  const inOrder = (ids: ReadonlySet<string>) => listItems(table).filter((id) => ids.has(id));
  if (range)
    return {
      itemIds: inOrder(range.itemIds),
      fields: listFields(table).filter((field) => range.fields.has(field)),
    };
  if (activeLine !== null) {
    const wanted = selected.size > 0 ? selected : new Set([activeLine]);
    return { itemIds: inOrder(wanted), fields: listFields(table) };
  }
  return active ? { itemIds: [active.itemId], fields: [active.field] } : undefined;
}

/** What goes to the clipboard, as text and as an HTML table (web W5). */
export function copyCells(
  table: Table,
  nameOf: (id: string) => string,
): { text: string; html: string; count: number } | undefined {
  const copied = listCopied(table);
  if (!copied || copied.itemIds.length === 0) return undefined;
  const rows = copied.itemIds.map((itemId) =>
    copied.fields.map((field) => textAt(table, itemId, field, nameOf)),
  );
  const count = copied.itemIds.length * copied.fields.length;
  return { text: writeTable(rows), html: writeHtmlTable(rows), count };
}
