import type { Column } from '@boardwire/contract/board-model';
import { CircleAlert, GitCompareArrows } from 'lucide-react';
import { memo, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { goTo, startEditing } from './cell-moves.ts';
import { CellValue } from './cell-value.tsx';
import { ChosenEditor } from './chosen-editor.tsx';
import { columnFacts, editorOf, TITLE } from './column-facts.ts';
import { writeCell } from './edits.ts';
import { useMayOnBoard, useTable, useTableState } from './table-context.ts';
import { type CellPlace, refusedKey } from './table-store.ts';
import { TypedEditor } from './typed-editor.tsx';
import { useCellKeys } from './use-cell-keys.ts';
import type { Value } from './values.ts';

interface TableCellProps {
  itemId: string;
  /** The title has none. */
  column: Column | undefined;
  columnIndex: number;
  value: Value;
  /** The conflict that waits here. */
  conflictId: string | undefined;
  /** Who else has the focus here. */
  focusedBy: string;
  className?: string;
  /** Stands before and behind the value. */
  before?: ReactNode;
  after?: ReactNode;
}

/** What a press does: the first goes to the cell, the next one into it. */
function usePress({ itemId, column, value }: TableCellProps, isActive: boolean) {
  const table = useTable();
  const mayWrite = useMayOnBoard('item:write');
  const place: CellPlace = { itemId, field: column?.id ?? TITLE };
  return ({ target, currentTarget }: MouseEvent<HTMLElement>) => {
    const isOwn = target instanceof Element && currentTarget.contains(target);
    // Buttons and links do what they do, and boxes over the page bubble up to here, too.
    if (!isOwn || target.closest('button, a, textarea')) return;
    if (!isActive) return goTo(table, place);
    const editor = editorOf(column);
    if (!mayWrite || editor === 'none') return;
    if (editor === 'toggled') void writeCell(table, place, value === true ? null : true);
    else startEditing(table);
  };
}

/** One cell: its value, its editor, and what is to be said about it. */
export const TableCell = memo(function TableCell(props: TableCellProps) {
  const { itemId, column, value, conflictId, focusedBy } = props;
  const valueId = useId();
  const field = column?.id ?? TITLE;
  const place: CellPlace = { itemId, field };
  const cell = useRef<HTMLDivElement>(null);
  const isActive = useTableState(
    ({ active }) => active?.itemId === itemId && active.field === field,
  );
  const editing = useTableState((state) => (isActive ? state.editing : null));
  const refused = useTableState((state) => state.refused.get(refusedKey(place)));
  useCellFocus(cell, isActive && editing === null);
  const onPress = usePress(props, isActive);
  const onKeyDown = useCellKeys();
  return (
    <div
      ref={cell}
      role="gridcell"
      aria-colindex={props.columnIndex}
      // What is in the title's cell besides the title is no part of its name.
      aria-labelledby={column ? undefined : valueId}
      tabIndex={isActive ? 0 : -1}
      onClick={onPress}
      onKeyDown={onKeyDown}
      className={cx(
        cellClass,
        isActive && 'inset-ring-2 inset-ring-focus',
        !isActive && focusedBy !== '' && 'inset-ring-2 inset-ring-warning-ink',
        refused ? 'bg-danger-soft' : conflictId !== undefined && 'bg-warning-soft',
        props.className,
      )}
    >
      {props.before}
      <span id={valueId} className="flex min-w-0 flex-1 items-center">
        <CellValue value={value} column={column} />
      </span>
      <CellNotes refused={refused?.message} conflictId={conflictId} focusedBy={focusedBy} />
      {props.after}
      {editing && (
        <Editor cell={cell} place={place} column={column} value={value} typed={editing.typed} />
      )}
    </div>
  );
});

const cellClass = [
  'relative flex min-w-0 items-center gap-1.5 border-r border-line px-2 text-sm text-ink outline-none',
  'focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus',
].join(' ');

/** Takes the focus when the cell becomes the active one, and after its editor has gone. */
function useCellFocus(cell: { current: HTMLElement | null }, isWanted: boolean): void {
  const { store } = useTable();
  useEffect(() => {
    if (!isWanted || !store.getState().takesFocus) return;
    if (!cell.current?.contains(document.activeElement)) cell.current?.focus();
  }, [cell, isWanted, store]);
}

interface CellNotesProps {
  refused: string | undefined;
  conflictId: string | undefined;
  focusedBy: string;
}

function CellNotes({ refused, conflictId, focusedBy }: CellNotesProps) {
  const { store } = useTable();
  return (
    <>
      {refused !== undefined && (
        <span title={refused} className="shrink-0 text-danger-ink">
          <CircleAlert aria-hidden="true" className="size-4" />
          <span className="sr-only">{t('board.refused', { reason: refused })}</span>
        </span>
      )}
      {conflictId !== undefined && (
        <button
          type="button"
          title={t('board.conflict')}
          aria-label={t('board.conflict')}
          onClick={() => store.setState({ conflictId })}
          className="grid size-6 shrink-0 place-items-center rounded-inner text-warning-ink hover:bg-hover"
        >
          <GitCompareArrows aria-hidden="true" className="size-4" />
        </button>
      )}
      {focusedBy !== '' && (
        <span className="pointer-events-none absolute -top-px right-0 z-10 max-w-full truncate rounded-bl-inner bg-warning-soft px-1 text-xs font-medium text-warning-ink">
          {focusedBy}
        </span>
      )}
    </>
  );
}

interface EditorProps {
  cell: { current: HTMLElement | null };
  place: CellPlace;
  column: Column | undefined;
  value: Value;
  typed: string;
}

function Editor({ cell, place, column, value, typed }: EditorProps) {
  if (column && columnFacts[column.type].editor === 'chosen')
    return <ChosenEditor cell={cell} place={place} column={column} value={value} typed={typed} />;
  const label = column?.name ?? t('board.itemTitle');
  return <TypedEditor label={label} place={place} column={column} value={value} typed={typed} />;
}
