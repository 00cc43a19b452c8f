import { type MouseEvent, type PointerEvent, useState } from 'react';
import { goTo, markTo } from '../cell-moves.ts';
import { editorOf, TITLE } from '../column-facts.ts';
import { useOpenItem } from '../item/item-link.ts';
import { type Table, useTable } from '../table-context.ts';
import type { CellPlace } from '../table-store.ts';
import { editCell, toggleCell } from './cell-acts.ts';
import { scrollNearEdge } from './edge-scroll.ts';

/** They do what they do, and a press on them is none on their cell. */
const OTHERS = 'button, a, input, textarea, select, [contenteditable]';

/** The cell at an element of the page. */
export function placeAt(target: EventTarget | null): CellPlace | undefined {
  if (!(target instanceof Element)) return undefined;
  const field = target.closest('[data-field]')?.getAttribute('data-field');
  const itemId = target.closest('[data-item]')?.getAttribute('data-item');
  return field && itemId ? { itemId, field } : undefined;
}

function isSame(left: CellPlace | null | undefined, right: CellPlace): boolean {
  return left?.itemId === right.itemId && left.field === right.field;
}

/** Follows a pressed mouse over the cells; answers with the last one. */
function followDrag(scroller: HTMLElement, onPlace: (place: CellPlace) => void): void {
  let last: CellPlace | undefined;
  const scrolling = scrollNearEdge(scroller);
  const onMove = ({ clientX, clientY }: globalThis.PointerEvent) => {
    scrolling.at(clientX, clientY);
    const place = placeAt(document.elementFromPoint(clientX, clientY));
    if (!place || isSame(last, place)) return;
    last = place;
    onPlace(place);
  };
  const end = () => {
    scrolling.end();
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}

function isOther({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  return (
    !(target instanceof Element) ||
    !currentTarget.contains(target) ||
    target.closest(OTHERS) !== null
  );
}

/** A press that became a drag is no click when it ends. */
interface Drag {
  hasMoved: boolean;
}

function createPointer(table: Table, open: (itemId: string) => void, drag: Drag) {
  const mayWrite = () => table.model.board.permissions().includes('item:write');
  const press = (place: CellPlace) => {
    const { active, activeLine, range } = table.store.getState();
    if (!isSame(active, place) || activeLine !== null || range) return goTo(table, place);
    if (!mayWrite()) return;
    const column = table.model.board.view().columns.get(place.field);
    if (editorOf(column) === 'toggled') toggleCell(table, place);
    else editCell(table, place, '');
  };
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      drag.hasMoved = false;
      const place = placeAt(event.target);
      // A finger scrolls; ranges are for a mouse.
      if (!place || isOther(event) || event.button !== 0 || event.pointerType === 'touch') return;
      const scroller = event.currentTarget.parentElement;
      if (!scroller) return;
      if (event.shiftKey && table.store.getState().active) {
        event.preventDefault();
        drag.hasMoved = true;
        markTo(table, place);
        return followDrag(scroller, (to) => markTo(table, to));
      }
      followDrag(scroller, (to) => {
        if (!drag.hasMoved && isSame(to, place)) return;
        if (!drag.hasMoved) goTo(table, place);
        drag.hasMoved = true;
        markTo(table, to);
      });
    },
    onClick(event: MouseEvent<HTMLElement>) {
      const place = placeAt(event.target);
      if (!place || isOther(event) || drag.hasMoved || event.shiftKey) return;
      const { pointerType } = event.nativeEvent as globalThis.PointerEvent;
      // A finger has no way to a cell's editor and to the item both: titles open the item.
      if (pointerType === 'touch' && place.field === TITLE) open(place.itemId);
      else press(place);
    },
  };
}

/** What the mouse does in the table: a press goes to a cell, the next one into it, a drag marks (web W4). */
export function useGridPointer() {
  const table = useTable();
  const openItem = useOpenItem();
  const [drag] = useState<Drag>({ hasMoved: false });
  return createPointer(table, openItem, drag);
}
