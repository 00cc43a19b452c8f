import { Plus } from 'lucide-react';
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AddRow } from './add-row.tsx';
import { listRows, type TableRow } from './board-tree.ts';
import { ColumnDialog } from './column-dialog.tsx';
import { columnFacts } from './column-facts.ts';
import { ColumnHead } from './column-head.tsx';
import { GroupRow } from './group-row.tsx';
import { ItemRow } from './item-row.tsx';
import { useBoardModel, useMayOnBoard, useTableState } from './table-context.ts';
import { cellsClass, ROW_HEIGHT, titleClass } from './table-classes.ts';

/** Lines that are drawn beyond each edge of what is in sight. */
const OVERSCAN = 10;

interface Sight {
  first: number;
  count: number;
}

/** Which lines are in sight. All have one height, so no library is needed for it. */
function useSight(scroller: RefObject<HTMLDivElement | null>): Sight {
  const [sight, setSight] = useState<Sight>({ first: 0, count: 40 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => {
      const first = Math.floor(element.scrollTop / ROW_HEIGHT);
      const count = Math.ceil(element.clientHeight / ROW_HEIGHT);
      setSight((before) =>
        before.first === first && before.count === count ? before : { first, count },
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  return sight;
}

/** Indexes of the lines to draw: those near what is in sight, and the one with the focus, which must not vanish. */
function listDrawn(
  rows: readonly TableRow[],
  { first, count }: Sight,
  activeId?: string,
): number[] {
  const from = Math.max(first - OVERSCAN, 0);
  const to = Math.min(first + count + OVERSCAN, rows.length - 1);
  const near = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
  const active = activeId === undefined ? -1 : rows.findIndex(({ key }) => key === activeId);
  if (active < 0 || (active >= from && active <= to)) return near;
  return active < from ? [active, ...near] : [...near, active];
}

function useRows(): TableRow[] {
  const { tree } = useBoardModel();
  const mayWrite = useMayOnBoard('item:write');
  const collapsed = useTableState((state) => state.collapsed);
  const expanded = useTableState((state) => state.expanded);
  const shown = tree();
  return useMemo(
    () => listRows(shown, { collapsed, expanded }, mayWrite),
    [shown, collapsed, expanded, mayWrite],
  );
}

/** Groups, items and their fields. Only lines near what is in sight are in the page, and the one with the focus. */
export function BoardTable() {
  const { board, tree } = useBoardModel();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRows();
  const { first, count } = useSight(scroller);
  const activeId = useTableState(({ active }) => active?.itemId);
  const { columns } = tree();
  const widths = columns.map(({ type }) => `${columnFacts[type].width}px`);
  const drawn = listDrawn(rows, { first, count }, activeId);
  return (
    <div
      ref={scroller}
      className="@container min-h-0 flex-1 overflow-auto overscroll-contain bg-surface scroll-pt-9 [--board-title:13rem] md:scroll-pl-(--board-title) md:[--board-title:24rem]"
    >
      <div
        role="treegrid"
        aria-label={board.view().board.name}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 2}
        aria-multiselectable
        className="w-max min-w-full pb-24"
        style={{
          ['--board-columns' as string]: `2.5rem var(--board-title) ${widths.join(' ')} minmax(3rem, 1fr)`,
        }}
      >
        <Heads />
        <div role="rowgroup" className="relative" style={{ height: rows.length * ROW_HEIGHT }}>
          {drawn.map((index) => {
            const row = rows[index];
            return row && <Line key={row.key} row={row} index={index} />;
          })}
        </div>
      </div>
    </div>
  );
}

function Line({ row, index }: { row: TableRow; index: number }) {
  const place = { rowIndex: index + 2, top: index * ROW_HEIGHT };
  switch (row.kind) {
    case 'group':
      return <GroupRow group={row.group} count={row.count} {...place} />;
    case 'add':
      return <AddRow groupId={row.groupId} {...place} />;
    case 'item': {
      const { itemId, level, childCount } = row;
      return <ItemRow itemId={itemId} level={level} childCount={childCount} {...place} />;
    }
  }
}

function Heads() {
  const { tree } = useBoardModel();
  const [isAdding, setAdding] = useState(false);
  const mayManage = useMayOnBoard('board:manage');
  return (
    <div role="rowgroup" className="sticky top-0 z-20">
      <div
        role="row"
        aria-rowindex={1}
        className={cx(cellsClass, 'h-9 border-y border-line bg-canvas')}
      >
        <div role="columnheader" aria-colindex={1} className="border-r border-line">
          <span className="sr-only">{t('board.selection')}</span>
        </div>
        <div
          role="columnheader"
          aria-colindex={2}
          className={cx(
            titleClass,
            'flex items-center border-r border-line bg-canvas px-2 text-xs font-medium text-muted',
          )}
        >
          {t('board.itemTitle')}
        </div>
        {tree().columns.map((column, index) => (
          <ColumnHead key={column.id} column={column} columnIndex={index + 3} />
        ))}
        {mayManage && (
          <div role="columnheader" className="flex items-center px-1">
            <IconButton
              icon={Plus}
              size="iconSm"
              label={t('board.addColumn')}
              onClick={() => setAdding(true)}
            />
          </div>
        )}
      </div>
      {isAdding && <ColumnDialog onClose={() => setAdding(false)} />}
    </div>
  );
}
