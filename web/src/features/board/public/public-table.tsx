import type { Column, Item } from '@boardwire/contract/board-model';
import { useRef, useSyncExternalStore } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import type { BoardModel } from '../board-model.ts';
import { CellValue } from '../cell-value.tsx';
import { markStyle } from '../color.ts';
import { TITLE } from '../column-facts.ts';
import { ROW_HEIGHT } from '../table-classes.ts';
import { useSight } from '../table/sight.ts';
import { readText, readValue } from '../values.ts';
import { listPublicRows, type PublicRow } from './public-rows.ts';
import type { PublicLook } from './public-view.ts';

/** Nothing in it takes the focus: it takes it itself, so that keys can scroll it. */
const scrollable = { tabIndex: 0 };
const OVERSCAN_ROWS = 8;
/** Columns that are drawn: with more, a public reader is better served by the cards. */
const MAX_COLUMNS = 60;

const cellClass = 'flex w-40 shrink-0 items-center border-r border-line px-2 text-sm text-ink';
const titleClass =
  'sticky left-0 z-10 flex w-44 shrink-0 items-center border-r border-line bg-inherit px-4 text-sm md:w-96';

/** What a view shows of a board, read-only; only the lines in sight are in the page. */
export function PublicTable({ model, shown, columns: all, onOpen }: PublicLook) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = listPublicRows(model, shown);
  const columns = all.slice(0, MAX_COLUMNS);
  const { first, count } = useSight(scroller);
  const from = Math.max(0, first - OVERSCAN_ROWS);
  const drawn = rows.slice(from, first + count + OVERSCAN_ROWS);
  const widthPx = `calc(24rem + ${columns.length * 10}rem)`;
  return (
    <div
      ref={scroller}
      {...scrollable}
      role="region"
      aria-label={t('public.table')}
      className="min-h-0 flex-1 overflow-auto focus-visible:inset-ring-2 focus-visible:inset-ring-focus"
    >
      {rows.length === 0 && <p className="p-8 text-sm text-muted">{t('public.empty')}</p>}
      <div
        role="table"
        aria-rowcount={rows.length + 1}
        className="min-w-full"
        style={{ width: widthPx }}
      >
        <Heads columns={columns} />
        <div role="rowgroup" className="relative" style={{ height: rows.length * ROW_HEIGHT }}>
          {drawn.map((row, index) => (
            <Line
              key={row.key}
              row={row}
              index={from + index}
              model={model}
              columns={columns}
              onOpen={onOpen}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function Heads({ columns }: { columns: readonly Column[] }) {
  return (
    <div role="rowgroup" className="sticky top-0 z-20 bg-canvas">
      <div role="row" aria-rowindex={1} className="flex h-9 border-b border-line bg-canvas">
        <span role="columnheader" className={cx(titleClass, 'text-muted')}>
          {t('board.itemTitle')}
        </span>
        {columns.map((column) => (
          <span key={column.id} role="columnheader" className={cx(cellClass, 'text-muted')}>
            <span className="truncate">{column.name}</span>
          </span>
        ))}
      </div>
    </div>
  );
}

interface LineProps {
  row: PublicRow;
  index: number;
  model: BoardModel;
  columns: readonly Column[];
  onOpen: (itemId: string) => void;
}

function Line({ row, index, model, columns, onOpen }: LineProps) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      style={{ top: index * ROW_HEIGHT }}
      className="absolute inset-x-0 flex h-10 border-b border-line bg-surface"
    >
      {row.kind === 'group' ? (
        <span role="cell" className={cx(titleClass, 'gap-2 font-semibold text-ink')}>
          <span
            aria-hidden="true"
            className="size-2.5 shrink-0 rounded-full"
            style={markStyle(row.bucket.color)}
          />
          <span className="truncate">{row.bucket.name}</span>
          <span className="shrink-0 text-xs font-normal text-muted">
            {t('public.items', { count: row.count })}
          </span>
        </span>
      ) : (
        <ItemCells
          model={model}
          first={row.item}
          level={row.level}
          columns={columns}
          onOpen={onOpen}
        />
      )}
    </div>
  );
}

interface ItemCellsProps {
  model: BoardModel;
  first: Item;
  level: 1 | 2;
  columns: readonly Column[];
  onOpen: (itemId: string) => void;
}

/** Hears of its own item alone: a changed value draws one line. */
function ItemCells({ model, first, level, columns, onOpen }: ItemCellsProps) {
  const item = useSyncExternalStore(
    (listener) => model.subscribeItem(first.id, listener),
    () => model.item(first.id) ?? first,
  );
  return (
    <>
      <span role="cell" className={cx(titleClass, 'font-medium text-ink', level === 2 && 'pl-10')}>
        <button
          type="button"
          className="min-h-6 min-w-0 cursor-pointer truncate text-left hover:underline"
          onClick={() => onOpen(first.id)}
        >
          {readText(item.values[TITLE])}
        </button>
      </span>
      {columns.map((column) => (
        <span key={column.id} role="cell" className={cx(cellClass, 'relative')}>
          <CellValue value={readValue(item, column)} column={column} />
        </span>
      ))}
    </>
  );
}
