import type { FieldConflict, Item } from '@boardwire/contract/board-model';
import { createStatements } from '../../../platform/board/row-table.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import { itemTables } from './tables.ts';

const items = createStatements(itemTables.items);
const conflicts = createStatements(itemTables.conflicts);

/** An item with its board. */
export async function findItem(
  tx: Transaction,
  itemId: string,
): Promise<(Item & { boardId: string; prefix: string }) | null> {
  const [row] = await tx.query<Item & { boardId: string; prefix: string }>(
    `select ${items.list}, t.board_id as "boardId", b.prefix from items t join boards b on b.id = t.board_id
     where t.id = $1`,
    [itemId],
  );
  return row ?? null;
}

/** Which items a list asks for. */
export interface ItemQuery {
  boardId: string;
  state: 'active' | 'archived' | 'deleted';
  groupId?: string | undefined;
  parentId?: string | undefined;
  /** Number of the last item of the page before. */
  after: number;
  limit: number;
}

const STATES = {
  active: 't.archived_at is null and t.deleted_at is null',
  archived: 't.archived_at is not null and t.deleted_at is null',
  deleted: 't.deleted_at is not null',
};

/** Items of a board by number. */
export function listItems(tx: Transaction, query: ItemQuery): Promise<Item[]> {
  return tx.query<Item>(
    `${items.selectAll} and ${STATES[query.state]} and t.number > $2
       and ($3::uuid is null or t.group_id = $3) and ($4::uuid is null or t.parent_id = $4)
     order by t.number limit $5`,
    [query.boardId, query.after, query.groupId ?? null, query.parentId ?? null, query.limit],
  );
}

/** Choices that wait on a board, oldest first. */
export function listOpenConflicts(tx: Transaction, boardId: string): Promise<FieldConflict[]> {
  return tx.query<FieldConflict>(`${conflicts.selectAll} order by t.opened_at, t.id`, [boardId]);
}
