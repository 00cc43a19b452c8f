import type { Column, Item } from '@boardwire/contract/board-model';
import { type ComponentProps, memo, useRef } from 'react';
import { hueOf } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { TITLE } from './column-facts.ts';
import { usePeople } from './people.tsx';
import { TableCell, type TableCellProps } from './table-cell.tsx';
import { activeLineClass, fixedClass, lineClass, titleClass } from './table-classes.ts';
import { useBoardFact, useItem, useTableState } from './table-context.ts';
import { refusedKey } from './table-store.ts';
import type { ColumnSight, GridColumns } from './table/grid-columns.ts';
import { RowEnd, RowStart, SelectCell } from './table/row-parts.tsx';
import { conflictNotes, focusNotes, readNote } from './table/row-notes.ts';
import { useLineFocus } from './table/use-line-focus.ts';
import { useTint } from './table/use-tint.ts';
import { readText, readValue } from './values.ts';
import { RowMark } from './views/row-mark.tsx';

interface ItemRowProps extends ColumnSight {
  itemId: string;
  level: 1 | 2;
  childCount: number;
  rowIndex: number;
  /** Distance from the first line, in CSS pixels. */
  top: number;
  columns: GridColumns;
}

/** An item with its cells. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { itemId, level, childCount, rowIndex, top } = props;
  const row = useRef<HTMLDivElement>(null);
  const item = useItem(itemId);
  const isSelected = useTableState(({ selected }) => selected.has(itemId));
  const isExpanded = useTableState(({ expanded }) => expanded.has(itemId));
  const isLine = useLineFocus(row, itemId);
  const isActive = useTableState(({ active }) => active?.itemId === itemId);
  useTint(row, item);
  if (!item) return null;
  return (
    <div
      ref={row}
      role="row"
      data-item={itemId}
      data-menu={`item:${itemId}`}
      aria-rowindex={rowIndex}
      aria-level={level + 1}
      aria-selected={isSelected}
      {...(childCount > 0 ? { 'aria-expanded': isExpanded } : {})}
      tabIndex={isLine ? 0 : -1}
      style={{ top }}
      className={cx(
        lineClass,
        'group/row',
        // Its editor may reach over the rows below.
        isActive && 'z-[1]',
        isLine && activeLineClass,
        isSelected ? 'bg-accent-soft' : 'bg-surface hover:bg-canvas',
      )}
    >
      <Cells {...props} item={item} isSelected={isSelected} isExpanded={isExpanded} />
    </div>
  );
});

interface CellsProps extends ItemRowProps {
  item: Item;
  isSelected: boolean;
  isExpanded: boolean;
}

/** The columns to draw: those in sight, and the one with the focus, which must not vanish. */
function listDrawn({ loose }: GridColumns, { from, to }: ColumnSight, active: string | undefined) {
  const near = loose.slice(from, to);
  const at = active === undefined ? -1 : loose.findIndex(({ column }) => column.id === active);
  const out = at >= 0 && (at < from || at >= to) ? loose[at] : undefined;
  if (!out) return near;
  return at < from ? [out, ...near] : [...near, out];
}

function Cells(props: CellsProps) {
  const { item, columns, from, to, isSelected, isExpanded } = props;
  const { factsOf, activeField } = useCellFacts(item.id);
  const cell = (column: Column | undefined, index: number) => ({
    itemId: item.id,
    column,
    columnIndex: index + 3,
    value: column ? readValue(item, column) : item.values[TITLE],
    ...factsOf(column?.id ?? TITLE),
  });
  return (
    <>
      <div role="presentation" className={fixedClass}>
        <SelectCell itemId={item.id} title={readText(item.values[TITLE])} isSelected={isSelected} />
        <TitleCell {...props} isExpanded={isExpanded} cell={cell(undefined, -1)} />
        {columns.pinned.map(({ column, index }) => (
          <TableCell key={column.id} {...cell(column, index)} isPinned />
        ))}
      </div>
      {listDrawn(columns, { from, to }, activeField).map(({ column, index }) => (
        <TableCell key={column.id} {...cell(column, index)} />
      ))}
    </>
  );
}

interface TitleCellProps extends CellsProps {
  cell: ComponentProps<typeof TableCell>;
}

function TitleCell({ item, level, childCount, isExpanded, cell }: TitleCellProps) {
  return (
    <TableCell
      {...cell}
      className={titleClass}
      before={
        <RowStart item={item} level={level} childCount={childCount} isExpanded={isExpanded} />
      }
      after={
        <>
          {/* Beside the acts, which cover the end of the cell under the pointer. */}
          <RowMark itemId={item.id} className="mr-16 shrink-0" />
          <RowEnd item={item} />
        </>
      }
    />
  );
}

type CellFacts = Pick<
  TableCellProps,
  | 'isActive'
  | 'editing'
  | 'isMarked'
  | 'isCorner'
  | 'refused'
  | 'conflictId'
  | 'focusedBy'
  | 'focusHue'
>;

/** What is to be known of the cells of a row besides their values, listened to once for all of them. */
function useCellFacts(itemId: string): {
  factsOf: (field: string) => CellFacts;
  activeField: string | undefined;
} {
  const { nameOf, ownId } = usePeople();
  const activeField = useTableState(({ active, activeLine }) =>
    active?.itemId === itemId && activeLine === null ? active.field : undefined,
  );
  const editing = useTableState((state) => (activeField === undefined ? null : state.editing));
  const marked = useTableState(({ range }) =>
    range?.itemIds.has(itemId) ? range.fields : undefined,
  );
  const corner = useTableState(({ active, activeLine, range }) =>
    activeLine === null ? findCorner(itemId, active, range) : undefined,
  );
  const refused = useTableState((state) => (state.refused.size === 0 ? undefined : state.refused));
  const conflicts = useBoardFact((model) => conflictNotes(model, itemId));
  const focus = useBoardFact((model) => focusNotes(model, itemId));
  const factsOf = (field: string): CellFacts => {
    const others = focus === '' ? [] : readNote(focus, field).filter((id) => id !== ownId);
    return {
      isActive: field === activeField,
      editing: field === activeField ? editing : null,
      isMarked: marked?.has(field) === true,
      isCorner: field === corner,
      refused: refused?.get(refusedKey({ itemId, field })),
      conflictId: readNote(conflicts, field)[0],
      focusedBy: [...new Set(others)].map(nameOf).join(', '),
      focusHue: others[0] === undefined ? undefined : hueOf(others[0]),
    };
  };
  return { factsOf, activeField };
}

type State = Parameters<Parameters<typeof useTableState>[0]>[0];

/** The field of this item that is the last cell of what is marked; without a range the active one. */
function findCorner(itemId: string, active: State['active'], range: State['range']) {
  if (!range) return active?.itemId === itemId ? active.field : undefined;
  return [...range.itemIds].at(-1) === itemId ? [...range.fields].at(-1) : undefined;
}
