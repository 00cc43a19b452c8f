import type { PointerEvent } from 'react';
import { clampWidth, useColumnWidth } from './column-change.ts';
import { type GridColumns, placeColumns } from './grid-columns.ts';

/** Follows the pointer with the edge of a column; only the places change meanwhile, no cell is drawn. */
function dragEdge(
  event: PointerEvent<HTMLElement>,
  field: string,
  columns: GridColumns,
  onEnd: (widthPx: number) => void,
): void {
  const head = event.currentTarget.parentElement;
  const scroller = event.currentTarget.closest<HTMLElement>('[data-scroller]');
  if (!head || !scroller || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const startX = event.clientX;
  const startPx = head.offsetWidth;
  let widthPx = startPx;
  const onMove = ({ clientX }: globalThis.PointerEvent) => {
    widthPx = clampWidth(startPx + clientX - startX);
    for (const [name, value] of placeColumns(columns, { field, widthPx }))
      scroller.style.setProperty(name, value);
  };
  const end = () => {
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', end);
    window.removeEventListener('pointercancel', end);
    if (widthPx !== startPx) onEnd(widthPx);
  };
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', end);
  window.addEventListener('pointercancel', end);
}

interface ResizeHandleProps {
  field: string;
  columns: GridColumns;
}

/** The edge of a column. Keys have Alt, Shift and arrows on its name, and its menu (web W37). */
export function ResizeHandle({ field, columns }: ResizeHandleProps) {
  const { resize, resetWidth } = useColumnWidth();
  return (
    <span
      aria-hidden="true"
      data-resize={field}
      onPointerDown={(event) =>
        dragEdge(event, field, columns, (widthPx) => resize(field, widthPx))
      }
      onDoubleClick={() => resetWidth(field)}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-1 after:left-1/2 after:w-0.5 after:-translate-x-1/2 after:rounded-full hover:after:bg-accent"
    />
  );
}
