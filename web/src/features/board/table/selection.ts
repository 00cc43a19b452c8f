import type { Table } from '../table-context.ts';
import type { TableState } from '../table-store.ts';
import { toggled } from '../table-store.ts';
import { listItems } from './grid-places.ts';

/** The selected items that the view shows: what a filter hides or somebody deleted is not acted on unseen. */
export function listSelected({ store, shown, model }: Table): string[] {
  const { selected } = store.getState();
  if (selected.size === 0) return [];
  const inView = new Set(shown.buckets().flatMap(({ itemIds }) => itemIds));
  return [...selected].filter((id) => {
    const item = model.item(id);
    if (!item || item.deletedAt !== null || item.archivedAt !== null) return false;
    if (item.parentId === null) return inView.has(id);
    return inView.has(item.parentId) && shown.childrenOf(item.parentId).includes(id);
  });
}

/** Selects an item or gives it up; with `isWay` all rows on the way from the one before, as lists do it. */
export function select(table: Table, itemId: string, isWay: boolean): void {
  const { selected, selectedLast } = table.store.getState();
  const items = listItems(table);
  const [from, to] = [items.indexOf(selectedLast ?? ''), items.indexOf(itemId)];
  const next: Partial<TableState> = { selectedLast: itemId };
  if (isWay && from >= 0 && to >= 0) {
    const way = items.slice(Math.min(from, to), Math.max(from, to) + 1);
    table.store.setState({ ...next, selected: new Set([...selected, ...way]) });
  } else table.store.setState({ ...next, selected: toggled(selected, itemId) });
}

/** Selects all rows that the table shows, or none where all of them are. */
export function selectAll(table: Table): void {
  const items = listItems(table);
  const { selected } = table.store.getState();
  const isAll = items.length > 0 && items.every((id) => selected.has(id));
  table.store.setState({ selected: new Set(isAll ? [] : items) });
}
