import { type DragEvent, type KeyboardEvent, useState } from 'react';

interface Reorder {
  /** The row that is being dragged. */
  draggedPlace: number | null;
  /** It would land above this row; the number of rows is the end. */
  dropPlace: number | null;
  /** Where the row that moved last is now, to say so. */
  moved: number | null;
  rowProps: (place: number) => {
    draggable: boolean;
    onDragStart: () => void;
    onDragOver: (event: DragEvent<HTMLElement>) => void;
    onDrop: (event: DragEvent) => void;
    onDragEnd: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
}

/** Rows of a list that change places by dragging and by Alt with arrows; `onMove` counts places without the moved one. */
export function useReorder(count: number, onMove: (from: number, to: number) => void): Reorder {
  const [draggedPlace, setDragged] = useState<number | null>(null);
  const [dropPlace, setDrop] = useState<number | null>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= count || to === from) return;
    setMoved(to);
    onMove(from, to);
  };
  const end = () => {
    setDragged(null);
    setDrop(null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (draggedPlace !== null && dropPlace !== null)
      move(draggedPlace, dropPlace > draggedPlace ? dropPlace - 1 : dropPlace);
    end();
  };
  const rowProps = (place: number) => ({
    draggable: true,
    onDragStart: () => setDragged(place),
    onDragOver: (event: DragEvent<HTMLElement>) => {
      if (draggedPlace === null) return;
      event.preventDefault();
      setDrop(placeUnder(event, place));
    },
    onDrop: drop,
    onDragEnd: end,
    onKeyDown: (event: KeyboardEvent) => {
      const step = readStep(event);
      if (step === 0) return;
      event.preventDefault();
      move(place, place + step);
    },
  });
  return { draggedPlace, dropPlace, moved, rowProps };
}

/** Above or below the row that the pointer is over. */
function placeUnder(event: DragEvent<HTMLElement>, place: number): number {
  const { top, height } = event.currentTarget.getBoundingClientRect();
  return event.clientY > top + height / 2 ? place + 1 : place;
}

function readStep({ altKey, key }: KeyboardEvent): -1 | 0 | 1 {
  if (!altKey) return 0;
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : 0;
}
