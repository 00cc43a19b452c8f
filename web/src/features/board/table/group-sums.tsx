import { useEffect, useState } from 'react';
import { formatNumber } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { describeValue } from '../values.ts';
import { type Table, useTable } from '../table-context.ts';
import type { GridColumn, GridColumns } from './grid-columns.ts';

const noName = () => '';

function sum({ model }: Table, itemIds: readonly string[], columnId: string): number | undefined {
  let total: number | undefined;
  for (const itemId of itemIds) {
    const value = model.item(itemId)?.values[columnId];
    if (typeof value === 'number') total = (total ?? 0) + value;
  }
  return total;
}

/** How long a sum may be old while many values change, in milliseconds. */
const SETTLE_MS = 200;

/** The sum of a column; it follows edits, but not each of two hundred in a second. */
function useSum(itemIds: readonly string[], columnId: string): number | undefined {
  const table = useTable();
  const [, setVersion] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = table.model.board.subscribe(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        setVersion((before) => before + 1);
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [table]);
  return sum(table, itemIds, columnId);
}

interface SumProps {
  itemIds: readonly string[];
  column: GridColumn;
  isPinned: boolean;
}

function Sum({ itemIds, column: { column, index }, isPinned }: SumProps) {
  const value = useSum(itemIds, column.id);
  const width = `var(--w-${column.id})`;
  // A pinned column keeps its place in the row.
  if (value === undefined)
    return isPinned ? <div role="presentation" className="shrink-0" style={{ width }} /> : null;
  const left = `calc(var(--board-fixed) + var(--x-${column.id}))`;
  const rounded = Number(value.toPrecision(12));
  return (
    <div
      role="gridcell"
      aria-colindex={index + 3}
      style={isPinned ? { width } : { left, width }}
      className={cx(
        'flex h-full items-center justify-end gap-1.5 px-2 text-sm text-ink tabular-nums',
        isPinned ? 'shrink-0' : 'absolute top-0',
      )}
    >
      <span className="sr-only">{t('table.sum')}</span>
      <span aria-hidden="true" className="text-xs text-muted">
        Σ
      </span>
      <span className="truncate font-medium">
        {describeValue(rounded, column, noName) || formatNumber(rounded)}
      </span>
    </div>
  );
}

function isNumber({ column }: GridColumn): boolean {
  return column.type === 'number';
}

/** The pinned columns from the first one of numbers on: so far the head of a group has to make room for sums. */
export function listPinnedSums({ pinned }: GridColumns): readonly GridColumn[] {
  const first = pinned.findIndex(isNumber);
  return first < 0 ? [] : pinned.slice(first);
}

/** The same below pinned columns, which stand in a row of their own. */
export function PinnedSums({
  itemIds,
  columns,
}: {
  itemIds: readonly string[];
  columns: GridColumns;
}) {
  return listPinnedSums(columns).map((column) =>
    isNumber(column) ? (
      <Sum key={column.column.id} itemIds={itemIds} column={column} isPinned />
    ) : (
      <div
        key={column.column.id}
        role="presentation"
        className="shrink-0"
        style={{ width: `var(--w-${column.column.id})` }}
      />
    ),
  );
}

/** Sums of the number columns over some items, each below its column (web W13). */
export function GroupSums({
  itemIds,
  columns,
}: {
  itemIds: readonly string[];
  columns: GridColumns;
}) {
  return columns.loose
    .filter(isNumber)
    .map((column) => (
      <Sum key={column.column.id} itemIds={itemIds} column={column} isPinned={false} />
    ));
}
