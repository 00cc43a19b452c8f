import type { Item } from '@boardwire/contract/board-model';
import { ChevronDown, ChevronRight, MessageSquare } from 'lucide-react';
import { memo } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { t } from '../../i18n/t.tsx';
import { cx } from '../../ui/cx.ts';
import { TITLE } from './column-facts.ts';
import { useOpenItem } from './item-link.ts';
import { ItemMenu } from './item-menu.tsx';
import { usePeople } from './people.tsx';
import { useBoardModel, useItem, useTable, useTableState } from './table-context.ts';
import { TableCell } from './table-cell.tsx';
import { cellsClass, lineClass, quietClass, titleClass } from './table-classes.ts';
import { toggled } from './table-store.ts';
import { readValue, readText } from './values.ts';

interface ItemRowProps {
  itemId: string;
  level: 1 | 2;
  childCount: number;
  rowIndex: number;
  /** Distance from the first line, in CSS pixels. */
  top: number;
}

/** An item with its cells. */
export const ItemRow = memo(function ItemRow(props: ItemRowProps) {
  const { itemId, level, childCount, rowIndex, top } = props;
  const { tree } = useBoardModel();
  const item = useItem(itemId);
  const focusedBy = useFocusNames(itemId);
  const isSelected = useTableState((state) => state.selected.has(itemId));
  const isExpanded = useTableState((state) => state.expanded.has(itemId));
  const conflictOf = useConflicts(itemId);
  if (!item) return null;
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-level={level + 1}
      aria-selected={isSelected}
      {...(childCount > 0 ? { 'aria-expanded': isExpanded } : {})}
      style={{ top }}
      className={cx(
        lineClass,
        cellsClass,
        'group/row',
        isSelected ? 'bg-accent-soft' : 'bg-surface',
      )}
    >
      <SelectCell item={item} isSelected={isSelected} />
      <TableCell
        itemId={itemId}
        column={undefined}
        columnIndex={2}
        value={item.values[TITLE]}
        conflictId={conflictOf(TITLE)}
        focusedBy={focusedBy(TITLE)}
        className={cx(titleClass, 'font-medium', isSelected ? 'bg-accent-soft' : 'bg-surface')}
        before={<RowStart item={item} level={level} childCount={childCount} />}
        after={<RowEnd item={item} />}
      />
      {tree().columns.map((column, index) => (
        <TableCell
          key={column.id}
          itemId={itemId}
          column={column}
          columnIndex={index + 3}
          value={readValue(item, column)}
          conflictId={conflictOf(column.id)}
          focusedBy={focusedBy(column.id)}
        />
      ))}
    </div>
  );
});

/** The conflict that waits in a field of this item. */
function useConflicts(itemId: string): (field: string) => string | undefined {
  const { board } = useBoardModel();
  const all = [...board.view().conflicts.values()].filter((one) => one.itemId === itemId);
  return (field) => all.find((conflict) => conflict.field === field)?.id;
}

/** Names of others by the field of this item that they are at. */
function useFocusNames(itemId: string): (field: string) => string {
  const { board } = useBoardModel();
  const { nameOf } = usePeople();
  const { id: ownId } = useAccount();
  const here = board
    .people()
    .filter(({ item, state, user }) => item === itemId && state === 'active' && user !== ownId);
  return (field) => {
    const names = here.filter((person) => person.field === field).map(({ user }) => nameOf(user));
    return [...new Set(names)].join(', ');
  };
}

function SelectCell({ item, isSelected }: { item: Item; isSelected: boolean }) {
  const { store } = useTable();
  const isActiveRow = useTableState(({ active }) => active?.itemId === item.id);
  const select = () => store.setState(({ selected }) => ({ selected: toggled(selected, item.id) }));
  return (
    <div role="gridcell" aria-colindex={1} className="grid place-items-center border-r border-line">
      <input
        type="checkbox"
        aria-label={t('board.select', { title: readText(item.values[TITLE]) })}
        tabIndex={isActiveRow ? 0 : -1}
        checked={isSelected}
        onChange={select}
        className="size-4"
      />
    </div>
  );
}

/** The fold of an item with sub-items, or the indent of one. */
function RowStart({ item, level, childCount }: { item: Item; level: 1 | 2; childCount: number }) {
  const { store } = useTable();
  const isExpanded = useTableState((state) => state.expanded.has(item.id));
  if (level === 2) return <span className="w-8 shrink-0" />;
  if (childCount === 0) return <span className="w-4 shrink-0" />;
  const Icon = isExpanded ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t(isExpanded ? 'board.fold' : 'board.unfold', {
        title: readText(item.values[TITLE]),
      })}
      onClick={() => store.setState(({ expanded }) => ({ expanded: toggled(expanded, item.id) }))}
      className="-mx-1 grid size-6 shrink-0 place-items-center rounded-inner text-muted hover:bg-hover"
    >
      <Icon aria-hidden="true" className="size-4" />
    </button>
  );
}

function RowEnd({ item }: { item: Item }) {
  const isActiveRow = useTableState(({ active }) => active?.itemId === item.id);
  const openItem = useOpenItem();
  const title = readText(item.values[TITLE]);
  return (
    <span
      className={cx(
        'flex shrink-0 items-center',
        !isActiveRow && item.commentCount === 0 && quietClass,
      )}
    >
      <button
        type="button"
        tabIndex={isActiveRow ? 0 : -1}
        aria-label={t('board.openItem', { title, count: item.commentCount })}
        onClick={() => openItem(item.id)}
        className="inline-flex h-7 min-w-7 items-center justify-center gap-1 rounded-inner px-1 text-xs font-normal text-muted hover:bg-hover"
      >
        <MessageSquare aria-hidden="true" className="size-4" />
        {item.commentCount > 0 && (
          // The label says it already; drawn by a rule, it is no text of the title's cell.
          <span data-count={item.commentCount} className="after:content-[attr(data-count)]" />
        )}
      </button>
      <ItemMenu item={item} title={title} tabIndex={isActiveRow ? 0 : -1} />
    </span>
  );
}
