import type { Item } from '@boardwire/contract/board-model';
import type { Transaction } from '../../../platform/database/database.ts';

/** Ids of the choices that wait on an item. */
export async function closeConflicts(
  tx: Transaction,
  boardId: string,
  itemId: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from field_conflicts where board_id = $1 and item_id = $2',
    [boardId, itemId],
  );
  return rows.map(({ id }) => id);
}

/** Gives an item's row another board and a place there, and takes along what hangs on it. */
export async function rehomeItem(
  tx: Transaction,
  { from, to }: { from: string; to: string },
  item: Item,
): Promise<void> {
  const { id, number, groupId, parentId, pos } = item;
  await tx.query(
    `update items set board_id = $2, number = $4, group_id = $5, parent_id = $6, pos = $7
     where board_id = $1 and id = $3`,
    [from, to, id, number, groupId, parentId, pos],
  );
  for (const text of MOVE_DEPENDENTS) await tx.query(text, [from, to, id]);
}

const MOVE_DEPENDENTS = ['comments', 'long_texts', 'long_text_updates'].map(
  (table) => `update ${table} set board_id = $2 where board_id = $1 and item_id = $3`,
);
