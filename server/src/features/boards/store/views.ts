import type { View } from '@boardwire/contract/board-model';
import { createStatements } from '../../../platform/board/row-table.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { boardTables } from './tables.ts';

const statements = createStatements(boardTables.views);

/** One person's views of a board, in their order. */
export function listOwnViews(tx: Transaction, boardId: string, userId: string): Promise<View[]> {
  return tx.query<View>(`${statements.selectAll} and t.owner_id = $2 order by t.pos, t.id`, [
    boardId,
    userId,
  ]);
}

/** Stores a person's view; false when the id is that of another one. */
export async function saveOwnView(
  tx: Transaction,
  { organizationId, boardId }: { organizationId: string; boardId: string },
  { id, name, kind, settings, ownerId, pos }: View,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into board_views as v (organization_id, board_id, id, name, kind, settings, owner_id, pos)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set name = excluded.name, kind = excluded.kind, settings = excluded.settings
       where v.board_id = $2 and v.owner_id = $7
     returning 1`,
    [organizationId, boardId, id, name, kind, settings, ownerId, pos],
  );
  return rows.length > 0;
}

/** Deletes a person's view and answers it; null when it is not theirs. */
export async function deleteOwnView(
  tx: Transaction,
  boardId: string,
  { id, ownerId }: { id: string; ownerId: string },
): Promise<View | null> {
  const [row] = await tx.query<View>(
    `delete from board_views as t where t.board_id = $1 and t.id = $2 and t.owner_id = $3 returning ${statements.list}`,
    [boardId, id, ownerId],
  );
  return row ?? null;
}
