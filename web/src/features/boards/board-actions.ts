import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  Bell,
  Copy,
  ExternalLink,
  Link2,
  PencilLine,
  SquareArrowOutUpRight,
  Star,
  StarOff,
  Trash2,
  Users,
} from 'lucide-react';
import type { Action } from '../../app/actions.ts';
import type { ListedBoard } from '../../app/board-lists.ts';
import { isFavourite, moveFavourite, toggleFavourite } from '../../app/favourites.ts';
import { t } from '../../i18n/t.tsx';
import { askPlaceSettings } from '../notification-settings/index.ts';
import { boardPath, copyBoardLink, duplicateBoard, putAway } from './board-acts.ts';
import { askForName } from './board-dialogs.tsx';

type Go = (to: string) => void;

/** What can be done with a board of a list; menus, right clicks and the palette show the same (web W1). */
export function boardActions(board: ListedBoard, go: Go): readonly Action[] {
  const may = (permission: ListedBoard['permissions'][number]) =>
    board.permissions.includes(permission);
  return [
    ...openActions(board, go),
    ...keepActions(board),
    ...(may('board:manage') ? [renameAction(board)] : []),
    {
      id: 'board.duplicate',
      title: t('boards.duplicate'),
      group: 'edit',
      icon: Copy,
      run: () => void duplicateBoard(board),
    },
    {
      id: 'board.people',
      title: t('boardPeople.title'),
      group: 'edit',
      icon: Users,
      run: () => go(`${boardPath(board)}/people`),
    },
    {
      id: 'board.notifications',
      title: t('notify.boardAction'),
      group: 'edit',
      icon: Bell,
      run: () =>
        askPlaceSettings({
          organizationId: board.organizationId,
          scope: 'board',
          id: board.id,
          name: board.name,
        }),
    },
    {
      id: 'board.trash',
      title: t('boards.trashOf'),
      group: 'edit',
      icon: ArchiveRestore,
      run: () => go(`${boardPath(board)}/trash`),
    },
    ...(may('board:administer') ? endActions(board) : []),
  ];
}

function openActions(board: ListedBoard, go: Go): Action[] {
  return [
    {
      id: 'board.open',
      title: t('boards.open'),
      group: 'navigate',
      icon: SquareArrowOutUpRight,
      run: () => go(boardPath(board)),
    },
    {
      id: 'board.openTab',
      title: t('boards.openTab'),
      group: 'navigate',
      icon: ExternalLink,
      run: () => void window.open(boardPath(board), '_blank', 'noopener'),
    },
    {
      id: 'board.copyLink',
      title: t('boards.copyLink'),
      group: 'navigate',
      icon: Link2,
      run: () => void copyBoardLink(board),
    },
  ];
}

function keepActions(board: ListedBoard): Action[] {
  const isKept = isFavourite(board);
  return [
    {
      id: 'board.favourite',
      title: t(isKept ? 'favourite.remove' : 'favourite.add'),
      group: 'boards',
      icon: isKept ? StarOff : Star,
      run: () => void toggleFavourite(board),
    },
  ];
}

/** Places of a favourite among the others, for those who do not drag (web W37). */
export function placeActions(board: ListedBoard, place: number, count: number): readonly Action[] {
  const step = (id: 'up' | 'down', to: number): Action => ({
    id: `favourite.${id}`,
    title: t(`favourite.${id}`),
    group: 'boards',
    icon: id === 'up' ? ArrowUp : ArrowDown,
    run: () => void moveFavourite(board, to),
  });
  return [
    ...(place > 0 ? [step('up', place - 1)] : []),
    ...(place < count - 1 ? [step('down', place + 1)] : []),
  ];
}

function renameAction(board: ListedBoard): Action {
  return {
    id: 'board.rename',
    title: t('boards.rename'),
    group: 'edit',
    icon: PencilLine,
    run: () => askForName(board),
  };
}

function endActions(board: ListedBoard): Action[] {
  return [
    {
      id: 'board.archive',
      title: t('boards.archive'),
      group: 'organization',
      icon: Archive,
      run: () => void putAway(board, 'archive'),
    },
    {
      id: 'board.delete',
      title: t('boards.delete'),
      group: 'organization',
      icon: Trash2,
      tone: 'danger',
      run: () => void putAway(board, 'delete'),
    },
  ];
}
