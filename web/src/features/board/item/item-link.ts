import { useCallback } from 'react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTable } from '../table-context.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The item of this entry was opened to be looked at: links and other ways to an item open it for work. */
    isPeek?: boolean;
  }
}

/** How an item is shown: beside its board, or as a page of its own. */
export type ItemShape = 'panel' | 'page';

/** The item in the address (web W8). */
export function useOpenedItem(): { itemId: string; shape: ItemShape } | undefined {
  const inPanel = useSearch({ strict: false, select: ({ item }) => item });
  const { itemId: onPage } = useParams({ strict: false });
  if (onPage !== undefined) return { itemId: onPage, shape: 'page' };
  return inPanel === undefined ? undefined : { itemId: inPanel, shape: 'panel' };
}

interface OpenOptions {
  /** Opens the page at once; an item that is open in the panel opens as a page anyway. */
  page?: boolean;
  /** Comes in the place of what is open, as the next item does. */
  replace?: boolean;
  /** It is only looked at: the focus stays in the board (web W2). */
  isPeek?: boolean;
}

/** The element in which the open item stands. */
function findPanel(): HTMLElement | null {
  return document.querySelector<HTMLElement>('[data-item-panel]');
}

/** Opens an item; of none, closes what is open. */
export function useOpenItem(): (itemId: string | undefined, options?: OpenOptions) => void {
  const navigate = useNavigate();
  const { store } = useTable();
  const opened = useOpenedItem();
  const inPanel = opened?.shape === 'panel' ? opened.itemId : undefined;
  const { boardId } = useParams({ from: '/shell/boards/$boardId' });
  return useCallback(
    (itemId, options = {}) => {
      const isOpen = itemId !== undefined && inPanel === itemId;
      const { page = isOpen, replace = false, isPeek = false } = options;
      const { isPeeking } = store.getState();
      // What is looked at already is gone into, and does not become a page.
      if (isOpen && isPeeking && options.page === undefined) return findPanel()?.focus();
      if (isPeeking !== isPeek) store.setState({ isPeeking: isPeek });
      const to = { params: { boardId }, replace };
      if (itemId === undefined || !page) {
        const search = { item: itemId, comment: undefined };
        const state = isPeek ? { isPeek } : {};
        const place = { to: '/boards/$boardId', state } as const;
        void navigate({ ...to, ...place, search: (all) => ({ ...all, ...search }) });
        return;
      }
      void navigate({
        ...to,
        to: '/boards/$boardId/items/$itemId',
        params: { boardId, itemId },
        search: (all) => ({ ...all, item: undefined, comment: undefined }),
      });
    },
    [navigate, store, boardId, inPanel],
  );
}

/** The address of an item, for others to open. */
export function itemAddress(boardId: string, itemId: string, commentId?: string): string {
  const address = new URL(`/boards/${boardId}`, window.location.origin);
  address.searchParams.set('item', itemId);
  if (commentId === undefined) return address.href;
  address.searchParams.set('comment', commentId);
  address.hash = `comment-${commentId}`;
  return address.href;
}

/** Copies a text. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
