import { firstIdAt } from '../../../platform/database/clock.ts';
import type { Transaction } from '../../../platform/database/database.ts';
import type { ItemNotice } from '../domain/item-news.ts';
import { GONE, type ItemFold } from './item-folds.ts';

/** A message that somebody has not got by every way yet. */
export interface UnsentMessage {
  messageId: string;
  payload: Record<string, unknown>;
}

/** What is told of a comment; on one board, or on whichever its item stood. */
export interface CommentQuery {
  organizationId: string;
  boardId: string | null;
  itemId: string;
  commentId: string;
}

/** Longer than any digest and night: what was told before is with its readers. */
const UNSENT_FOR = "interval '9 days'";
/** A comment goes into a message that was begun a minute before; clocks of nodes differ. */
const BEFORE = "interval '10 minutes'";

/**
 * Locks the messages that tell of a comment and that wait, for more of their kind, for the end of a night or for a digest. Whoever
 * sends one takes a lock too, and writes it out behind that.
 */
export function lockUnsentOfComment(
  tx: Transaction,
  { organizationId, boardId, itemId, commentId }: CommentQuery,
): Promise<UnsentMessage[]> {
  return tx.query<UnsentMessage>(
    `select m.id as "messageId", m.payload from messages as m
     where m.organization_id = $1 and m.cancelled_at is null and m.template_key in ('mentioned', 'commented')
       and m.id >= (select ${firstIdAt(`greatest(c.created_at - ${BEFORE}, now() - ${UNSENT_FOR})`)} from comments as c where c.id = $4)
       and m.subject ->> 'itemId' = $3::text and ($2::text is null or m.subject ->> 'boardId' = $2)
       and m.payload @> jsonb_build_object('excerpts', jsonb_build_array(jsonb_build_object('commentId', $4::uuid)))
       and (m.folds_until > now() or m.fanout_state <> 'done' or exists (
         select 1 from deliveries as d where d.message_id = m.id and d.state = 'queued'))
     order by m.id for update of m`,
    [organizationId, boardId, itemId, commentId],
  );
}

/** What is told of items on one board, to one person or to anybody. */
export interface ItemsQuery {
  organizationId: string;
  boardId: string;
  type: ItemNotice;
  userId: string | null;
  itemIds: readonly string[];
}

/** Not all of a message `m` has begun to be sent. */
const IS_UNSENT = `(m.folds_until > clock_timestamp() or m.fanout_state <> 'done' or exists (
  select 1 from deliveries as d where d.message_id = m.id and d.state = 'queued'))`;

/** Messages of $1 that wait and have a key among `folds`. */
const lockUnsent = (folds: string) =>
  `select m.id from messages as m where m.id in (
     select f.message_id from notice_folds as f where f.organization_id = $1 and ${folds})
     and m.cancelled_at is null and ${IS_UNSENT} order by m.id for update of m`;

/**
 * Locks the messages that tell of these items and that wait, and answers what they say of them, the earliest first. What of
 * them was begun to be sent while we waited for the lock is looked at once more behind it.
 */
export async function lockUnsentOfItems(
  tx: Transaction,
  { organizationId, boardId, type, userId, itemIds }: ItemsQuery,
): Promise<ItemFold[]> {
  const ofItems = `f.item_id = any($2::uuid[]) and ($3::uuid is null or f.user_id = $3) and not starts_with(f.fold_key, '${GONE}')`;
  const values = [organizationId, itemIds, userId];
  const locked = await tx.query<{ id: string }>(lockUnsent(ofItems), values);
  if (locked.length === 0) return [];
  return tx.query<ItemFold>(
    `select m.id as "messageId", f.user_id as "userId", f.fold_key as key, f.item_id as "itemId", f.news, m.payload
     from messages as m join notice_folds as f on f.message_id = m.id
     where m.id = any($4) and f.organization_id = $1 and ${ofItems} and m.template_key = $5
       and m.subject ->> 'boardId' = $6 and m.cancelled_at is null and ${IS_UNSENT}
     order by m.id, f.item_id`,
    [...values, locked.map(({ id }) => id), type, boardId],
  );
}

/** Locks the messages that wait under a key, as those of items are. */
export async function lockUnsentUnder(
  tx: Transaction,
  { organizationId, key }: { organizationId: string; key: string },
): Promise<UnsentMessage[]> {
  const locked = await tx.query<{ id: string }>(lockUnsent('f.fold_key = $2'), [
    organizationId,
    key,
  ]);
  if (locked.length === 0) return [];
  return tx.query<UnsentMessage>(
    `select m.id as "messageId", m.payload from messages as m
     where m.id = any($1) and m.cancelled_at is null and ${IS_UNSENT} order by m.id`,
    [locked.map(({ id }) => id)],
  );
}
