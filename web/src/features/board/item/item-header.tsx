import { ArrowDown, ArrowUp, Link2, Maximize2, Minimize2, X } from 'lucide-react';
import { t } from '../../../i18n/t.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { TITLE } from '../column-facts.ts';
import { LivePill } from '../live/live-pill.tsx';
import { ItemMenu } from '../item-menu.tsx';
import { useItem, useTable } from '../table-context.ts';
import { readText } from '../values.ts';
import { FollowMenu } from './follow-menu.tsx';
import { type ItemShape, useOpenItem } from './item-link.ts';
import { type ItemActs, keyOf } from './use-item-keys.ts';
import { useNeighbours } from './use-neighbours.ts';

interface ItemHeaderProps {
  itemId: string;
  shape: ItemShape;
  acts: ItemActs;
  onClose: () => void;
}

/** Key, neighbours and what can be done with an item. */
export function ItemHeader({ itemId, shape, acts, onClose }: ItemHeaderProps) {
  const item = useItem(itemId);
  const openItem = useOpenItem();
  const isPage = shape === 'page';
  return (
    <header className="flex h-12 shrink-0 items-center gap-0.5 border-b border-line px-3 sm:px-4">
      {isPage && item && <h1 className="sr-only">{readText(item.values[TITLE])}</h1>}
      {item && <KeyButton itemId={itemId} onCopy={acts.copyKey} />}
      {/* It covers the board's own. */}
      <span className={cx('pl-2', !isPage && 'md:hidden')}>
        <LivePill />
      </span>
      <span className="flex-1" />
      <NeighbourButtons itemId={itemId} acts={acts} />
      <IconButton icon={Link2} size="iconSm" label={t('item.copyLink')} onClick={acts.copyLink} />
      <IconButton
        icon={isPage ? Minimize2 : Maximize2}
        size="iconSm"
        className="max-md:hidden"
        label={t(isPage ? 'item.openPanel' : 'item.openPage')}
        onClick={() => openItem(itemId, { page: !isPage })}
      />
      {item && <FollowMenu itemId={itemId} title={readText(item.values[TITLE])} />}
      {item && <ItemMenu item={item} title={readText(item.values[TITLE])} tabIndex={0} />}
      <IconButton icon={X} size="iconSm" label={t('ui.close')} onClick={onClose} />
    </header>
  );
}

/** The readable key; a press copies it (web W9). */
function KeyButton({ itemId, onCopy }: { itemId: string; onCopy: () => void }) {
  const { model } = useTable();
  return (
    <Tooltip label={t('item.copyKey')} keys="mod+." side="bottom">
      <button
        type="button"
        onClick={onCopy}
        className="-ml-1 h-7 rounded-inner px-1.5 text-sm font-medium text-muted tabular-nums hover:bg-hover hover:text-ink"
      >
        {keyOf(model, itemId)}
      </button>
    </Tooltip>
  );
}

function NeighbourButtons({ itemId, acts }: { itemId: string; acts: ItemActs }) {
  const { previous, next } = useNeighbours(itemId);
  return (
    <>
      <IconButton
        icon={ArrowUp}
        size="iconSm"
        label={t('item.previous')}
        disabled={previous === undefined}
        onClick={acts.previous}
      />
      <IconButton
        icon={ArrowDown}
        size="iconSm"
        label={t('item.next')}
        disabled={next === undefined}
        onClick={acts.next}
      />
    </>
  );
}
