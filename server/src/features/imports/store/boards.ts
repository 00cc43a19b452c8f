import type { Transaction } from '../../../platform/database/database.ts';

/** Nothing that anybody made stands on the board. */
const IS_EMPTY = `not exists (select from items i where i.board_id = b.id)
  and not exists (select from import_objects o where o.board_id = b.id and o.kind = 'item')`;

/**
 * Removes a board that was made for an import which came to nothing or was undone, with all of its rows; one that somebody
 * took out of the trash or filled stays.
 */
export async function deleteEmptyBoard(tx: Transaction, boardId: string): Promise<void> {
  await tx.query(
    `delete from boards b where b.id = $1 and b.deleted_at is not null and ${IS_EMPTY}`,
    [boardId],
  );
}
