import { X } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { t } from '../../i18n/t.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TITLE } from './column-facts.ts';
import { Comments } from './comments.tsx';
import { goTo } from './cell-moves.ts';
import { useOpenedItem, useOpenItem } from './item-link.ts';
import { useBoardModel, useItem, useTable } from './table-context.ts';
import { readText } from './values.ts';

/** The side panel of the item in the address: what people said about it. */
export function ItemPanel() {
  const itemId = useOpenedItem();
  return itemId === undefined ? null : <OpenItem key={itemId} itemId={itemId} />;
}

function OpenItem({ itemId }: { itemId: string }) {
  const table = useTable();
  const { board } = useBoardModel();
  const item = useItem(itemId);
  const openItem = useOpenItem();
  const head = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => head.current?.focus(), []);
  const close = () => {
    openItem(undefined);
    // Back to where one came from (web W8).
    if (item) goTo(table, { itemId, field: TITLE });
  };
  useEscape(panel, close);
  const { prefix } = board.view().board;
  return (
    <aside
      ref={panel}
      aria-label={t('board.panel')}
      className="absolute inset-0 z-30 flex flex-col overflow-y-auto border-line bg-surface p-4 md:static md:w-96 md:shrink-0 md:border-l"
    >
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          {item && (
            <p className="text-xs text-muted">
              {t('board.key', { prefix, number: String(item.number) })}
            </p>
          )}
          <h2
            ref={head}
            tabIndex={-1}
            className="text-lg font-semibold tracking-tight break-words text-ink outline-none"
          >
            {item ? readText(item.values[TITLE]) : t('board.noItem')}
          </h2>
        </div>
        <IconButton icon={X} label={t('ui.close')} onClick={close} />
      </div>
      {item && <Comments itemId={itemId} />}
    </aside>
  );
}

/** Escape in the element backs out of it, unless something in it has used the key. */
function useEscape(element: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      onEscape();
    };
    const { current } = element;
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  });
}
