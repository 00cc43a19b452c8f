import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { Plus } from 'lucide-react';
import { type RefObject, memo, useCallback, useEffect, useRef } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { markStyle } from '../color.ts';
import { useMayOnBoard, useTable, useTableState } from '../table-context.ts';
import type { ShownBucket } from '../views/row-engine.ts';
import { useViews } from '../views/view-provider.tsx';
import { KanbanCard } from './kanban-card.tsx';
import { QuickAdd } from './quick-add.tsx';
import { useColumnDrop } from './use-column-drop.ts';

/** What a card is taken to be high until it is drawn, and the space between two; CSS pixels. */
const CARD_PX = 96;
const GAP_PX = 8;
/** Cards drawn beyond each edge of what is in sight. */
const OVERSCAN = 5;

type Cards = Virtualizer<HTMLDivElement, Element>;

/** The cards near what is in sight; the one with the focus comes into it. */
function useCards(list: RefObject<HTMLDivElement | null>, itemIds: readonly string[]): Cards {
  const activeId = useTableState(({ active, takesFocus }) =>
    takesFocus ? active?.itemId : undefined,
  );
  const activeIndex = activeId === undefined ? -1 : itemIds.indexOf(activeId);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const cards = useVirtualizer({
    count: itemIds.length,
    getScrollElement: () => list.current,
    estimateSize: () => CARD_PX,
    getItemKey: (index) => itemIds[index] ?? index,
    gap: GAP_PX,
    overscan: OVERSCAN,
  });
  useEffect(() => {
    if (activeIndex < 0) return;
    cards.scrollToIndex(activeIndex, { align: 'auto' });
    list.current?.closest('section')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [activeIndex, cards, list]);
  return cards;
}

/** Whether a new item of the column is being typed; of all columns, in one at most. */
function useAdding(key: string) {
  const { store } = useTable();
  const isAdding = useTableState(({ addingTo }) => addingTo === key);
  const setAdding = useCallback(
    (isOpen: boolean) =>
      store.setState(({ addingTo }) => {
        const isOfAnother = addingTo !== null && addingTo !== key;
        return isOpen ? { addingTo: key } : { addingTo: isOfAnother ? addingTo : null };
      }),
    [store, key],
  );
  return { isAdding, setAdding };
}

/** One column: its name, how many items it has, its cards, and a way to add one. */
export function KanbanColumn({ bucket }: { bucket: ShownBucket }) {
  const { key, name, itemIds } = bucket;
  const column = useRef<HTMLElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const { view } = useViews();
  const mayWrite = useMayOnBoard('item:write');
  const { isAdding, setAdding } = useAdding(key);
  const cards = useCards(list, itemIds);
  const isSorted = view.settings.sort.length > 0;
  const count = itemIds.length;
  const dropIndex = useColumnDrop({
    column,
    list,
    bucketKey: key,
    count,
    isSorted,
    spans: () => cards.getVirtualItems(),
  });
  const toEnd = useCallback(() => {
    // After the new card is there.
    requestAnimationFrame(() => list.current?.scrollTo({ top: list.current.scrollHeight }));
  }, []);
  return (
    <section
      ref={column}
      aria-label={t('kanban.column', { name, count })}
      className={cx(
        'flex max-h-full w-72 shrink-0 snap-center flex-col rounded bg-sunken max-sm:w-[86vw]',
        dropIndex !== null && 'ring-2 ring-accent',
      )}
    >
      <ColumnHead bucket={bucket} onAdd={mayWrite ? setAdding : undefined} />
      <div
        ref={list}
        data-cards
        className="min-h-10 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain px-2 py-1"
      >
        <CardList bucket={bucket} cards={cards} dropIndex={isSorted ? null : dropIndex} />
      </div>
      {mayWrite && (
        <div className="p-2 pt-1">
          <QuickAdd bucket={bucket} isOpen={isAdding} onOpen={setAdding} onAdded={toEnd} />
        </div>
      )}
    </section>
  );
}

interface ColumnHeadProps {
  bucket: ShownBucket;
  onAdd: ((isOpen: boolean) => void) | undefined;
}

/** While cards scroll below it, it stays as it is. */
const ColumnHead = memo(function ColumnHead({ bucket, onAdd }: ColumnHeadProps) {
  const { name, color, itemIds } = bucket;
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 pr-1.5 pl-3">
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-full"
        style={markStyle(color)}
      />
      <h2 className="min-w-0 truncate text-sm font-semibold text-ink">{name}</h2>
      <span className="text-sm text-muted tabular-nums">{itemIds.length}</span>
      {onAdd && (
        <span className="ml-auto">
          <IconButton
            icon={Plus}
            size="iconSm"
            label={t('kanban.addTo', { name })}
            // The field that opens takes the focus at once; a press would take it back.
            onClick={() => onAdd(true)}
          />
        </span>
      )}
    </header>
  );
});

interface CardListProps {
  bucket: ShownBucket;
  cards: Cards;
  dropIndex: number | null;
}

function CardList({ bucket, cards, dropIndex }: CardListProps) {
  const { key, itemIds } = bucket;
  const drawn = cards.getVirtualItems();
  const before = drawn.find(({ index }) => index === dropIndex);
  const line = before ? before.start - GAP_PX / 2 : cards.getTotalSize() + 1;
  if (itemIds.length === 0)
    return <p className="px-1 py-2 text-sm text-faint">{t('kanban.empty')}</p>;
  return (
    <ul className="relative" style={{ height: cards.getTotalSize() }}>
      {drawn.map(({ index, start, key: itemKey }) => {
        const itemId = itemIds[index];
        return (
          itemId !== undefined && (
            <li
              key={itemKey}
              ref={cards.measureElement}
              data-index={index}
              aria-setsize={itemIds.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0"
              style={{ top: start }}
            >
              <KanbanCard itemId={itemId} bucketKey={key} top={start} />
            </li>
          )
        );
      })}
      {dropIndex !== null && (
        <li
          aria-hidden="true"
          className="pointer-events-none absolute inset-x-0 h-0.5 rounded-full bg-accent"
          style={{ top: line }}
        />
      )}
    </ul>
  );
}
