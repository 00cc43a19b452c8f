import type { Transaction } from '../../../platform/database/database.ts';

/** Kinds of objects that a file has. */
export type ObjectKind = 'group' | 'column' | 'option' | 'person' | 'item' | 'comment';

/** What the file last said of an object. */
export type SeenState = { name?: string; isArchived?: boolean };

/** A foreign object and what it is on the board. */
export interface ImportedObject {
  kind: ObjectKind;
  key: string;
  objectId: string;
  /** The import that made it; null when it was there before. */
  importId: string | null;
  seen: SeenState | null;
}

/** A board, and a board or table of another tool that goes into it. */
export interface Source {
  organizationId: string;
  boardId: string;
  source: string;
}

const COLUMNS = `kind, key, object_id as "objectId", import_id as "importId", seen`;

/** What earlier runs made of the source's structure: everything but items and comments. */
export function readStructure(
  tx: Transaction,
  { boardId, source }: Source,
): Promise<ImportedObject[]> {
  return tx.query<ImportedObject>(
    `select ${COLUMNS} from import_objects where board_id = $1 and source = $2
       and kind in ('group', 'column', 'option', 'person')`,
    [boardId, source],
  );
}

/** What earlier runs made of these items. */
export function readItems(
  tx: Transaction,
  { boardId, source }: Source,
  keys: readonly string[],
): Promise<ImportedObject[]> {
  return tx.query<ImportedObject>(
    `select ${COLUMNS} from import_objects where board_id = $1 and source = $2 and kind = 'item' and key = any($3)`,
    [boardId, source, keys],
  );
}

/** What earlier runs made of the comments on these items. */
export function readCommentsOf(
  tx: Transaction,
  { boardId, source }: Source,
  itemIds: readonly string[],
): Promise<ImportedObject[]> {
  return tx.query<ImportedObject>(
    `select o.kind, o.key, o.object_id as "objectId", o.import_id as "importId", o.seen from import_objects o
     where o.board_id = $1 and o.source = $2 and o.kind = 'comment' and o.object_id = any(
       array(select c.id from comments c where c.board_id = $1 and c.item_id = any($3)))`,
    [boardId, source, itemIds],
  );
}

/** Remembers objects; of those that are known, what the file says now. */
export async function saveObjects(
  tx: Transaction,
  { organizationId, boardId, source }: Source,
  objects: readonly ImportedObject[],
): Promise<void> {
  if (objects.length === 0) return;
  await tx.query(
    `insert into import_objects (organization_id, board_id, source, kind, key, object_id, import_id, seen)
     select $2, $3, $4, r.kind, r.key, r."objectId", r."importId", r.seen
     from json_to_recordset($1::json) as r (kind text, key text, "objectId" uuid, "importId" uuid, seen jsonb)
     on conflict (board_id, source, kind, key) do update
       set object_id = excluded.object_id, seen = excluded.seen, import_id = excluded.import_id`,
    [JSON.stringify(objects), organizationId, boardId, source],
  );
}

/** Sequence numbers on the board that earlier runs of the source wrote, or took back. */
export function readOwnRanges(
  tx: Transaction,
  { boardId, source }: Source,
): Promise<{ first: number; last: number }[]> {
  return tx.query<{ first: number; last: number }>(
    `select r.first, r.last from imports i,
       lateral (values (i.first_seq, i.last_seq), (i.undo_first_seq, i.undo_last_seq)) as r (first, last)
     where i.board_id = $1 and i.source = $2 and r.first is not null order by r.first`,
    [boardId, source],
  );
}

/** Forgets what runs made on boards that are gone; answers how many rows. */
export async function deleteOrphans(tx: Transaction, limit: number): Promise<number> {
  const rows = await tx.query(
    `delete from import_objects where (board_id, source, kind, key) in (
       select o.board_id, o.source, o.kind, o.key from import_objects o
       where not exists (select from boards b where b.id = o.board_id) limit $1)
     returning 1`,
    [limit],
  );
  return rows.length;
}
