import type { Output } from '@boardwire/sdk/operations';
import type { InfiniteData } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryClient } from '../lib/query-client.ts';
import { useRead, useReadPages } from '../lib/query.ts';
import { refreshReads } from '../lib/write.ts';

type Page = Output<'boards.list'>;

/** A board as lists show it. */
export type ListedBoard = Page['items'][number];

/** Boards beyond these are found by search and on the page of all boards. */
const MOST_BOARDS = 500;
const PAGE_SIZE = 100;
/** Lists of boards change rarely; others' changes show within this time. */
const REFETCH_MS = 60_000;

/** The boards of an organization in use, by name, page by page up to 500. */
export function useActiveBoards(organizationId: string): {
  boards: readonly ListedBoard[] | undefined;
  hasMore: boolean;
} {
  const input = { organizationId, state: 'active' as const, limit: PAGE_SIZE };
  const isKnown = organizationId !== '';
  const query = useReadPages('boards.list', input, {
    refetchEveryMs: REFETCH_MS,
    enabled: isKnown,
  });
  const boards = query.data?.pages.flatMap(({ items }) => items);
  const { hasNextPage, isFetching, fetchNextPage } = query;
  const wantsMore = hasNextPage && !isFetching && (boards?.length ?? 0) < MOST_BOARDS;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  return { boards, hasMore: hasNextPage };
}

/** What one opened last, newest first; undefined until it is read. */
export function useRecents(organizationId: string): Output<'recents.list'> | undefined {
  return useRead('recents.list', { organizationId }, { enabled: organizationId !== '' }).data;
}

/** Reads anew what lists of boards show. */
export function refreshBoardLists(): Promise<void> {
  return refreshReads(
    'boards.list',
    'favourites.list',
    'recents.list',
    'templates.listSamples',
    'workspaces.list',
    // Work on a board goes with it, and comes back with it.
    'items.assigned',
  );
}

/** The board out of any list that was read. */
export function findListedBoard(boardId: string): ListedBoard | undefined {
  const lists = ['boards.list', 'favourites.list', 'recents.list'].flatMap((name) =>
    queryClient.getQueriesData<InfiniteData<Page> | Page | ListedBoard[]>({ queryKey: [name] }),
  );
  for (const [, data] of lists) {
    const found = rowsOf(data).find(({ id }) => id === boardId);
    if (found) return found;
  }
  return undefined;
}

function rowsOf(data: InfiniteData<Page> | Page | ListedBoard[] | undefined): ListedBoard[] {
  if (data === undefined) return [];
  if (Array.isArray(data)) return data;
  return 'pages' in data ? data.pages.flatMap(({ items }) => items) : data.items;
}
