import type { Transaction } from '../../../platform/database/database.ts';
import type { StoredEvent } from '../../../platform/event-log.ts';

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

/** Titles of those of the items that are in use. */
export async function listTitles(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; title: string }>(
    `select id, coalesce(field_values ->> 'title', '') as title from items
     where organization_id = $1 and board_id = $2 and id = any($3::uuid[]) and deleted_at is null`,
    [organizationId, boardId, itemIds],
  );
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** People whom any column of these items names, by item. */
export async function listAssignees(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await tx.query<{ itemId: string; people: string[] }>(
    `select item_id as "itemId", array_agg(person_id::text) as people from item_people
     where organization_id = $1 and board_id = $2 and item_id = any($3::uuid[]) group by item_id`,
    [organizationId, boardId, itemIds],
  );
  return new Map(rows.map(({ itemId, people }) => [itemId, new Set(people)]));
}

/**
 * Who follows these items, by item: whoever made it by hand, is assigned, commented, was mentioned, or chose to; but not
 * whoever chose not to.
 */
export async function listFollowersOf(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  itemIds: readonly string[],
): Promise<Map<string, string[]>> {
  // Item by item through the indexes: read at once, a plan may go through all items for each hundred of them.
  const rows = await tx.query<{ itemId: string; people: string[] }>(
    `select w.item_id as "itemId", array(
       select f.user_id::text from (
         select person_id as user_id from item_people
           where organization_id = $1 and board_id = $2 and item_id = w.item_id
         union select author_id from comments
           where item_id = w.item_id and organization_id = $1 and deleted_at is null
         union select user_id from item_followers
           where organization_id = $1 and board_id = $2 and item_id = w.item_id and follows) as f
       where exists (select from memberships m
           where m.organization_id = $1 and m.user_id = f.user_id and m.state = 'active')
         and not exists (select from item_followers n where n.organization_id = $1 and n.board_id = $2
           and n.item_id = w.item_id and n.user_id = f.user_id and not n.follows)
       order by 1) as people
     from unnest($3::uuid[]) as w (item_id)`,
    [organizationId, boardId, itemIds],
  );
  return new Map(rows.map(({ itemId, people }) => [itemId, people]));
}

/** Who follows an item. */
export async function listFollowers(
  tx: Transaction,
  board: NamedBoard,
  itemId: string,
): Promise<string[]> {
  return (await listFollowersOf(tx, board, [itemId])).get(itemId) ?? [];
}

/** People follow from then on, unless they chose not to. */
export async function addFollowers(
  tx: Transaction,
  { organizationId, id: boardId }: NamedBoard,
  { itemIds, userIds }: { itemIds: readonly string[]; userIds: readonly string[] },
): Promise<void> {
  await tx.query(
    `insert into item_followers (organization_id, board_id, item_id, user_id)
     select $1, $2, i.id, u from items i, unnest($4::uuid[]) as u
     where i.organization_id = $1 and i.board_id = $2 and i.id = any($3::uuid[]) and exists (
       select from memberships m where m.organization_id = $1 and m.user_id = u) on conflict do nothing`,
    [organizationId, boardId, itemIds, userIds],
  );
}

/** Whether a call made more than `limit` items at once, as far as its events are in one transaction. */
export async function hasMadeMore(
  tx: Transaction,
  { transactionId, aggregateId, correlationId }: StoredEvent,
  limit: number,
): Promise<boolean> {
  const rows = await tx.query(
    `select from events where transaction_id = $1::xid8 and aggregate_id = $2 and correlation_id is not distinct from $3
       and type = 'item.created' limit $4`,
    [transactionId, aggregateId, correlationId, limit + 1],
  );
  return rows.length > limit;
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
