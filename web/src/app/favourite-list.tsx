import { t } from '../i18n/t.tsx';
import { cx } from '../ui/cx.ts';
import type { ListedBoard } from './board-lists.ts';
import { moveFavourite } from './favourites.ts';
import { BoardLink } from './board-link.tsx';
import { useReorder } from './use-reorder.ts';

interface FavouriteListProps {
  boards: readonly ListedBoard[];
  isNarrow: boolean;
}

/** One's favourites; they change places by the mouse, by Alt and arrows, and by their menu (web W37). */
export function FavouriteList({ boards, isNarrow }: FavouriteListProps) {
  const { draggedPlace, dropPlace, moved, rowProps } = useReorder(boards.length, (from, to) => {
    const board = boards[from];
    if (board) void moveFavourite(board, to);
  });
  const movedBoard = moved === null ? undefined : boards[moved];
  return (
    <>
      <ul className="flex flex-col gap-0.5">
        {boards.map((board, place) => (
          <li
            key={board.id}
            data-menu={`board:${board.id}`}
            {...rowProps(place)}
            className={cx(
              'rounded',
              draggedPlace === place && 'opacity-50',
              dropPlace === place && 'shadow-drop-above',
              dropPlace === place + 1 && place === boards.length - 1 && 'shadow-drop-below',
            )}
          >
            <BoardLink board={board} isNarrow={isNarrow} />
          </li>
        ))}
      </ul>
      <div role="status" className="sr-only">
        {movedBoard &&
          t('favourite.moved', {
            name: movedBoard.name,
            place: (moved ?? 0) + 1,
            count: boards.length,
          })}
      </div>
    </>
  );
}
