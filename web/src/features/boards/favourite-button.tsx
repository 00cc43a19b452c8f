import { Star, StarOff } from 'lucide-react';
import type { ListedBoard } from '../../app/board-lists.ts';
import { toggleFavourite, useFavourites } from '../../app/favourites.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { MenuItem } from '../../ui/menu.tsx';

function useIsKept(board: ListedBoard) {
  const favourites = useFavourites(board.organizationId);
  return { favourites, isKept: favourites?.some(({ id }) => id === board.id) ?? false };
}

/** Keeps a board as a favourite; the star is full while it is one. */
export function FavouriteStar({ board }: { board: ListedBoard }) {
  const { favourites, isKept } = useIsKept(board);
  return (
    <IconButton
      icon={Star}
      label={t(isKept ? 'favourite.remove' : 'favourite.add')}
      aria-pressed={isKept}
      disabled={favourites === undefined}
      onClick={() => void toggleFavourite(board)}
      className={cx(
        isKept ? 'text-star not-disabled:hover:text-star [&_svg]:fill-current' : 'text-faint',
      )}
    />
  );
}

/** The same for a board of which only the id is at hand. */
export function FavouriteButton({ boardId }: { boardId: string }) {
  const { data } = useRead('boards.get', { boardId });
  return data ? <FavouriteStar board={data} /> : null;
}

/** The same as an act of a menu, where there is no room for the star. */
export function FavouriteItem({ boardId }: { boardId: string }) {
  const { data } = useRead('boards.get', { boardId });
  return data ? <ToggleItem board={data} /> : null;
}

function ToggleItem({ board }: { board: ListedBoard }) {
  const { favourites, isKept } = useIsKept(board);
  return (
    <MenuItem
      icon={isKept ? StarOff : Star}
      disabled={favourites === undefined}
      onSelect={() => void toggleFavourite(board)}
    >
      {t(isKept ? 'favourite.remove' : 'favourite.add')}
    </MenuItem>
  );
}
