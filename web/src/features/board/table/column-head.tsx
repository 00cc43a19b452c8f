import type { Column } from '@boardwire/contract/board-model';
import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu } from '../../../ui/menu.tsx';
import { NameDialog } from '../../../ui/name-dialog.tsx';
import { ColumnDialog } from '../column-dialog.tsx';
import { columnFacts, TITLE } from '../column-facts.ts';
import { send } from '../edits.ts';
import { useTable } from '../table-context.ts';
import { useViews } from '../views/view-provider.tsx';
import { ColumnActs, SortActs, WidthActs } from './column-acts.tsx';
import { useColumnPlace, useColumnWidth } from './column-change.ts';
import { dragColumn } from './column-drag.ts';
import type { GridColumn, GridColumns } from './grid-columns.ts';
import { ResizeHandle } from './resize-handle.tsx';

interface HeadButtonProps {
  field: string;
  label: string;
  icon?: ReactNode;
  children: ReactNode;
  columns: GridColumns;
  onMove?: (step: 1 | -1) => void;
}

/** The name of a column as the button of its menu. Alt and arrows move it, with Shift they change its width. */
function HeadButton({ field, label, icon, children, columns, onMove }: HeadButtonProps) {
  const { view } = useViews();
  const { resizeBy } = useColumnWidth();
  const sort = view.settings.sort.find((each) => each.field === field);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (!event.altKey || step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) resizeBy(columns, field, step);
    else onMove?.(step);
  };
  return (
    <Menu
      align="start"
      className="max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto"
      trigger={
        <button
          type="button"
          data-head={field}
          tabIndex={-1}
          onKeyDown={onKeyDown}
          aria-label={label}
          className="flex h-7 w-full min-w-0 items-center gap-1.5 rounded-inner px-1.5 hover:bg-hover"
        >
          {icon}
          <span className="min-w-0 truncate">{label}</span>
          {sort?.direction === 'up' && (
            <ArrowUp aria-hidden="true" className="size-3.5 shrink-0 text-accent-ink" />
          )}
          {sort?.direction === 'down' && (
            <ArrowDown aria-hidden="true" className="size-3.5 shrink-0 text-accent-ink" />
          )}
          <ChevronDown
            aria-hidden="true"
            className="ml-auto size-3.5 shrink-0 opacity-0 group-hover/head:opacity-100 group-focus-within/head:opacity-100"
          />
        </button>
      }
    >
      {children}
    </Menu>
  );
}

const headClass =
  'group/head flex h-full min-w-0 items-center border-r border-line bg-inherit px-1 text-xs font-medium text-muted';

/** How a column is sorted, as a screen reader is told. */
function useAriaSort(field: string): 'ascending' | 'descending' | undefined {
  const { view } = useViews();
  const sort = view.settings.sort.find((each) => each.field === field);
  return sort && (sort.direction === 'up' ? 'ascending' : 'descending');
}

/** The head of the titles. */
export function TitleHead({ columns }: { columns: GridColumns }) {
  const label = t('board.itemTitle');
  return (
    <div
      role="columnheader"
      aria-colindex={2}
      aria-sort={useAriaSort(TITLE)}
      style={{ width: 'var(--board-title)' }}
      className={cx(headClass, 'relative shrink-0')}
    >
      <HeadButton field={TITLE} label={label} columns={columns}>
        <SortActs field={TITLE} />
        <WidthActs field={TITLE} columns={columns} />
      </HeadButton>
      <ResizeHandle field={TITLE} columns={columns} />
    </div>
  );
}

interface ColumnHeadProps {
  place: GridColumn;
  columns: GridColumns;
  isPinned: boolean;
}

/** The head of a column with its menu; its edge makes it wider, it is dragged to another place. */
export function ColumnHead({ place, columns, isPinned }: ColumnHeadProps) {
  const { column, index } = place;
  const head = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<'settings' | 'name'>();
  const { moveBy, moveTo } = useColumnPlace();
  const { icon: Icon } = columnFacts[column.type];
  const width = `var(--w-${column.id})`;
  const left = `calc(var(--board-fixed) + var(--x-${column.id}))`;
  return (
    <div
      ref={head}
      role="columnheader"
      data-column={column.id}
      aria-colindex={index + 3}
      aria-sort={useAriaSort(column.id)}
      style={isPinned ? { width } : { left, width }}
      onPointerDownCapture={(event) =>
        dragColumn(event, column.id, (target) => moveTo(column.id, target))
      }
      className={cx(headClass, isPinned ? 'relative shrink-0' : 'absolute top-0')}
    >
      <HeadButton
        field={column.id}
        label={column.name}
        columns={columns}
        icon={<Icon aria-hidden="true" className="size-3.5 shrink-0" />}
        onMove={(step) => moveBy(column, step)}
      >
        <ColumnActs column={column} columns={columns} onDialog={setDialog} />
      </HeadButton>
      <ResizeHandle field={column.id} columns={columns} />
      {dialog === 'settings' && (
        <ColumnDialog column={column} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'name' && <RenameDialog column={column} onClose={() => setDialog(undefined)} />}
    </div>
  );
}

/** Asks for another name of a column. */
function RenameDialog({ column, onClose }: { column: Column; onClose: () => void }) {
  const { board } = useTable().model;
  return (
    <NameDialog
      title={t('boards.rename')}
      label={t('board.columnName')}
      action={t('boards.save')}
      initial={column.name}
      onClose={onClose}
      onSubmit={(name) => {
        send(board, { op: 'columns.update', input: { columnId: column.id, name } });
        return undefined;
      }}
    />
  );
}
