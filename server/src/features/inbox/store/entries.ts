import type { InboxEntry } from '@boardwire/contract/inbox';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Owner } from './positions.ts';

/** An entry as it is kept, whoever may see what it is about now. */
export type StoredEntry = Omit<InboxEntry, 'isHidden'>;
/** What a list shows. */
export type Filter = 'all' | 'unread' | 'archived' | 'snoozed';

/** An entry that is to be written. */
export interface NewEntry extends Owner {
  id: string;
  seq: number;
  messageId: string;
  deliveryId: string;
  type: string;
  content: Record<string, unknown>;
  groupKey: string | null;
  boardId: string | null;
  itemId: string | null;
  actorId: string | null;
}

const COLUMNS = `i.id, i.seq, i.type, i.content, i.board_id as "boardId", i.item_id as "itemId",
  case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as actor,
  i.created_at as "createdAt", i.arrived_at as "arrivedAt", i.seen_at as "seenAt", i.read_at as "readAt",
  i.archived_at as "archivedAt", i.snoozed_until as "snoozedUntil", i.withdrawn_at as "withdrawnAt"`;

const OWN = `from inbox_items as i left join users as u on u.id = i.actor_id
  where i.organization_id = $1 and i.user_id = $2`;

const FILTERS: Readonly<Record<Filter, string>> = {
  all: 'i.archived_at is null and i.snoozed_until is null',
  unread: 'i.read_at is null and i.archived_at is null and i.snoozed_until is null',
  archived: 'i.archived_at is not null and i.withdrawn_at is null',
  snoozed: 'i.snoozed_until is not null',
};

/** Writes entries with the numbers that were taken for them. */
export async function insertEntries(tx: Transaction, entries: readonly NewEntry[]): Promise<void> {
  await tx.query(
    `insert into inbox_items (id, organization_id, user_id, seq, message_id, delivery_id, type, content, group_key,
       board_id, item_id, actor_id)
     select * from jsonb_to_recordset($1::jsonb) as e (id uuid, "organizationId" uuid, "userId" uuid, seq bigint,
       "messageId" uuid, "deliveryId" uuid, type text, content jsonb, "groupKey" text, "boardId" uuid, "itemId" uuid,
       "actorId" uuid)`,
    [JSON.stringify(entries)],
  );
}

/** A page of an inbox behind a place, the newest first. */
export function listEntries(
  tx: Transaction,
  { organizationId, userId }: Owner,
  {
    filter,
    after,
    limit,
  }: { filter: Filter; after: readonly [string, string] | null; limit: number },
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry>(
    `select ${COLUMNS} ${OWN} and ${FILTERS[filter]}
       and ($3::timestamptz is null or (i.arrived_at, i.id) < ($3, $4::uuid))
     order by i.arrived_at desc, i.id desc limit $5`,
    [organizationId, userId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

/** Entries with numbers above `since`, in their order. */
export function listChanged(
  tx: Transaction,
  { organizationId, userId }: Owner,
  { since, limit }: { since: number; limit: number },
): Promise<StoredEntry[]> {
  return tx.query<StoredEntry>(`select ${COLUMNS} ${OWN} and i.seq > $3 order by i.seq limit $4`, [
    organizationId,
    userId,
    since,
    limit,
  ]);
}

/** Entries that were not looked at yet, and those that were put off. */
export async function countEntries(
  tx: Transaction,
  { organizationId, userId }: Owner,
): Promise<{ unseen: number; snoozed: number }> {
  const [row] = await tx.query<{ unseen: number; snoozed: number }>(
    `select count(*) filter (where i.snoozed_until is null and i.seen_at is null)::int as unseen,
       count(*) filter (where i.snoozed_until is not null)::int as snoozed
     from inbox_items as i where i.organization_id = $1 and i.user_id = $2 and i.archived_at is null
       and (i.seen_at is null or i.snoozed_until is not null)`,
    [organizationId, userId],
  );
  return row ?? { unseen: 0, snoozed: 0 };
}

/** On which boards these items are now; what is gone for good is on none. */
export async function findItemBoards(
  tx: Transaction,
  organizationId: string,
  itemIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; boardId: string }>(
    'select id, board_id as "boardId" from items where organization_id = $1 and id = any($2)',
    [organizationId, itemIds],
  );
  return new Map(rows.map(({ id, boardId }) => [id, boardId]));
}
