import { REM_PX } from '../../../lib/rem.ts';
import { ROW_HEIGHT } from '../table-classes.ts';
import type { Table } from '../table-context.ts';
import type { TableRow } from '../views/rows.ts';

/** A place between two rows. */
export interface RowGap {
  /** Lines above it. */
  line: number;
  bucketKey: string;
  /** Before which of the bucket's items. */
  index: number;
}

/** Height of the heads, in CSS pixels. */
const HEAD_PX = 2.25 * REM_PX;

interface Found {
  bucketKey: string;
  index: number;
}

/** The bucket that a line belongs to, and how many of its items are above the line. */
function findPlace(
  rows: readonly TableRow[],
  line: number,
  first: string | undefined,
): Found | undefined {
  let place = first === undefined ? undefined : { bucketKey: first, index: 0 };
  for (const row of rows.slice(0, line)) {
    if (row.kind === 'group') place = { bucketKey: row.key, index: 0 };
    else if (row.kind === 'item' && row.level === 1 && place)
      place = { ...place, index: place.index + 1 };
  }
  return place;
}

/** The gap that is nearest to a height in the window; above the first head there is none. */
export function findGap({ shown }: Table, scroller: HTMLElement, y: number): RowGap | undefined {
  const rows = shown.rows();
  const fromTop = y - scroller.getBoundingClientRect().top + scroller.scrollTop - HEAD_PX;
  let line = Math.min(Math.max(Math.round(fromTop / ROW_HEIGHT), 0), rows.length);
  if (rows[line - 1]?.kind === 'add') line -= 1;
  if (rows[0]?.kind === 'group') line = Math.max(line, 1);
  // Between an item and its sub-items there is no place for another: it goes behind them.
  for (let row = rows[line]; row?.kind === 'item' && row.level === 2; row = rows[line]) line += 1;
  const first = rows[0]?.kind === 'group' ? undefined : shown.buckets()[0]?.key;
  const place = findPlace(rows, line, first);
  return place && { line, ...place };
}
