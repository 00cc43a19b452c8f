import type { Client } from '../client.ts';
import type { Output } from '../operations.ts';
import type { Result } from '../result.ts';
import type { BoardStore } from './board-store.ts';

/** Reads all comments of an item into a store. */
export async function readComments(
  client: Pick<Client, 'comments'>,
  store: Pick<BoardStore, 'addComments'>,
  itemId: string,
): Promise<Result<Output<'comments.list'>>> {
  let cursor: string | undefined;
  for (;;) {
    const page = await client.comments.list({ itemId, limit: 100, ...(cursor && { cursor }) });
    if (!page.ok) return page;
    store.addComments(page.data.items);
    if (page.data.nextCursor === null) return page;
    cursor = page.data.nextCursor;
  }
}
