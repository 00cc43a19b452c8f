import type { PointerEvent } from 'react';
import { rangeOf } from './grid-places.ts';
import { type Table, useMayOnBoard, useTable } from '../table-context.ts';
import { scrollNearEdge } from './edge-scroll.ts';
import { fillTo } from './fill.ts';
import { placeAt } from './grid-pointer.ts';

/** Shows how far the handle was dragged, and fills so far when it is let go. */
function dragHandle(table: Table, handle: HTMLElement): void {
  const { store } = table;
  const { active, range } = store.getState();
  const scroller = handle.closest<HTMLElement>('[data-scroller]');
  if (!active || !scroller) return;
  const source = range ?? rangeOf(table, active, active);
  const scrolling = scrollNearEdge(scroller, false);
  const onMove = ({ clientX, clientY }: globalThis.PointerEvent) => {
    scrolling.at(clientX, clientY);
    const place = placeAt(document.elementFromPoint(clientX, clientY));
    if (!place) return;
    const to = { itemId: place.itemId, field: source.to.field };
    const isWithin = source.itemIds.has(place.itemId);
    store.setState({ range: isWithin ? range : rangeOf(table, source.from, to) });
  };
  const end = (event: globalThis.PointerEvent) => {
    scrolling.end();
    for (const kind of ['pointermove', 'pointerup', 'pointercancel'] as const)
      window.removeEventListener(kind, kind === 'pointermove' ? onMove : end);
    const target = store.getState().range;
    if (event.type === 'pointerup' && target) fillTo(table, source, target);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}

/** The corner of what is marked: dragged, it fills what it passes (web W5). */
export function FillHandle() {
  const table = useTable();
  const mayWrite = useMayOnBoard('item:write');
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    dragHandle(table, event.currentTarget);
  };
  if (!mayWrite) return null;
  return (
    <span
      data-fill
      aria-hidden="true"
      onPointerDown={onPointerDown}
      onClick={(event) => event.stopPropagation()}
      className="absolute -right-px -bottom-px z-[2] size-2.5 cursor-crosshair rounded-tl-inner border border-surface bg-focus pointer-coarse:hidden"
    />
  );
}
