import { call } from '../lib/call.ts';
import { queryClient } from '../lib/query-client.ts';
import { useRead } from '../lib/query.ts';
import { refreshReads, showFailureToast } from '../lib/write.ts';
import type { ListedBoard } from './board-lists.ts';

/** One's favourites in one's own order; undefined until they are read. */
export function useFavourites(organizationId: string): readonly ListedBoard[] | undefined {
  return useRead('favourites.list', { organizationId }, { enabled: organizationId !== '' }).data;
}

function favouritesKey(organizationId: string) {
  return ['favourites.list', { organizationId }] as const;
}

/** Whether a board is among the favourites that were read. */
export function isFavourite({ id, organizationId }: ListedBoard): boolean {
  const kept = queryClient.getQueryData<ListedBoard[]>(favouritesKey(organizationId));
  return kept?.some((one) => one.id === id) ?? false;
}

/** Shows the favourites as they will be, asks the server, and shows what came of it. */
async function changeFavourites(
  organizationId: string,
  change: (kept: readonly ListedBoard[]) => ListedBoard[],
  send: () => ReturnType<typeof call<'favourites.add'>>,
): Promise<void> {
  const key = favouritesKey(organizationId);
  await queryClient.cancelQueries({ queryKey: key });
  queryClient.setQueryData<ListedBoard[]>(key, (kept) => kept && change(kept));
  const outcome = await send();
  if (!outcome.ok) showFailureToast(outcome.error);
  await refreshReads('favourites.list');
}

/** Keeps a board as a favourite, or no longer. */
export function toggleFavourite(board: ListedBoard): Promise<void> {
  const { id: boardId, organizationId } = board;
  const others = (kept: readonly ListedBoard[]) => kept.filter(({ id }) => id !== boardId);
  return isFavourite(board)
    ? changeFavourites(organizationId, others, () => call('favourites.remove', { boardId }))
    : changeFavourites(
        organizationId,
        (kept) => [...others(kept), board],
        () => call('favourites.add', { boardId }),
      );
}

/** Puts a favourite at another place of the list, counted from 0 without itself. */
export function moveFavourite(board: ListedBoard, place: number): Promise<void> {
  const { id: boardId, organizationId } = board;
  const kept = queryClient.getQueryData<ListedBoard[]>(favouritesKey(organizationId)) ?? [];
  const others = kept.filter(({ id }) => id !== boardId);
  const after = others[place - 1]?.id ?? null;
  return changeFavourites(
    organizationId,
    () => others.toSpliced(place, 0, board),
    () => call('favourites.move', { boardId, after }),
  );
}
