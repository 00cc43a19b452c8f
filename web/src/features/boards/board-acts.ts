import { refreshBoardLists, type ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { showFailureToast } from '../../lib/write.ts';
import { showToast } from '../../ui/toast-store.ts';

/** Brings a board back out of the trash or the archive. */
async function bringBack({ id, name }: ListedBoard, way: 'restore' | 'unarchive'): Promise<void> {
  const outcome = await call(`boards.${way}`, { boardId: id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  showToast({ title: t('boards.restored', { name }) });
  await refreshBoardLists();
}

/** Archives a board or puts it into the trash, with the way back in a notice (web W6). */
export async function putAway(board: ListedBoard, way: 'archive' | 'delete'): Promise<void> {
  const outcome = await call(`boards.${way}`, { boardId: board.id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  const isArchive = way === 'archive';
  showToast({
    title: t(isArchive ? 'boards.archivedToast' : 'boards.deletedToast', { name: board.name }),
    action: {
      label: t('boards.undo'),
      run: () => void bringBack(board, isArchive ? 'unarchive' : 'restore'),
    },
  });
  await refreshBoardLists();
}

/** Copies a board without its items. */
export async function duplicateBoard({ id, name }: ListedBoard): Promise<void> {
  const outcome = await call('boards.duplicate', { boardId: id });
  if (!outcome.ok) return showFailureToast(outcome.error);
  const copy = outcome.data;
  showToast({
    title: t('boards.duplicated', { name }),
    action: { label: t('boards.undo'), run: () => void putAway(copy, 'delete') },
  });
  await refreshBoardLists();
}

/** The address of a board, for people to send on. */
export function boardPath({ id }: { id: string }): string {
  return `/boards/${id}`;
}

/** Puts the address of a board into the clipboard. */
export async function copyBoardLink(board: ListedBoard): Promise<void> {
  try {
    await navigator.clipboard.writeText(new URL(boardPath(board), window.location.href).href);
    showToast({ title: t('boards.linkCopied') });
  } catch {
    showToast({ tone: 'danger', title: t('ui.copyFailed') });
  }
}
