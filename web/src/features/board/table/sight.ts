import { type RefObject, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { TableRow } from '../views/rows.ts';
import { ROW_HEIGHT } from '../table-classes.ts';
import type { ColumnSight, GridColumns } from './grid-columns.ts';

/** Lines that are drawn beyond each edge of what is in sight. */
const OVERSCAN_ROWS = 5;
/** Sideways steps at which the drawn columns are worked out anew, in CSS pixels. */
const STEP_PX = 200;

/** The part of the table that is in sight; lines are counted, sideways it is in CSS pixels. */
interface Sight {
  first: number;
  count: number;
  leftPx: number;
  widthPx: number;
}

function look(element: HTMLElement): Sight {
  return {
    first: Math.floor(element.scrollTop / ROW_HEIGHT),
    count: Math.ceil(element.clientHeight / ROW_HEIGHT),
    leftPx: Math.floor(element.scrollLeft / STEP_PX) * STEP_PX,
    widthPx: element.clientWidth,
  };
}

function isSame(left: Sight, right: Sight): boolean {
  return (
    left.first === right.first &&
    left.count === right.count &&
    left.leftPx === right.leftPx &&
    left.widthPx === right.widthPx
  );
}

/** What of the table is in sight. All lines have one height, so no library is needed for it. */
export function useSight(scroller: RefObject<HTMLElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ first: 0, count: 20, leftPx: 0, widthPx: 1_200 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const update = () => {
      const next = look(element);
      setSight((before) => (isSame(before, next) ? before : next));
    };
    // Scrolling is heard of before its frame is drawn: what comes into sight is in that frame, not in the next.
    const onScroll = () => flushSync(update);
    const observer = new ResizeObserver(update);
    update();
    observer.observe(element);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [scroller]);
  return sight;
}

/** Indexes of the lines to draw: those near what is in sight, and the one with the focus, which must not vanish. */
export function listDrawnRows(
  rows: readonly TableRow[],
  { first, count }: Pick<Sight, 'first' | 'count'>,
  activeKey: string | undefined,
): number[] {
  const from = Math.max(first - OVERSCAN_ROWS, 0);
  const to = Math.min(first + count + OVERSCAN_ROWS, rows.length - 1);
  const near = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
  const active = activeKey === undefined ? -1 : rows.findIndex(({ key }) => key === activeKey);
  if (active < 0 || (active >= from && active <= to)) return near;
  return active < from ? [active, ...near] : [...near, active];
}

/** The loose columns to draw. What stands in front of them covers a part, which is not worth knowing. */
export function findColumnSight(
  { leftsPx, loose }: Pick<GridColumns, 'leftsPx' | 'loose'>,
  { leftPx, widthPx }: Pick<Sight, 'leftPx' | 'widthPx'>,
): ColumnSight {
  const rightPx = leftPx + widthPx + STEP_PX;
  let from = 0;
  while (from < loose.length - 1 && (leftsPx[from + 1] ?? 0) <= leftPx) from += 1;
  let to = from;
  while (to < loose.length && (leftsPx[to] ?? 0) < rightPx) to += 1;
  return { from, to };
}
