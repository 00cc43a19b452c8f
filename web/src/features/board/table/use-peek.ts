import { useEffect, useMemo } from 'react';
import { t } from '../../../i18n/t.tsx';
import { isMedia, NARROW } from '../../../lib/use-media.ts';
import { announce } from '../../../ui/announcer.ts';
import { TITLE } from '../column-facts.ts';
import { useOpenedItem, useOpenItem } from '../item/item-link.ts';
import { useTable } from '../table-context.ts';
import type { TableState } from '../table-store.ts';
import { readText } from '../values.ts';

/** Ways into an item and out of it, from a table or a kanban that keeps the focus or gives it away. */
export interface Peek {
  /**
   * Shows an item beside the board, where the focus stays; of the one that is shown so, closes it (web W2). Where
   * nothing has room beside the board, opens it.
   */
  peek: (itemId: string) => void;
  /** Opens an item for work; the focus goes into it. */
  open: (itemId: string) => void;
  /** Closes what is open beside the board; false when nothing is. */
  close: () => boolean;
}

/** Opens items from the keyboard of a table or a kanban. */
export function usePeek(): Peek {
  const { store, model } = useTable();
  const openItem = useOpenItem();
  const opened = useOpenedItem();
  const inPanel = opened?.shape === 'panel' ? opened.itemId : undefined;
  return useMemo(() => {
    const close = () => {
      if (inPanel === undefined) return false;
      openItem(undefined);
      return true;
    };
    return {
      close,
      peek(itemId) {
        if (isMedia(NARROW)) return openItem(itemId);
        if (inPanel === itemId && store.getState().isPeeking) return void close();
        openItem(itemId, { page: false, replace: inPanel !== undefined, isPeek: true });
        // The focus does not tell that something has come.
        const title = readText(model.item(itemId)?.values[TITLE]) || t('trash.untitled');
        announce(t('item.peeked', { title }));
      },
      open: (itemId) => openItem(itemId),
    };
  }, [store, model, openItem, inPanel]);
}

/** The item to which the focus has gone by a change of the table; undefined when it has stayed where it was. */
export function findStep(state: FocusPlace, before: FocusPlace): string | undefined {
  const itemId = itemOf(state);
  return itemId === itemOf(before) ? undefined : itemId;
}

type FocusPlace = Pick<TableState, 'active' | 'activeLine'>;

function itemOf({ active, activeLine }: FocusPlace): string | undefined {
  return activeLine ?? active?.itemId;
}

/** While one peeks, the item beside the board is the one at which the focus is. */
export function useFollowedPeek(): void {
  const { store, model } = useTable();
  const openItem = useOpenItem();
  const openedId = useOpenedItem()?.itemId;
  useEffect(() => {
    // Who goes into the item works on it.
    const onFocus = ({ target }: FocusEvent) => {
      const isInside = target instanceof Element && target.closest('[data-item-panel]') !== null;
      if (isInside) store.setState({ isPeeking: false });
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [store]);
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (!state.isPeeking || openedId === undefined) return;
        // Only a step of the focus leads on: whatever else changes, what is shown stays.
        const itemId = findStep(state, before);
        if (itemId === undefined || itemId === openedId || !model.item(itemId)) return;
        openItem(itemId, { page: false, replace: true, isPeek: true });
      }),
    [store, model, openItem, openedId],
  );
}
