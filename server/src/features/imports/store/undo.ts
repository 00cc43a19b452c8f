import type { Transaction } from '../../../platform/database/database.ts';
import type { ImportedObject } from './objects.ts';

/** An import on its board. */
export interface MadeBy {
  organizationId: string;
  boardId: string;
  importId: string;
  source: string;
}

/** Items that the import made, page by page. */
export function readMadeItems(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
  { after, limit }: { after: string; limit: number },
): Promise<{ key: string; objectId: string }[]> {
  return tx.query(
    `select key, object_id as "objectId" from import_objects
     where board_id = $1 and source = $2 and kind = 'item' and key > $3 and import_id = $4
     order by key limit $5`,
    [boardId, source, after, importId, limit],
  );
}

/** Groups, columns and options that the import made. */
export function readMadeStructure(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
): Promise<Pick<ImportedObject, 'kind' | 'objectId'>[]> {
  return tx.query(
    `select kind, object_id as "objectId" from import_objects
     where board_id = $1 and source = $2 and kind in ('group', 'column', 'option') and import_id = $3`,
    [boardId, source, importId],
  );
}

/** Comments that the import added and that are still there. */
export function readMadeComments(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
): Promise<{ id: string; itemId: string }[]> {
  return tx.query(
    `select c.id, c.item_id as "itemId" from import_objects o
     join comments c on c.board_id = o.board_id and c.id = o.object_id
     where o.board_id = $1 and o.source = $2 and o.kind = 'comment' and o.import_id = $3`,
    [boardId, source, importId],
  );
}

const IS_OTHERS = `i.board_id = $1 and i.id not in (select o.object_id from import_objects o
  where o.board_id = $1 and o.source = $3 and o.kind = 'item' and o.import_id = $2)`;

/** Whether somebody else's items stand on the board. */
export async function hasOtherItems(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
): Promise<boolean> {
  const rows = await tx.query(`select 1 from items i where ${IS_OTHERS} limit 1`, [
    boardId,
    importId,
    source,
  ]);
  return rows.length > 0;
}

/** Sub-items that others put below items of the import. */
export async function readOtherChildren(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
  parentIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select i.id from items i where i.parent_id = any($4) and ${IS_OTHERS} order by i.pos`,
    [boardId, importId, source, parentIds],
  );
  return rows.map(({ id }) => id);
}

/** Changes of the import to items that were there before, newest first. */
export function readItemChanges(
  tx: Transaction,
  boardId: string,
  { first, before, limit }: { first: number; before: number; limit: number },
): Promise<{ seq: number; type: string; data: Record<string, unknown> }[]> {
  return tx.query(
    `select board_seq as seq, type, data from events where board_id = $1 and board_seq >= $2 and board_seq < $3
       and type in ('item.updated', 'item.moved') order by board_seq desc limit $4`,
    [boardId, first, before, limit],
  );
}

/** Whether an item stands in the group. */
export async function isGroupUsed(
  tx: Transaction,
  boardId: string,
  groupId: string,
): Promise<boolean> {
  const rows = await tx.query(
    'select 1 from items where board_id = $1 and container_id = $2 limit 1',
    [boardId, groupId],
  );
  return rows.length > 0;
}

/** Whether an item has a value in the column; with an option, that one. */
export async function isColumnUsed(
  tx: Transaction,
  boardId: string,
  { columnId, optionId }: { columnId: string; optionId?: string },
): Promise<boolean> {
  const rows = await tx.query(
    `select 1 from items where board_id = $1 and field_values ? $2
       and ($3::text is null or (field_values->$2) ? $3) limit 1`,
    [boardId, columnId, optionId ?? null],
  );
  return rows.length > 0;
}

/** Removes names of the import that no item holds any more. */
export async function deletePlaceholders(
  tx: Transaction,
  { boardId, importId }: MadeBy,
): Promise<void> {
  await tx.query(
    `delete from board_placeholders p where p.board_id = $1 and p.import_id = $2 and not exists (
       select from items i, jsonb_each(i.field_values) as v where i.board_id = $1 and v.value ? p.id::text)`,
    [boardId, importId],
  );
}

/** Forgets what the import made, and what it found when no other run of its source is left. */
export async function deleteObjects(
  tx: Transaction,
  { boardId, importId, source }: MadeBy,
  limit: number,
): Promise<number> {
  const rows = await tx.query(
    `delete from import_objects where (board_id, source, kind, key) in (
       select board_id, source, kind, key from import_objects
       where board_id = $1 and source = $2 and (import_id = $3 or (import_id is null
         and not exists (select from imports i where i.board_id = $1 and i.source = $2 and i.id <> $3 and i.state = 'done')))
       limit $4)
     returning 1`,
    [boardId, source, importId, limit],
  );
  return rows.length;
}

/** Removes items of a board; answers how many. */
export async function deleteItems(
  tx: Transaction,
  boardId: string,
  limit: number,
): Promise<number> {
  const rows = await tx.query(
    `delete from items where id = any(array(select id from items where board_id = $1 limit $2)) returning 1`,
    [boardId, limit],
  );
  return rows.length;
}

/** Removes a board with the rest of its rows. */
export async function deleteBoard(tx: Transaction, boardId: string): Promise<void> {
  await tx.query('delete from boards where id = $1', [boardId]);
}
