import type { Column } from '@boardwire/contract/board-model';
import { type CSSProperties, useMemo } from 'react';
import { NARROW, useMedia } from '../../../lib/use-media.ts';
import { columnFacts, TITLE } from '../column-facts.ts';
import { useViews } from '../views/view-provider.tsx';

/** A column of the table with its place in it. */
export interface GridColumn {
  column: Column;
  /** Place among the columns, from 0; `aria-colindex` is three more, behind selection and title. */
  index: number;
  widthPx: number;
}

export interface GridColumns {
  /** They stay in sight while the others scroll. */
  pinned: readonly GridColumn[];
  loose: readonly GridColumn[];
  /** Distance of each loose column from the first one, in CSS pixels, and behind the last the width of all. */
  leftsPx: readonly number[];
  count: number;
}

/** Columns that are drawn: from the first to before the last, counted among the loose ones. */
export interface ColumnSight {
  from: number;
  to: number;
}

/** A column whose edge is being dragged. */
export interface Resized {
  field: string;
  widthPx: number;
}

/** The columns of the view with their widths and places. */
export function useGridColumns(): GridColumns {
  const { columns, view } = useViews();
  const { widths, pinned } = view.settings;
  // In a narrow window pinned columns would leave no room for the others.
  const isWide = !useMedia(NARROW);
  return useMemo(() => {
    const all = columns.map((column, index) => ({
      column,
      index,
      widthPx: widths[column.id] ?? columnFacts[column.type].width,
    }));
    const isPinned = ({ column }: GridColumn) => isWide && pinned.includes(column.id);
    const loose = all.filter((each) => !isPinned(each));
    const leftsPx = [0];
    for (const { widthPx } of loose) leftsPx.push((leftsPx.at(-1) ?? 0) + widthPx);
    return { pinned: all.filter(isPinned), loose, leftsPx, count: all.length };
  }, [columns, widths, pinned, isWide]);
}

/** Name of the custom property that holds the width of a field; dragging its edge changes that alone. */
function widthProperty(field: string): string {
  return field === TITLE ? '--board-title' : `--w-${field}`;
}

/** The places as custom properties, so that no cell is drawn anew when a column becomes wider. */
export function placeColumns(
  { pinned, loose }: GridColumns,
  resized?: Resized,
): Map<string, string> {
  const places = new Map<string, string>();
  const widthOf = ({ column, widthPx }: GridColumn) =>
    resized?.field === column.id ? resized.widthPx : widthPx;
  for (const each of [...pinned, ...loose])
    places.set(widthProperty(each.column.id), `${widthOf(each)}px`);
  let leftPx = 0;
  for (const each of loose) {
    places.set(`--x-${each.column.id}`, `${leftPx}px`);
    leftPx += widthOf(each);
  }
  places.set('--board-loose', `${leftPx}px`);
  if (resized?.field === TITLE) places.set(widthProperty(TITLE), `${resized.widthPx}px`);
  return places;
}

/** The style of the table: the places of its columns. */
export function useGridStyle(columns: GridColumns): CSSProperties {
  const { view } = useViews();
  const titlePx = view.settings.widths[TITLE];
  // In a narrow window pinned columns would leave no room for the others.
  const isWide = !useMedia(NARROW);
  return useMemo(() => {
    const title = isWide && titlePx !== undefined ? { field: TITLE, widthPx: titlePx } : undefined;
    const pinned = columns.pinned.map(({ column }) => `var(${widthProperty(column.id)})`);
    const fixed = ['2.5rem', 'var(--board-title)', ...pinned].join(' + ');
    const places = placeColumns(columns, title).set('--board-fixed', `calc(${fixed})`);
    return Object.fromEntries(places);
  }, [columns, titlePx, isWide]);
}
