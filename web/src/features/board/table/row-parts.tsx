import type { Item } from '@boardwire/contract/board-model';
import { ChevronDown, ChevronRight, Ellipsis, MessageSquare } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { TITLE } from '../column-facts.ts';
import { useOpenItem } from '../item/item-link.ts';
import { quietClass } from '../table-classes.ts';
import { useMayOnBoard, useTable } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { readText } from '../values.ts';
import { select } from './selection.ts';
import { useIsQuiet } from './use-is-quiet.ts';

interface SelectCellProps {
  itemId: string;
  title: string;
  isSelected: boolean;
}

/** The box that selects an item, and the grip that it is dragged by. */
export const SelectCell = memo(function SelectCell(props: SelectCellProps) {
  const { itemId, title, isSelected } = props;
  const table = useTable();
  const mayWrite = useMayOnBoard('item:write');
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      className="relative grid w-10 shrink-0 place-items-center border-r border-line"
    >
      {mayWrite && (
        <span
          data-grip={itemId}
          aria-hidden="true"
          className="absolute inset-y-0 left-0 grid w-4 cursor-grab place-items-center text-base text-faint opacity-0 group-hover/row:opacity-100"
        >
          ⠿
        </span>
      )}
      <input
        type="checkbox"
        aria-label={t('board.select', { title })}
        tabIndex={-1}
        checked={isSelected}
        onChange={({ nativeEvent }) =>
          select(table, itemId, 'shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
        }
        className={cx('ml-2 size-4', !isSelected && quietClass)}
      />
    </div>
  );
});

interface RowStartProps {
  item: Item;
  level: 1 | 2;
  childCount: number;
  isExpanded: boolean;
}

/** The fold of an item with sub-items, or the indent of one. */
export function RowStart({ item, level, childCount, isExpanded }: RowStartProps) {
  const { store } = useTable();
  if (level === 2) return <span className="w-8 shrink-0" />;
  if (childCount === 0) return <span className="w-4 shrink-0 max-md:hidden" />;
  const Icon = isExpanded ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t(isExpanded ? 'board.fold' : 'board.unfold', {
        title: readText(item.values[TITLE]),
      })}
      onClick={() => store.setState(({ expanded }) => ({ expanded: toggled(expanded, item.id) }))}
      className="-ml-1 flex h-6 min-w-6 shrink-0 items-center justify-center rounded-inner text-muted hover:bg-hover"
    >
      <Icon aria-hidden="true" className="size-4" />
      <span
        data-count={childCount}
        className="text-xs font-normal after:content-[attr(data-count)]"
      />
    </button>
  );
}

/** The menu of an item is its context menu, opened at the button. */
function openMenu({ currentTarget }: MouseEvent<HTMLElement>): void {
  const { left, bottom } = currentTarget.getBoundingClientRect();
  const at = { clientX: left, clientY: bottom - 4, bubbles: true, cancelable: true };
  currentTarget.dispatchEvent(new window.MouseEvent('contextmenu', at));
}

/** The ways on from an item: its comments and its menu. */
export function RowEnd({ item }: { item: Item }) {
  const isQuiet = useIsQuiet();
  return isQuiet || item.commentCount > 0 ? <RowButtons item={item} /> : null;
}

function RowButtons({ item }: { item: Item }) {
  const openItem = useOpenItem();
  const title = readText(item.values[TITLE]);
  return (
    <span
      className={cx(
        'flex shrink-0 items-center',
        item.commentCount === 0 && quietClass,
        item.commentCount === 0 &&
          'absolute inset-y-0 right-px bg-inherit px-1 pointer-coarse:static pointer-coarse:px-0',
      )}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('board.openItem', { title, count: item.commentCount })}
        onClick={() => openItem(item.id)}
        className={cx(
          'inline-flex h-7 min-w-7 items-center justify-center gap-1 rounded-inner px-1 text-xs font-normal text-muted hover:bg-hover',
          item.commentCount === 0 && 'pointer-coarse:hidden',
        )}
      >
        <MessageSquare aria-hidden="true" className="size-4" />
        {item.commentCount > 0 && (
          // The label says it already; drawn by a rule, it is no text of the title's cell.
          <span data-count={item.commentCount} className="after:content-[attr(data-count)]" />
        )}
      </button>
      <button
        type="button"
        tabIndex={-1}
        aria-haspopup="menu"
        aria-label={t('board.itemActions', { title })}
        onClick={openMenu}
        className={cx(
          'grid size-7 place-items-center rounded-inner text-muted hover:bg-hover',
          item.commentCount > 0 && quietClass,
        )}
      >
        <Ellipsis aria-hidden="true" className="size-4" />
      </button>
    </span>
  );
}
