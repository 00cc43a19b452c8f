import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect } from 'react';
import { readCards } from './use-card-drag.ts';

/** Width of the strip at an edge in which a drag scrolls, and how fast at most; CSS pixels, and those per frame. */
const EDGE_PX = 56;
const SPEED_PX = 18;

/** How fast to scroll at a place between two edges. */
export function speedAt(at: number, from: number, to: number): number {
  if (at < from + EDGE_PX) return -SPEED_PX * Math.min(1, (from + EDGE_PX - at) / EDGE_PX);
  if (at > to - EDGE_PX) return SPEED_PX * Math.min(1, (at - to + EDGE_PX) / EDGE_PX);
  return 0;
}

interface Point {
  clientX: number;
  clientY: number;
}

function scrollNear(board: HTMLElement, { clientX, clientY }: Point): void {
  const box = board.getBoundingClientRect();
  board.scrollLeft += speedAt(clientX, box.left, box.right);
  for (const list of board.querySelectorAll<HTMLElement>('[data-cards]')) {
    const own = list.getBoundingClientRect();
    if (clientX < own.left || clientX > own.right) continue;
    list.scrollTop += speedAt(clientY, own.top, own.bottom);
  }
}

/** While cards are dragged near an edge, what lies beyond it comes into sight. */
export function useAutoScroll(board: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    let frame = 0;
    let at: Point | undefined;
    const step = () => {
      if (board.current && at) scrollNear(board.current, at);
      frame = requestAnimationFrame(step);
    };
    const stopMonitor = monitorForElements({
      canMonitor: ({ source }) => readCards(source) !== undefined,
      onDragStart() {
        frame = requestAnimationFrame(step);
      },
      onDrag({ location }) {
        at = location.current.input;
      },
      onDrop() {
        at = undefined;
        cancelAnimationFrame(frame);
      },
    });
    return () => {
      cancelAnimationFrame(frame);
      stopMonitor();
    };
  }, [board]);
}
