import { useEffect, useMemo, useRef } from 'react';
import { useOpenedItem, useOpenItem } from '../item/item-link.ts';
import { useTable } from '../table-context.ts';

/** Ways into an item and out of it, from a table or a kanban that keeps the focus or gives it away. */
export interface Peek {
  /** Shows an item beside the board, where the focus stays; of the one that is shown so, closes it (web W2). */
  peek: (itemId: string) => void;
  /** Opens an item for work; the focus goes into it. */
  open: (itemId: string) => void;
  /** Closes what is open beside the board; false when nothing is. */
  close: () => boolean;
}

/** Opens items from the keyboard of a table or a kanban. */
export function usePeek(): Peek {
  const { store } = useTable();
  const openItem = useOpenItem();
  const opened = useOpenedItem();
  const inPanel = opened?.shape === 'panel' ? opened.itemId : undefined;
  return useMemo(() => {
    const close = () => {
      if (inPanel === undefined) return false;
      store.setState({ isPeeking: false });
      openItem(undefined);
      return true;
    };
    return {
      close,
      peek(itemId) {
        if (inPanel === itemId && store.getState().isPeeking) return void close();
        store.setState({ isPeeking: true });
        openItem(itemId, { page: false, replace: inPanel !== undefined });
      },
      open(itemId) {
        const panel = document.querySelector<HTMLElement>('[data-item-panel]');
        // What is shown already is gone into, and does not become a page.
        if (inPanel === itemId && store.getState().isPeeking && panel) panel.focus();
        else openItem(itemId);
      },
    };
  }, [store, openItem, inPanel]);
}

/** While one peeks, the item beside the board is the one at which the focus is. */
export function useFollowedPeek(): void {
  const { store, model } = useTable();
  const openItem = useOpenItem();
  const openedId = useOpenedItem()?.itemId;
  const before = useRef(openedId);
  useEffect(() => {
    // Who goes into the item works on it.
    const onFocus = ({ target }: FocusEvent) => {
      const isInside = target instanceof Element && target.closest('[data-item-panel]') !== null;
      if (isInside) store.setState({ isPeeking: false });
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [store]);
  useEffect(() => {
    if (before.current !== undefined && openedId === undefined)
      store.setState({ isPeeking: false });
    before.current = openedId;
    return store.subscribe(({ isPeeking, active, activeLine }) => {
      const itemId = activeLine ?? active?.itemId;
      if (!isPeeking || openedId === undefined || itemId === undefined || itemId === openedId)
        return;
      if (model.item(itemId)) openItem(itemId, { page: false, replace: true });
    });
  }, [store, model, openItem, openedId]);
}
