import { Copy, Link2, Maximize2 } from 'lucide-react';
import { type RefObject, useEffect, useMemo } from 'react';
import type { Action } from '../../../app/actions.ts';
import { keysOf } from '../../../app/shortcut-keymap.ts';
import { useActions } from '../../../app/use-actions.ts';
import { t } from '../../../i18n/t.tsx';
import { readKeyPress } from '../../../lib/shortcut-keys.ts';
import { showToast } from '../../../ui/toast-store.ts';
import { useTable } from '../table-context.ts';
import { copyText, itemAddress, useOpenItem } from './item-link.ts';
import { useNeighbours } from './use-neighbours.ts';

/** Copies and says what is in the clipboard now. */
async function copyAndTell(text: string): Promise<void> {
  const isCopied = await copyText(text);
  showToast(
    isCopied
      ? { tone: 'success', title: t('item.copied', { text }) }
      : { tone: 'danger', title: t('ui.copyFailed') },
  );
}

/** What the panel's buttons and keys do. */
export type ItemActs = Readonly<
  Record<'next' | 'previous' | 'copyKey' | 'copyLink' | 'openPage', () => void>
>;

/** What can be done with the open item; it stands in the palette and the list of shortcuts, too (web W1, W9). */
export function useItemActs(itemId: string, panel: RefObject<HTMLElement | null>): ItemActs {
  const { model } = useTable();
  const { previous, next } = useNeighbours(itemId);
  const openItem = useOpenItem();
  const acts = useMemo((): ItemActs => {
    const go = (to: string | undefined) => {
      if (to !== undefined) openItem(to, { page: false, replace: true });
    };
    return {
      next: () => go(next),
      previous: () => go(previous),
      copyKey: () => void copyAndTell(keyOf(model, itemId)),
      copyLink: () => void copyAndTell(itemAddress(model.board.id, itemId)),
      openPage: () => openItem(itemId, { page: true }),
    };
  }, [model, itemId, previous, next, openItem]);
  useActions(useMemo(() => listActions(acts), [acts]));
  useLinkKey(acts.copyLink);
  useNeighbourKeys(panel, acts);
  return acts;
}

function listActions({ copyKey, copyLink, openPage }: ItemActs): readonly Action[] {
  const group = 'items';
  const keyLink = { keys: 'mod+shift+,', run: copyLink };
  return [
    {
      id: 'item.copyKey',
      group,
      title: t('item.copyKey'),
      icon: Copy,
      keys: 'mod+.',
      run: copyKey,
    },
    { id: 'item.copyLink', group, title: t('item.copyLink'), icon: Link2, ...keyLink },
    { id: 'item.openPage', group, title: t('item.openPage'), icon: Maximize2, run: openPage },
  ];
}

const TYPING = 'input, textarea, select, [contenteditable="true"]';

/** The keys that move in the table go from item to item in the panel (web W2). */
function useNeighbourKeys(panel: RefObject<HTMLElement | null>, acts: ItemActs): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || !(target instanceof Element) || target.closest(TYPING)) return;
      const keys = readKeyPress(event);
      if (keys === keysOf('item.next')) acts.next();
      else if (keys === keysOf('item.previous')) acts.previous();
      else return;
      event.preventDefault();
    };
    const { current } = panel;
    current?.addEventListener('keydown', onKeyDown);
    return () => current?.removeEventListener('keydown', onKeyDown);
  }, [panel, acts]);
}

/** Shift makes another character of the comma on most keyboards: its key is known by its place. */
function useLinkKey(copyLink: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isMod = event.ctrlKey || event.metaKey;
      if (!isMod || !event.shiftKey || event.code !== 'Comma' || event.defaultPrevented) return;
      event.preventDefault();
      copyLink();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [copyLink]);
}

/** `OPS-142` */
export function keyOf(
  { board, item }: Pick<ReturnType<typeof useTable>['model'], 'board' | 'item'>,
  itemId: string,
): string {
  const { prefix } = board.view().board;
  const number = item(itemId)?.number;
  return number === undefined || number === 0
    ? prefix
    : t('board.key', { prefix, number: String(number) });
}
