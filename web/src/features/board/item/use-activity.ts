import type { BoardChange } from '@boardwire/contract/sync';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useReadPages } from '../../../lib/query.ts';
import { useItem, useTable } from '../table-context.ts';

/** Entries of one page. */
const PAGE = 30;
/** Several changes at once are read once. */
const REST_MS = 400;

/** What happened to an item, newest first; read anew after each change of it. */
export function useActivity(itemId: string) {
  const { board } = useTable().model;
  const queries = useQueryClient();
  const item = useItem(itemId);
  const input = { boardId: board.id, itemId, limit: PAGE };
  const pages = useReadPages('boards.activity', input);
  const stamp = `${item?.updatedAt} ${item?.groupId} ${item?.commentCount}`;
  useEffect(() => {
    const timer = setTimeout(
      () =>
        void queries.invalidateQueries({
          queryKey: ['boards.activity', { boardId: board.id, itemId }],
        }),
      REST_MS,
    );
    return () => clearTimeout(timer);
  }, [queries, board, itemId, stamp]);
  const changes: readonly BoardChange[] = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  return { ...pages, changes };
}
