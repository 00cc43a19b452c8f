import { useRouter } from '@tanstack/react-router';
import { type RefObject, useEffect, useRef } from 'react';
import { t } from '../../../i18n/t.tsx';
import { NARROW, useMedia } from '../../../lib/use-media.ts';
import { cx } from '../../../ui/cx.ts';
import { useItem, useTable } from '../table-context.ts';
import { ItemBody } from './item-body.tsx';
import { ItemHeader } from './item-header.tsx';
import { type ItemShape, useOpenedItem, useOpenItem } from './item-link.ts';
import { PanelEdge } from './panel-edge.tsx';
import { usePanelWidth } from './panel-width.ts';
import { useFocusBack } from './use-focus-back.ts';
import { useItemActs } from './use-item-keys.ts';

/** The item in the address: in a panel beside the board, as a page over it, on phones over everything (web W8). */
export function ItemPanel() {
  const opened = useOpenedItem();
  useFocusBack(opened?.itemId);
  return opened === undefined ? null : <OpenItem key={opened.itemId} {...opened} />;
}

const SHAPES: Readonly<Record<ItemShape, string>> = {
  panel: 'md:relative md:inset-auto md:z-10 md:w-(--panel) md:shrink-0 md:border-l md:border-line',
  page: 'md:absolute md:z-30',
};

function OpenItem({ itemId, shape }: { itemId: string; shape: ItemShape }) {
  const table = useTable();
  const item = useItem(itemId);
  const openItem = useOpenItem();
  const panel = useRef<HTMLElement>(null);
  const { widthPx } = usePanelWidth();
  useFocusInside(panel);
  useEffect(() => {
    table.model.board.setPresence({ state: 'active', item: itemId });
  }, [table, itemId]);
  const close = () => openItem(undefined);
  // A page backs out to the panel, the panel to the board.
  useEscape(panel, shape === 'page' ? () => openItem(itemId, { page: false }) : close);
  useInertBelow(panel, shape);
  const acts = useItemActs(itemId, panel);
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      data-item-panel
      aria-label={t('board.panel')}
      className={cx('fixed inset-0 z-30 flex flex-col bg-surface outline-none', SHAPES[shape])}
      style={{ ['--panel' as string]: `min(${widthPx}px, 70vw)` }}
    >
      {shape === 'panel' && <PanelEdge />}
      <ItemHeader itemId={itemId} shape={shape} acts={acts} onClose={close} />
      {item ? (
        <ItemBody item={item} shape={shape} />
      ) : (
        <p className="p-6 text-sm text-muted">{t('board.noItem')}</p>
      )}
    </aside>
  );
}

const TYPING = 'input, textarea, [contenteditable="true"]';

/** Escape in the element backs out of it, unless something in it has used the key. */
function useEscape(element: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // In a list or menu that is drawn elsewhere the key is theirs.
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      event.preventDefault();
      // Out of what is being typed first.
      const isTyping = event.target instanceof HTMLElement && event.target.matches(TYPING);
      if (isTyping) current?.focus();
      else onEscape();
    };
    const { current } = element;
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  });
}

/** The focus goes into an item that opens, unless one peeks beside the board. */
function useFocusInside(element: RefObject<HTMLElement | null>): void {
  const { store } = useTable();
  const router = useRouter();
  const isNarrow = useMedia(NARROW);
  const wasNarrow = useRef(false);
  useEffect(() => {
    const isWidened = wasNarrow.current && !isNarrow;
    wasNarrow.current = isNarrow;
    // A panel that covers nothing any more takes the focus from nobody.
    if (isWidened) return;
    const { isPeek } = router.state.location.state;
    // Who peeks goes on in the board (web W2); what covers it is worked on, also once the window has become narrow.
    if (isPeek === true && store.getState().isPeeking && !isNarrow) return;
    store.setState({ isPeeking: false });
    const panel = element.current;
    if (!panel?.contains(document.activeElement)) panel?.focus({ preventScroll: true });
  }, [element, store, router, isNarrow]);
}

/** Under what covers it nothing can be reached, though it keeps its place. */
function useInertBelow(element: RefObject<HTMLElement | null>, shape: ItemShape): void {
  const isNarrow = useMedia(NARROW);
  useEffect(() => {
    const panel = element.current;
    if ((shape !== 'page' && !isNarrow) || panel === null) return;
    const around = [panel, panel.parentElement].flatMap((each) => siblingsOf(each));
    for (const each of around) each.toggleAttribute('inert', true);
    return () => {
      for (const each of around) each.toggleAttribute('inert', false);
    };
  }, [element, shape, isNarrow]);
}

function siblingsOf(element: Element | null): Element[] {
  return [...(element?.parentElement?.children ?? [])].filter(
    (each) => each !== element && !each.contains(element),
  );
}
