import type { BoardPlace } from '../../../platform/board/system-mutation.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** Rows of one statement: far less than its time limit. */
const CHUNK_ROWS = 5_000;
/** Boards of one round; the next round finds the rest. */
const MAX_BOARDS = 500;

/** Boards that have something in their trash from before `end`; those that are in the trash themselves go as a whole. */
export function findBoardsWithTrash(tx: Transaction, end: string): Promise<BoardPlace[]> {
  return tx.query<BoardPlace>(
    `select b.id as "boardId", b.organization_id as "organizationId" from boards b where b.deleted_at is null and b.id in (
       select board_id from items where deleted_at < $1 union select board_id from comments where deleted_at < $1
       union select board_id from board_groups where deleted_at < $1
       union select board_id from board_columns where deleted_at < $1)
     limit ${MAX_BOARDS}`,
    [end],
  );
}

/** Takes a column's values and texts out of a board, as the event of its purge says (contract/board-state). */
export async function forgetColumnValues(
  tx: Transaction,
  boardId: string,
  columnId: string,
): Promise<void> {
  for (const table of ['long_text_updates', 'long_texts'])
    await tx.query(`delete from ${table} where board_id = $1 and field = $2`, [boardId, columnId]);
  const statement = `update items set field_values = field_values - $2, field_versions = field_versions - $2
    where id = any(array(
      select id from items where board_id = $1 and (field_values ? $2 or field_versions ? $2) limit ${CHUNK_ROWS}))
    returning 1`;
  while ((await tx.query(statement, [boardId, columnId])).length === CHUNK_ROWS);
}

/** A board whose time in the trash is over. */
export interface DueBoard {
  id: string;
  organizationId: string;
  name: string;
}

/** Claims a board that was deleted before `end`, behind its lock: nobody writes it meanwhile. */
export async function claimDueBoard(tx: Transaction, end: string): Promise<DueBoard | null> {
  const [due] = await tx.query<{ id: string }>(
    'select id from boards where deleted_at < $1 order by deleted_at limit 1',
    [end],
  );
  if (due === undefined) return null;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [due.id]);
  const [row] = await tx.query<DueBoard>(
    `select id, organization_id as "organizationId", name from boards where id = $1 and deleted_at < $2`,
    [due.id, end],
  );
  return row ?? null;
}

/** `$1` is the board, `$2` the number of rows. Sub-items refer to items, and most else to both. */
const steps = [
  deleteChunk('long_text_updates', '(item_id, field, seq)'),
  deleteChunk('long_texts', '(item_id, field)'),
  deleteChunk('comments', 'id'),
  deleteChunk('field_conflicts', 'id'),
  deleteChunk('items', 'id', ' and parent_id is not null'),
  deleteChunk('items', 'id'),
  deleteChunk('events', '(created_at, id)'),
];

function deleteChunk(table: string, key: string, condition = ''): string {
  const columns = key.replaceAll(/[()]/g, '');
  return `delete from ${table} where board_id = $1 and ${key} in (
    select ${columns} from ${table} where board_id = $1${condition} limit $2) returning 1`;
}

/** Removes the next rows of a board; true when the board itself is gone. */
export async function purgeBoardChunk(tx: Transaction, boardId: string): Promise<boolean> {
  for (const step of steps) {
    const rows = await tx.query(step, [boardId, CHUNK_ROWS]);
    if (rows.length > 0) return false;
  }
  await tx.query('delete from boards where id = $1', [boardId]);
  return true;
}
