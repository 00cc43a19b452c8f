import type { Transaction } from '../../../platform/database/database.ts';
import type { ItemNews, ToldItem } from '../domain/item-news.ts';

/** Begins the key of what was taken back; it is remembered for as long as other keys are. */
export const GONE = 'gone ';

/** Begins the key that a message keeps for an item after a later one took its own. */
const EARLIER = 'earlier ';

/** A key of an open message, with the item that it stands for, if it does. */
export interface ItemFold {
  messageId: string;
  userId: string;
  key: string;
  itemId: string | null;
  news: ItemNews | null;
  payload: Record<string, unknown>;
}

/** Whose open messages, or anybody's, under which keys. */
export interface ItemFoldQuery {
  organizationId: string;
  userId: string | null;
  keys: readonly string[];
}

/**
 * Locks the open messages under these keys, and answers the keys that there are. Whoever sends one takes a lock too, so a
 * message whose time is not over behind our lock has not begun to be sent, and none of its sends begins before we are done.
 */
export async function lockItemFolds(
  tx: Transaction,
  { organizationId, userId, keys }: ItemFoldQuery,
): Promise<ItemFold[]> {
  const found = await tx.query<ItemFold & { closesAt: string }>(
    `select m.id as "messageId", f.user_id as "userId", f.fold_key as key, f.item_id as "itemId", f.news, m.payload,
       m.folds_until as "closesAt"
     from notice_folds f join messages m on m.id = f.message_id
     where f.organization_id = $1 and ($2::uuid is null or f.user_id = $2) and f.fold_key = any($3)
       and m.folds_until > now() and m.cancelled_at is null
     order by m.id, f.item_id for update of m`,
    [organizationId, userId, keys],
  );
  if (found.length === 0) return [];
  const [clock] = await tx.query<{ at: Date }>('select clock_timestamp() as at');
  const at = new Date(clock?.at ?? 0).getTime();
  return found.filter(({ closesAt }) => new Date(closesAt).getTime() > at);
}

/**
 * Notes what an open message says of items, under their keys and under `more`, however many there are. Those of earlier messages
 * go on to be found by their item.
 */
export async function putItemFolds(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
  {
    messageId,
    items,
    more,
  }: {
    messageId: string;
    items: readonly (ToldItem & { key: string })[];
    more: readonly string[];
  },
): Promise<void> {
  const rows = [
    ...items.map(({ key, id, title, news }) => ({ key, id, title, news })),
    ...more.map((key) => ({ key, id: null, title: null, news: null })),
  ];
  await keepEarlier(tx, { organizationId, userId }, { messageId, items });
  await tx.query(
    `with rows as materialized (
       select * from jsonb_to_recordset($4::jsonb) as r (key text, id uuid, title text, news jsonb)),
     told as (
       delete from notice_folds where organization_id = $1 and user_id = $2
         and fold_key in (select '${GONE}' || key from rows where id is not null))
     insert into notice_folds (organization_id, user_id, fold_key, message_id, closes_at, item_id, title, news)
     select $1, $2, r.key, m.id, m.folds_until, r.id, r.title, r.news from messages as m, rows as r where m.id = $3
     on conflict (organization_id, user_id, fold_key) do update set message_id = excluded.message_id,
       closes_at = excluded.closes_at, item_id = excluded.item_id, title = excluded.title, news = excluded.news`,
    [organizationId, userId, messageId, JSON.stringify(rows)],
  );
}

/** Each message has one row for each of its items. */
async function keepEarlier(
  tx: Transaction,
  { organizationId, userId }: { organizationId: string; userId: string },
  { messageId, items }: { messageId: string; items: readonly (ToldItem & { key: string })[] },
): Promise<void> {
  await tx.query(
    `delete from notice_folds where message_id = $1 and item_id = any($2::uuid[]) and starts_with(fold_key, '${EARLIER}')`,
    [messageId, items.map(({ id }) => id)],
  );
  await tx.query(
    `update notice_folds set fold_key = '${EARLIER}' || message_id || ' ' || fold_key
     where organization_id = $1 and user_id = $2 and fold_key = any($3) and message_id <> $4`,
    [organizationId, userId, items.map(({ key }) => key), messageId],
  );
}

/** A message says nothing of these items any more. */
export async function dropItemFolds(
  tx: Transaction,
  messageId: string,
  itemIds: readonly string[],
): Promise<void> {
  // The last that was said of an item is what may hold again.
  await tx.query(
    `delete from notice_folds where message_id = $1 and item_id = any($2::uuid[]) and starts_with(fold_key, '${EARLIER}')`,
    [messageId, itemIds],
  );
  await tx.query(
    `delete from notice_folds as g using notice_folds as f where f.message_id = $1 and f.item_id = any($2::uuid[])
       and g.organization_id = f.organization_id and g.user_id = f.user_id and g.fold_key = '${GONE}' || f.fold_key`,
    [messageId, itemIds],
  );
  await tx.query(
    `update notice_folds set fold_key = '${GONE}' || fold_key, closes_at = greatest(closes_at, now())
     where message_id = $1 and item_id = any($2::uuid[]) and not starts_with(fold_key, '${GONE}')`,
    [messageId, itemIds],
  );
}

/** What was told somebody of an item, and taken back before they had it by every way. */
export interface GoneItem extends ToldItem {
  userId: string;
}

/** Forgets that what stands under these keys was taken back, of one person or of everybody, and answers what it was. */
export function takeGoneFolds(
  tx: Transaction,
  { organizationId, userId, keys }: ItemFoldQuery,
): Promise<GoneItem[]> {
  return tx.query<GoneItem>(
    `delete from notice_folds where organization_id = $1 and ($2::uuid is null or user_id = $2) and fold_key = any($3)
     returning user_id as "userId", item_id as id, title, news`,
    [organizationId, userId, keys.map((key) => GONE + key)],
  );
}

/** The first items that a message tells of. */
export function listToldItems(
  tx: Transaction,
  messageId: string,
  limit: number,
): Promise<ToldItem[]> {
  return tx.query<ToldItem>(
    `select item_id as id, title, news from notice_folds
     where message_id = $1 and item_id is not null and not starts_with(fold_key, '${GONE}') order by item_id limit $2`,
    [messageId, limit],
  );
}
