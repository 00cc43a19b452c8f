import { Link } from '@tanstack/react-router';
import { LockKeyhole } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ListedBoard } from '../../app/board-lists.ts';
import { t } from '../../i18n/t.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { BoardMenu } from './board-menu.tsx';
import { FavouriteStar } from './favourite-button.tsx';

interface BoardGridProps {
  boards: readonly ListedBoard[];
  /** A line below the name instead of the prefix. */
  describe?: (board: ListedBoard) => ReactNode;
}

/** Boards as cards: a link each, with its star and its acts. */
export function BoardGrid({ boards, describe = describeBoard }: BoardGridProps) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3">
      {boards.map((board) => (
        <li
          key={board.id}
          data-menu={`board:${board.id}`}
          className="group relative flex min-h-16 items-center gap-3 rounded border border-line bg-surface py-2.5 pr-2 pl-3.5 shadow-button transition-colors hover:border-control hover:bg-hover"
        >
          <Avatar name={board.name} seed={board.id} shape="square" />
          <div className="min-w-0 flex-1">
            <Link
              to="/boards/$boardId"
              params={{ boardId: board.id }}
              className="block truncate text-base leading-6 font-medium text-ink after:absolute after:inset-0 after:rounded"
            >
              {board.name}
            </Link>
            <div className="flex min-w-0 items-center gap-1.5 text-xs text-muted">
              {describe(board)}
            </div>
          </div>
          <div className="relative flex items-center">
            <FavouriteStar board={board} />
            <BoardMenu board={board} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function describeBoard({ prefix, visibility, description }: ListedBoard): ReactNode {
  return (
    <>
      <span className="shrink-0">{prefix}</span>
      {visibility === 'private' && (
        <span className="inline-flex shrink-0 items-center gap-1">
          <LockKeyhole aria-hidden="true" className="size-3" />
          {t('boards.private')}
        </span>
      )}
      {description !== '' && <span className="truncate">{description}</span>}
    </>
  );
}
