/** How near to the edge a dragged thing must be, and how fast it scrolls there at most, both in CSS pixels. */
const EDGE_PX = 48;
const SPEED_PX = 18;

interface EdgeScroll {
  /** Where the pointer is in the window. */
  at: (x: number, y: number) => void;
  end: () => void;
}

/** How much to scroll for a pointer that is `position` on a way from `start` to `end`. */
function speedAt(position: number, start: number, end: number): number {
  const before = start + EDGE_PX - position;
  const behind = position - (end - EDGE_PX);
  const depth = Math.max(before, behind);
  if (depth <= 0) return 0;
  return Math.sign(behind - before) * Math.ceil((Math.min(depth, EDGE_PX) / EDGE_PX) * SPEED_PX);
}

/** Scrolls while a pointer stays near the edge of `scroller` (web W13). */
export function scrollNearEdge(scroller: HTMLElement, isSideways = true): EdgeScroll {
  let frame = 0;
  let point: { x: number; y: number } | undefined;
  const step = () => {
    frame = 0;
    if (!point) return;
    const { left, right, top, bottom } = scroller.getBoundingClientRect();
    const dx = isSideways ? speedAt(point.x, left, right) : 0;
    const dy = speedAt(point.y, top, bottom);
    if (dx === 0 && dy === 0) return;
    scroller.scrollBy(dx, dy);
    frame = requestAnimationFrame(step);
  };
  return {
    at(x, y) {
      point = { x, y };
      if (frame === 0) frame = requestAnimationFrame(step);
    },
    end() {
      point = undefined;
      cancelAnimationFrame(frame);
    },
  };
}
