import type { Column } from '@boardwire/contract/board-model';
import { announce } from '../../../ui/announcer.ts';
import { t } from '../../../i18n/t.tsx';
import { send } from '../edits.ts';
import { useMayOnBoard, useTable } from '../table-context.ts';
import { useViews } from '../views/view-provider.tsx';
import type { GridColumns } from './grid-columns.ts';

/** Narrower columns could not be taken hold of, wider ones hide all others; in CSS pixels. */
const WIDTH_PX = { least: 60, most: 1_200, title: 384, step: 24 } as const;

/** A width within what is sensible. */
export function clampWidth(widthPx: number): number {
  return Math.round(Math.min(Math.max(widthPx, WIDTH_PX.least), WIDTH_PX.most));
}

function widthOf({ pinned, loose }: GridColumns, field: string): number | undefined {
  return [...pinned, ...loose].find(({ column }) => column.id === field)?.widthPx;
}

/** Where a column goes: before another, or behind all. */
export type ColumnTarget = { before: string | null };

/** Where a column goes: an order that the view has of its own is the view's, else it is the board's. */
export function useColumnPlace() {
  const { model } = useTable();
  const { view, columns, change } = useViews();
  const mayManage = useMayOnBoard('board:manage');
  const { settings } = view;
  const ids = columns.map(({ id }) => id);
  const moveTo = (columnId: string, { before }: ColumnTarget) => {
    const others = ids.filter((id) => id !== columnId);
    const at = before === null ? others.length : others.indexOf(before);
    if (at < 0 || before === columnId) return;
    const order = others.toSpliced(at, 0, columnId);
    // Who may not change the board changes the view.
    if (settings.order.length > 0 || !mayManage) change({ order });
    else {
      const after = others[at - 1] ?? null;
      send(model.board, { op: 'columns.update', input: { columnId, after } });
    }
    const name = columns.find(({ id }) => id === columnId)?.name ?? '';
    announce(t('table.columnMoved', { name, place: at + 1, count: order.length }));
  };
  const moveBy = ({ id }: Column, step: 1 | -1) => {
    const at = ids.indexOf(id);
    if (at + step < 0 || at + step >= ids.length) return;
    moveTo(id, { before: ids[step < 0 ? at - 1 : at + 2] ?? null });
  };
  return {
    moveTo,
    moveBy,
    isFirst: (columnId: string) => ids[0] === columnId,
    isLast: (columnId: string) => ids.at(-1) === columnId,
  };
}

/** Widths, which are the view's. */
export function useColumnWidth() {
  const { view, columns, change } = useViews();
  const { widths } = view.settings;
  return {
    resize: (field: string, widthPx: number) =>
      change({ widths: { ...widths, [field]: clampWidth(widthPx) } }),
    resizeBy: (grid: GridColumns, field: string, steps: number) => {
      const before = widths[field] ?? widthOf(grid, field) ?? WIDTH_PX.title;
      const widthPx = clampWidth(before + steps * WIDTH_PX.step);
      change({ widths: { ...widths, [field]: widthPx } });
      const name = columns.find(({ id }) => id === field)?.name ?? t('board.itemTitle');
      announce(t('table.columnWidth', { name, width: widthPx }));
    },
    resetWidth: (field: string) => {
      const { [field]: _own, ...others } = widths;
      change({ widths: others });
    },
  };
}

/** What is sorted, grouped, hidden and pinned, which is the view's. */
export function useColumnChange() {
  const { view, change } = useViews();
  const { settings } = view;
  return {
    hide: (columnId: string) => change({ hidden: [...settings.hidden, columnId] }),
    pin: (columnId: string) => {
      const isPinned = settings.pinned.includes(columnId);
      const pinned = settings.pinned.filter((id) => id !== columnId);
      change({ pinned: isPinned ? pinned : [...pinned, columnId] });
    },
    isPinned: (columnId: string) => settings.pinned.includes(columnId),
    sortOf: (field: string) => settings.sort.find((each) => each.field === field)?.direction,
    sort: (field: string, direction: 'up' | 'down' | undefined) => {
      const others = settings.sort.filter((each) => each.field !== field);
      change({ sort: direction ? [{ field, direction }, ...others] : others });
    },
    groupBy: (columnId: string) => change({ groupBy: columnId }),
    isGroupedBy: (columnId: string) => settings.groupBy === columnId,
  };
}
