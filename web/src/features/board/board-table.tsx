import { memo, useId, useLayoutEffect, useRef } from 'react';
import { t } from '../../i18n/t.tsx';
import { AddRow } from './add-row.tsx';
import { GroupRow } from './group-row.tsx';
import { ItemRow } from './item-row.tsx';
import { useBoardFact, useTable, useTableState } from './table-context.ts';
import { ROW_HEIGHT } from './table-classes.ts';
import { useClipboard } from './table/use-clipboard.tsx';
import {
  type ColumnSight,
  type GridColumns,
  useGridColumns,
  useGridStyle,
} from './table/grid-columns.ts';
import { GridHead } from './table/grid-head.tsx';
import { enterTable, useGridKeys } from './table/grid-keys.ts';
import { useGridPointer } from './table/grid-pointer.ts';
import { RowDrag } from './table/row-drag.tsx';
import { findColumnSight, listDrawnRows, useSight } from './table/sight.ts';
import type { TableRow } from './views/rows.ts';
import { useShownRows } from './views/use-shown.ts';

/** The key of the line that must not vanish: it has the focus. */
function useActiveKey(): string | undefined {
  return useTableState(({ active, activeLine }) => activeLine ?? active?.itemId);
}

/** Rows that change places take the focus with them; where the browser drops it on the way, it is given back. */
function useKeptFocus(grid: { current: HTMLElement | null }): void {
  const last = useRef<Element>(null);
  useLayoutEffect(() => {
    const before = last.current;
    const lost = document.activeElement === document.body && before?.isConnected;
    if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    last.current = grid.current?.contains(document.activeElement) ? document.activeElement : null;
  });
}

/** Groups, items and their fields. Only what is near what is in sight is in the page, and what has the focus. */
export const BoardTable = memo(function BoardTable() {
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useGridColumns();
  const style = useGridStyle(columns);
  return (
    <div
      ref={scroller}
      data-scroller
      style={style}
      className="@container relative min-h-0 flex-1 overflow-auto overscroll-contain bg-surface scroll-pt-9 scroll-pl-(--board-fixed) scroll-pb-10 [--board-title:11.5rem] md:[--board-title:24rem]"
    >
      <Grid scroller={scroller} columns={columns} />
    </div>
  );
});

/** Before anything in it is active, the table itself is the one stop of the Tab key (web W38). */
function useTabStop(): 0 | -1 {
  return useTableState(({ active, activeLine }) => ((active ?? activeLine) === null ? 0 : -1));
}

interface GridProps {
  scroller: { current: HTMLDivElement | null };
  columns: GridColumns;
}

function Grid({ scroller, columns }: GridProps) {
  const table = useTable();
  const grid = useRef<HTMLDivElement>(null);
  const keysId = useId();
  const rows = useShownRows();
  const sight = useSight(scroller);
  const drawn = listDrawnRows(rows, sight, useActiveKey());
  const { from, to } = findColumnSight(columns, sight);
  const name = useBoardFact(({ board }) => board.view().board.name);
  const { dialog, ...clipboard } = useClipboard();
  const pointer = useGridPointer();
  const onKeyDown = useGridKeys();
  useKeptFocus(grid);
  return (
    <>
      <div
        ref={grid}
        role="treegrid"
        aria-label={name}
        aria-describedby={keysId}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.count + 2}
        aria-multiselectable
        tabIndex={useTabStop()}
        onFocus={(event) => enterTable(table, event)}
        onKeyDown={onKeyDown}
        {...pointer}
        {...clipboard}
        className="min-w-full pb-24 outline-none select-none"
        style={{ width: 'calc(var(--board-fixed) + var(--board-loose) + 6rem)' }}
      >
        <GridHead columns={columns} from={from} to={to} />
        <div role="rowgroup" className="relative" style={{ height: rows.length * ROW_HEIGHT }}>
          {drawn.map((index) => {
            const row = rows[index];
            return (
              row && (
                <Line key={row.key} row={row} index={index} columns={columns} from={from} to={to} />
              )
            );
          })}
          <RowDrag scroller={scroller} />
        </div>
      </div>
      <Hint id={keysId} />
      {dialog}
    </>
  );
}

/** How to move in the table, for those who cannot see where they are. */
function Hint({ id }: { id: string }) {
  return (
    <p id={id} hidden>
      {t('table.keys')}
    </p>
  );
}

interface LineProps extends ColumnSight {
  row: TableRow;
  index: number;
  columns: GridColumns;
}

const Line = memo(function Line({ row, index, columns, from, to }: LineProps) {
  const place = { rowIndex: index + 2, top: index * ROW_HEIGHT };
  switch (row.kind) {
    case 'group':
      return <GroupRow bucket={row.bucket} columns={columns} {...place} />;
    case 'add':
      return <AddRow bucket={row.bucket} {...place} />;
    case 'item': {
      const { itemId, level, childCount } = row;
      const item = { itemId, level, childCount };
      return <ItemRow {...item} {...place} columns={columns} from={from} to={to} />;
    }
  }
});
