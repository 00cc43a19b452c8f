import { announce } from '../../../ui/announcer.ts';
import { t } from '../../../i18n/t.tsx';
import { send } from '../edits.ts';
import type { Table } from '../table-context.ts';
import { readText } from '../values.ts';

/** Lets items go before the one at `index` of a bucket. */
export type DropItems = (itemIds: readonly string[], bucketKey: string, index: number) => void;

/** The items that move together: all selected ones in their order, if it is one of them. */
export function listMoving({ store, shown }: Table, itemId: string): string[] {
  const { selected } = store.getState();
  if (!selected.has(itemId)) return [itemId];
  const moving = shown.buckets().flatMap(({ itemIds }) => itemIds.filter((id) => selected.has(id)));
  // A sub-item is in no bucket: it moves alone.
  return moving.includes(itemId) ? moving : [itemId];
}

/** A sub-item changes places with its neighbour. */
function moveSubItem({ model, shown }: Table, itemId: string, step: 1 | -1): void {
  const item = model.item(itemId);
  const siblings = shown.childrenOf(item?.parentId ?? '');
  const neighbour = siblings[siblings.indexOf(itemId) + step];
  if (neighbour === undefined) return;
  const place = step < 0 ? { before: neighbour } : { after: neighbour };
  send(model.board, { op: 'items.move', input: { itemId, ...place } });
  const at = siblings.indexOf(neighbour) + 1;
  const title = readText(item?.values['title']);
  announce(t('table.movedPlace', { title, place: at, count: siblings.length }));
}

/** Moves an item up or down, at the edge of its group into the next one. */
export function moveItem(table: Table, itemId: string, step: 1 | -1, drop: DropItems): void {
  const { shown, model } = table;
  if ((model.item(itemId)?.parentId ?? null) !== null) return moveSubItem(table, itemId, step);
  const buckets = shown.buckets();
  const at = buckets.findIndex(({ itemIds }) => itemIds.includes(itemId));
  const here = buckets[at];
  if (!here) return;
  const moving = listMoving(table, itemId);
  const places = moving.map((id) => here.itemIds.indexOf(id)).filter((place) => place >= 0);
  const edge = step < 0 ? Math.min(...places) : Math.max(...places);
  const next = edge + step;
  if (next >= 0 && next < here.itemIds.length)
    return drop(moving, here.key, step < 0 ? next : next + 1);
  const beside = buckets[at + step];
  if (beside) drop(moving, beside.key, step < 0 ? beside.itemIds.length : 0);
}

/** Alt with an arrow moves the line with the focus (web W37); false for other keys. */
export function moveActive(table: Table, key: string, drop: DropItems): boolean {
  const { active } = table.store.getState();
  if (!active || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
  moveItem(table, active.itemId, key === 'ArrowUp' ? -1 : 1, drop);
  return true;
}
