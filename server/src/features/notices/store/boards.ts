import type { Transaction } from '../../../platform/database/database.ts';

/** A board as notices name it. */
export interface NamedBoard {
  id: string;
  organizationId: string;
  workspaceId: string;
  name: string;
}

/** A board that people are told of: in use, and none that only shows what a board can do. */
export async function findBoard(tx: Transaction, boardId: string): Promise<NamedBoard | null> {
  const [row] = await tx.query<NamedBoard>(
    `select b.id, b.organization_id as "organizationId", b.workspace_id as "workspaceId", b.name from boards b
     where b.id = $1 and b.deleted_at is null and not exists (select from sample_boards s
       where s.organization_id = b.organization_id and s.board_id = b.id)`,
    [boardId],
  );
  return row ?? null;
}

/** The title of an item that is in use; null when it is not. */
export async function findTitle(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemId: string,
): Promise<string | null> {
  const [row] = await tx.query<{ title: string }>(
    `select coalesce(field_values ->> 'title', '') as title from items
     where organization_id = $1 and board_id = $2 and id = $3 and deleted_at is null`,
    [organizationId, boardId, itemId],
  );
  return row?.title ?? null;
}

/** A column as far as notices read its values. */
export interface ReadColumn {
  id: string;
  type: string;
  name: string;
  settings: Record<string, unknown>;
}

export function listColumns(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  ids: readonly string[],
): Promise<ReadColumn[]> {
  return tx.query<ReadColumn>(
    `select id, type, name, settings from board_columns
     where organization_id = $1 and board_id = $2 and id::text = any($3) and deleted_at is null order by pos, id`,
    [organizationId, boardId, ids],
  );
}

/** Names by id, of accounts and of names out of imports. */
export async function readNames(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    `select id, name from users where id::text = any($1)
     union all select id, name from board_placeholders where id::text = any($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Which of these are people of the organization. */
export async function keepMembers(
  tx: Transaction,
  organizationId: string,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.query<{ id: string }>(
    `select user_id as id from memberships where organization_id = $1 and state = 'active' and user_id::text = any($2)
     order by user_id`,
    [organizationId, ids],
  );
  return rows.map(({ id }) => id);
}

/** People whom any column of an item names. */
export async function listAssignees(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemId: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select person_id as id from item_people where organization_id = $1 and board_id = $2 and item_id = $3',
    [organizationId, boardId, itemId],
  );
  return rows.map(({ id }) => id);
}

/** Who follows an item: whoever made it, is assigned, commented, or was mentioned. */
export async function listFollowers(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemId: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.user_id as id from memberships m where m.organization_id = $1 and m.state = 'active' and m.user_id in (
       select created_by from items where organization_id = $1 and board_id = $2 and id = $3
       union select person_id from item_people where organization_id = $1 and board_id = $2 and item_id = $3
       union select author_id from comments where item_id = $3 and organization_id = $1 and deleted_at is null
       union select user_id from item_followers where organization_id = $1 and board_id = $2 and item_id = $3)
     order by m.user_id`,
    [organizationId, boardId, itemId],
  );
  return rows.map(({ id }) => id);
}

/** Whoever was mentioned follows from then on. */
export async function addFollowers(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  { itemId, userIds }: { itemId: string; userIds: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into item_followers (organization_id, board_id, item_id, user_id)
     select $1, $2, $3, u from unnest($4::uuid[]) as u on conflict do nothing`,
    [organizationId, boardId, itemId, userIds],
  );
}

/** Remembers whom a long text names; answers those who are new, and forgets those who are not named any more. */
export async function noteTextMentions(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  { itemId, field, userIds }: { itemId: string; field: string; userIds: readonly string[] },
): Promise<string[]> {
  const key = [organizationId, boardId, itemId, field, userIds];
  await tx.query(
    `delete from text_mentions where organization_id = $1 and board_id = $2 and item_id = $3 and field = $4
       and user_id <> all($5::uuid[])`,
    key,
  );
  const rows = await tx.query<{ id: string }>(
    `insert into text_mentions (organization_id, board_id, item_id, field, user_id)
     select $1, $2, $3, $4, u from unnest($5::uuid[]) as u on conflict do nothing returning user_id as id`,
    key,
  );
  return rows.map(({ id }) => id);
}
