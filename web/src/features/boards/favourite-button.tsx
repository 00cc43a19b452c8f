import { Star } from 'lucide-react';
import type { ListedBoard } from '../../app/board-lists.ts';
import { toggleFavourite, useFavourites } from '../../app/favourites.ts';
import { t } from '../../i18n/t.tsx';
import { useRead } from '../../lib/query.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/icon-button.tsx';

/** Keeps a board as a favourite; the star is full while it is one. */
export function FavouriteStar({ board }: { board: ListedBoard }) {
  const favourites = useFavourites(board.organizationId);
  const isKept = favourites?.some(({ id }) => id === board.id) ?? false;
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
