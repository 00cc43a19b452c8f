import type { Comment } from '@boardwire/contract/comments';
import { createStatements } from '../../../platform/board/row-table.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { commentTables } from './tables.ts';

const { list } = createStatements(commentTables.comments);

/** Comments of an item, oldest first. */
export function listComments(
  tx: Transaction,
  {
    itemId,
    after,
    limit,
  }: { itemId: string; after: [at: string, id: string] | null; limit: number },
): Promise<Comment[]> {
  return tx.query<Comment>(
    `select ${list} from comments t where t.item_id = $1
       and ($2::timestamptz is null or (date_trunc('milliseconds', t.created_at), t.id) > ($2, $3::uuid))
     order by date_trunc('milliseconds', t.created_at), t.id limit $4`,
    [itemId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

/** Which of these people can see a board. */
export async function findReaders(
  tx: Transaction,
  {
    organizationId,
    boardId,
    isPrivate,
  }: { organizationId: string; boardId: string; isPrivate: boolean },
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select m.user_id as id from memberships m
     where m.organization_id = $1 and m.state = 'active' and m.user_id = any($3)
       and (not $4 or exists (select from board_members b
         where b.organization_id = $1 and b.board_id = $2 and b.user_id = m.user_id))`,
    [organizationId, boardId, ids, isPrivate],
  );
  return new Set(rows.map(({ id }) => id));
}
