import type { KeyboardEvent } from 'react';
import { keysOf } from '../../../app/shortcut-keymap.ts';
import { readKeyPress } from '../../../lib/shortcut-keys.ts';
import { goTo } from '../cell-moves.ts';
import { TITLE } from '../column-facts.ts';
import { type Table, useTable } from '../table-context.ts';
import { usePeek } from '../table/use-peek.ts';
import { toggled } from '../table-store.ts';
import { type Kanban, useKanban } from './kanban-context.ts';

type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';
const ARROWS: readonly string[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

function isArrow(key: string): key is Arrow {
  return ARROWS.includes(key);
}

/** The arrow that a key stands for: J and K lead down and up, unless somebody has other keys for that. */
function toArrow(event: KeyboardEvent): string {
  const pressed = readKeyPress(event);
  if (pressed === keysOf('item.next')) return 'ArrowDown';
  return pressed === keysOf('item.previous') ? 'ArrowUp' : event.key;
}

interface Place {
  column: number;
  index: number;
}

function findCard({ shown }: Table, itemId: string): Place {
  const buckets = shown.buckets();
  const column = buckets.findIndex(({ itemIds }) => itemIds.includes(itemId));
  return { column, index: buckets[column]?.itemIds.indexOf(itemId) ?? -1 };
}

/** The card that an arrow leads to; columns without cards are passed over. */
function findNext({ shown }: Table, { column, index }: Place, key: Arrow): string | undefined {
  const buckets = shown.buckets();
  if (key === 'ArrowUp') return buckets[column]?.itemIds[index - 1];
  if (key === 'ArrowDown') return buckets[column]?.itemIds[index + 1];
  const step = key === 'ArrowLeft' ? -1 : 1;
  for (let at = column + step; buckets[at]; at += step) {
    const { itemIds } = buckets[at] ?? { itemIds: [] };
    const next = itemIds[Math.min(index, itemIds.length - 1)];
    if (next !== undefined) return next;
  }
  return undefined;
}

/** Moves a card by keys: every drag's way without a pointer (web W37). */
function moveCard(table: Table, { drop, listMoving }: Kanban, itemId: string, key: Arrow): void {
  const { column, index } = findCard(table, itemId);
  const buckets = table.shown.buckets();
  const here = buckets[column];
  if (!here) return;
  if (key === 'ArrowUp' && index > 0) drop([itemId], here.key, index - 1);
  if (key === 'ArrowDown' && index < here.itemIds.length - 1) drop([itemId], here.key, index + 2);
  const beside = buckets[column + (key === 'ArrowLeft' ? -1 : 1)];
  if ((key === 'ArrowLeft' || key === 'ArrowRight') && beside)
    drop(listMoving(itemId), beside.key, Math.min(index, beside.itemIds.length));
  goTo(table, { itemId, field: TITLE });
}

/** What keys do on a card: arrows go to others, Alt with arrows moves it, Enter opens it, Space looks into it, X selects it. */
export function useCardKeys(itemId: string): (event: KeyboardEvent<HTMLElement>) => void {
  const table = useTable();
  const kanban = useKanban();
  const { open, peek, close } = usePeek();
  return (event) => {
    if (event.target !== event.currentTarget) return;
    const { altKey, ctrlKey, metaKey } = event;
    const key = toArrow(event);
    if (ctrlKey || metaKey) return;
    if (isArrow(key) && altKey && kanban.mayMove) moveCard(table, kanban, itemId, key);
    else if (isArrow(key) && !altKey) {
      const next = findNext(table, findCard(table, itemId), key);
      if (next !== undefined) goTo(table, { itemId: next, field: TITLE });
    } else if (key === 'Enter') open(itemId);
    else if (key === ' ' && !event.shiftKey) peek(itemId);
    else if (key === ' ' || readKeyPress(event) === keysOf('item.select'))
      table.store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }));
    else if (key === 'Escape') {
      if (!close()) table.store.setState({ selected: new Set() });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
