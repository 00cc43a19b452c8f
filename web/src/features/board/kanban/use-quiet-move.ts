import { type RefObject, useLayoutEffect } from 'react';
import { useTable } from '../table-context.ts';
import { useKanban } from './kanban-context.ts';

/** How long a card takes to its new place, in milliseconds (docs/design.md, motion). */
const MOVE_MS = 140;

function asksForStillness(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

interface MovePlace {
  bucketKey: string;
  top: number;
}

/** Shows how a card came to its new place, unless the system asks for less motion. */
export function useQuietMove(
  card: RefObject<HTMLElement | null>,
  itemId: string,
  { bucketKey, top }: MovePlace,
): void {
  const { shown } = useTable();
  const { places } = useKanban();
  const version = shown.version();
  useLayoutEffect(() => {
    const element = card.current;
    const column = element?.closest<HTMLElement>('section') ?? null;
    const before = places.get(itemId);
    places.set(itemId, { bucketKey, top, column, version });
    if (!element || !column || !before?.column || before.version === version) return;
    // Where columns stand is asked for a card that moved alone: the answer costs a layout of the page.
    const hasMoved = before.column !== column && before.column.isConnected;
    const x = hasMoved ? before.column.offsetLeft - column.offsetLeft : 0;
    const y = before.top - top;
    if ((x === 0 && y === 0) || asksForStillness()) return;
    element.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], {
      duration: MOVE_MS,
      easing: 'cubic-bezier(0.2, 0.8, 0.2, 1)',
    });
  }, [card, itemId, bucketKey, top, places, version]);
}
