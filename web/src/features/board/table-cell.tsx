import type { Column } from '@boardwire/contract/board-model';
import { CircleAlert } from 'lucide-react';
import { type CSSProperties, memo, type ReactNode, useId, useRef } from 'react';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { CellValue } from './cell-value.tsx';
import { ChosenEditor } from './chosen-editor.tsx';
import { columnFacts, TITLE } from './column-facts.ts';
import { ConflictBadge } from './table/conflict-badge.tsx';
import { FillHandle } from './table/fill-handle.tsx';
import type { RefusedValue, TableState } from './table-store.ts';
import { TypedEditor } from './typed-editor.tsx';
import type { Value } from './values.ts';

export interface TableCellProps {
  itemId: string;
  /** The title has none. */
  column: Column | undefined;
  columnIndex: number;
  value: Value;
  /** It is the one with the focus. */
  isActive: boolean;
  editing: TableState['editing'];
  isMarked: boolean;
  /** The last cell of what is marked: from there it can be filled further. */
  isCorner: boolean;
  refused: RefusedValue | undefined;
  /** The conflict that waits here. */
  conflictId: string | undefined;
  /** Who else has the focus here. */
  focusedBy: string;
  /** The colour of the first of them. */
  focusHue: number | undefined;
  /** The column stays in sight. */
  isPinned?: boolean;
  className?: string;
  /** Stands before and behind the value. */
  before?: ReactNode;
  after?: ReactNode;
}

const cellClass = [
  'flex h-full min-w-0 items-center gap-1.5 border-r border-line px-2 text-sm text-ink outline-none data-tint:bg-accent-soft',
].join(' ');

const ringClass =
  'after:pointer-events-none after:absolute after:inset-0 after:z-[1] after:inset-ring-2';

function readStyle({ column, isPinned, focusHue }: TableCellProps): CSSProperties {
  const hue = focusHue === undefined ? {} : { ['--person-hue' as string]: focusHue };
  if (!column) return { width: 'var(--board-title)', ...hue };
  const width = `var(--w-${column.id})`;
  if (isPinned) return { width, ...hue };
  return { left: `calc(var(--board-fixed) + var(--x-${column.id}))`, width, ...hue };
}

/** One cell: its value, its editor, and what is to be said about it. It listens to nothing itself; its row does. */
export const TableCell = memo(function TableCell(props: TableCellProps) {
  const { column, isActive, editing, isMarked, conflictId, focusedBy, refused } = props;
  const valueId = useId();
  const cell = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={cell}
      role="gridcell"
      data-field={column?.id ?? TITLE}
      aria-colindex={props.columnIndex}
      aria-selected={isMarked || undefined}
      // What is in the title's cell besides the title is no part of its name.
      aria-labelledby={column ? undefined : valueId}
      tabIndex={isActive ? 0 : -1}
      style={readStyle(props)}
      className={cx(
        cellClass,
        column === undefined || props.isPinned ? 'relative shrink-0' : 'absolute top-0',
        // The ring lies over the value: a status fills its whole cell.
        (isActive || focusedBy !== '') && ringClass,
        isActive && 'z-[1] after:inset-ring-focus',
        focusedBy !== '' && 'person-hue',
        !isActive && focusedBy !== '' && 'after:inset-ring-(--person-line)',
        refused ? 'bg-danger-soft' : conflictId !== undefined && 'bg-warning-soft',
        isMarked ? 'bg-accent-soft' : props.className,
      )}
    >
      {props.before}
      <span id={valueId} className="flex min-w-0 flex-1 items-center self-stretch">
        <CellValue value={props.value} column={column} isMarked={isMarked} />
      </span>
      {(refused ?? conflictId ?? focusedBy) !== '' && (
        <CellNotes refused={refused?.message} conflictId={conflictId} focusedBy={focusedBy} />
      )}
      {props.after}
      {props.isCorner && <FillHandle />}
      {editing && <Editor cell={cell} typed={editing.typed} {...props} />}
    </div>
  );
});

interface CellNotesProps {
  refused: string | undefined;
  conflictId: string | undefined;
  focusedBy: string;
}

function CellNotes({ refused, conflictId, focusedBy }: CellNotesProps) {
  return (
    <>
      {refused !== undefined && (
        <span title={refused} className="relative shrink-0 text-danger-ink">
          <CircleAlert aria-hidden="true" className="size-4" />
          <span className="sr-only">{t('board.refused', { reason: refused })}</span>
        </span>
      )}
      {conflictId !== undefined && <ConflictBadge conflictId={conflictId} />}
      {focusedBy !== '' && (
        <span className="pointer-events-none absolute -top-px right-0 z-10 max-w-full truncate person-name rounded-bl-inner px-1 text-xs font-medium">
          {focusedBy}
        </span>
      )}
    </>
  );
}

interface EditorProps extends TableCellProps {
  cell: { current: HTMLElement | null };
  typed: string;
}

function Editor({ cell, itemId, column, value, typed }: EditorProps) {
  const place = { itemId, field: column?.id ?? TITLE };
  if (column && columnFacts[column.type].editor === 'chosen')
    return <ChosenEditor cell={cell} place={place} column={column} value={value} typed={typed} />;
  const label = column?.name ?? t('board.itemTitle');
  return <TypedEditor label={label} place={place} column={column} value={value} typed={typed} />;
}
