import type { Item } from '@boardwire/contract/board-model';
import { CornerDownRight, MessageSquare } from 'lucide-react';
import { memo, type MouseEvent, useEffect, useId, useRef } from 'react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { goTo } from '../cell-moves.ts';
import { TITLE } from '../column-facts.ts';
import { useOpenItem } from '../item/item-link.ts';
import { useItem, useTable, useTableState } from '../table-context.ts';
import { toggled } from '../table-store.ts';
import { useIsQuiet } from '../table/use-is-quiet.ts';
import { readText } from '../values.ts';
import { RowMark } from '../views/row-mark.tsx';
import { CardFacts, CardPeople } from './card-facts.tsx';
import { CardMenu } from './card-menu.tsx';
import { HELP_ID, useKanban } from './kanban-context.ts';
import { useCardDrag } from './use-card-drag.ts';
import { useCardKeys } from './use-card-keys.ts';
import { useQuietMove } from './use-quiet-move.ts';

interface KanbanCardProps {
  itemId: string;
  bucketKey: string;
  /** Distance from the beginning of its column, in CSS pixels. */
  top: number;
}

/** A press opens the item; with Ctrl, ⌘ or Shift it selects. */
function usePress(itemId: string) {
  const table = useTable();
  const openItem = useOpenItem();
  return ({ target, currentTarget, ctrlKey, metaKey, shiftKey }: MouseEvent<HTMLElement>) => {
    const isOwn = target instanceof Element && currentTarget.contains(target);
    if (!isOwn || target.closest('button, a')) return;
    goTo(table, { itemId, field: TITLE });
    if (!ctrlKey && !metaKey && !shiftKey) return openItem(itemId);
    table.store.setState(({ selected }) => ({ selected: toggled(selected, itemId) }));
  };
}

/** An item as a card. */
export const KanbanCard = memo(function KanbanCard({ itemId, bucketKey, top }: KanbanCardProps) {
  const item = useItem(itemId);
  return item ? <Card item={item} bucketKey={bucketKey} top={top} /> : null;
});

const titleClass = 'line-clamp-3 min-w-0 flex-1 text-sm font-medium break-words text-ink';

type CardProps = Omit<KanbanCardProps, 'itemId'> & { item: Item };

function Card({ item, bucketKey, top }: CardProps) {
  const { id: itemId } = item;
  const card = useRef<HTMLElement>(null);
  const [titleId, stateId] = [useId(), useId()];
  const { store } = useTable();
  const { fields, tabStop, dragged } = useKanban();
  const isActive = useTableState(({ active }) => active?.itemId === itemId);
  const isSelected = useTableState(({ selected }) => selected.has(itemId));
  useCardDrag(card, itemId);
  const onKeyDown = useCardKeys(itemId);
  const onClick = usePress(itemId);
  useQuietMove(card, itemId, { bucketKey, top });
  useEffect(() => {
    if (isActive && store.getState().takesFocus) card.current?.focus({ preventScroll: true });
  }, [isActive, store, bucketKey]);
  const isStop = tabStop === itemId;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a thing with acts inside, no control
    <article
      ref={card}
      data-item={itemId}
      data-menu={`item:${itemId}`}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the roving focus goes from card to card
      tabIndex={isStop ? 0 : -1}
      aria-labelledby={titleId}
      aria-describedby={isSelected ? `${stateId} ${HELP_ID}` : HELP_ID}
      onKeyDown={onKeyDown}
      onClick={onClick}
      className={cx(
        'group/card flex cursor-pointer flex-col gap-2 rounded border bg-raised px-3 py-2.5 shadow-button transition-colors',
        isSelected ? 'border-accent ring-1 ring-accent' : 'border-line hover:border-control',
        dragged.has(itemId) && 'opacity-40',
      )}
    >
      <CardHead titleId={titleId} item={item} bucketKey={bucketKey} isStop={isStop} />
      {isSelected && (
        <span id={stateId} className="sr-only">
          {t('kanban.isSelected')}
        </span>
      )}
      <RowMark itemId={itemId} />
      <CardFacts item={item} fields={fields} />
      <CardEnd item={item} />
    </article>
  );
}

interface CardHeadProps {
  titleId: string;
  item: Item;
  bucketKey: string;
  isStop: boolean;
}

/** The title and the menu. Cards that pass while one scrolls have none yet: it costs more than all else on them. */
function CardHead({ titleId, item, bucketKey, isStop }: CardHeadProps) {
  const isQuiet = useIsQuiet();
  const title = readText(item.values[TITLE]);
  return (
    <div className="flex items-start gap-2">
      <h3 id={titleId} className={titleClass}>
        {title}
      </h3>
      {isQuiet || isStop ? (
        <CardMenu item={item} title={title} bucketKey={bucketKey} tabIndex={isStop ? 0 : -1} />
      ) : (
        <span className="-mr-1.5 w-6 shrink-0" />
      )}
    </div>
  );
}

/** The key of the item, how much there is below and about it, and its people. */
function CardEnd({ item }: { item: Item }) {
  const { model, shown } = useTable();
  const { fields } = useKanban();
  const { prefix } = model.board.view().board;
  const subItemCount = shown.childrenOf(item.id).length;
  return (
    <div className="flex min-h-5 items-center gap-3 text-xs text-muted">
      <span className="truncate tabular-nums">
        {item.number > 0 ? `${prefix}-${item.number}` : ''}
      </span>
      {subItemCount > 0 && (
        <span className="flex items-center gap-1 tabular-nums">
          <CornerDownRight aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{t('kanban.subItems', { count: subItemCount })}</span>
          <span aria-hidden="true">{subItemCount}</span>
        </span>
      )}
      {item.commentCount > 0 && (
        <span className="flex items-center gap-1 tabular-nums">
          <MessageSquare aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{t('kanban.comments', { count: item.commentCount })}</span>
          <span aria-hidden="true">{item.commentCount}</span>
        </span>
      )}
      <span className="ml-auto">
        <CardPeople item={item} fields={fields} />
      </span>
    </div>
  );
}
