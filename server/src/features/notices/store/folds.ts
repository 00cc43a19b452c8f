import type { Transaction } from '../../../platform/database/database.ts';
import { GONE } from './item-folds.ts';

/** A message that more may go into. */
export interface OpenFold {
  messageId: string;
  userId: string;
  payload: Record<string, unknown>;
}

/** What is looked for: whose, or anybody's, under the first of these keys that there is. */
export interface FoldQuery {
  organizationId: string;
  userId: string | null;
  keys: readonly string[];
}

/**
 * Locks the open messages under these keys. Whoever sends one takes a lock too, so a message whose time is not over behind
 * our lock has not begun to be sent, and none of its sends begins before we are done.
 */
export async function lockFolds(
  tx: Transaction,
  { organizationId, userId, keys }: FoldQuery,
): Promise<OpenFold[]> {
  const found = await tx.query<OpenFold & { closesAt: string; rank: number }>(
    `select m.id as "messageId", f.user_id as "userId", m.payload, m.folds_until as "closesAt",
       array_position($3::text[], f.fold_key) as rank
     from notice_folds f join messages m on m.id = f.message_id
     where f.organization_id = $1 and ($2::uuid is null or f.user_id = $2) and f.fold_key = any($3)
       and m.folds_until > now() and m.cancelled_at is null
     order by rank, m.id for update of m`,
    [organizationId, userId, keys],
  );
  if (found.length === 0) return [];
  const [clock] = await tx.query<{ at: Date }>('select clock_timestamp() as at');
  const at = new Date(clock?.at ?? 0).getTime();
  return found.filter(({ closesAt }) => new Date(closesAt).getTime() > at);
}

/** Gives an open message other values. */
export async function updateFold(
  tx: Transaction,
  messageId: string,
  payload: Record<string, unknown>,
): Promise<void> {
  await tx.query('update messages set payload = $2 where id = $1', [messageId, payload]);
}

/** A message about several items is about their board; then preferences and rights of one item do not decide. */
export async function widenSubject(tx: Transaction, messageId: string): Promise<void> {
  await tx.query(`update messages set subject = subject - 'itemId' where id = $1`, [messageId]);
}

/**
 * Leaves a message open for `windowS` seconds from its making, under these keys; to the millisecond, as planning reads it, so
 * that no send begins before.
 */
export async function openFold(
  tx: Transaction,
  {
    organizationId,
    userId,
    keys,
  }: { organizationId: string; userId: string; keys: readonly string[] },
  { messageId, windowS }: { messageId: string; windowS: number },
): Promise<void> {
  await tx.query(
    `with closing as (
       update messages set folds_until = date_trunc('milliseconds', now()) + make_interval(secs => $5) where id = $4 returning folds_until)
     insert into notice_folds (organization_id, user_id, fold_key, message_id, closes_at)
     select $1, $2, k, $4, folds_until from closing, unnest($3::text[]) as k
     on conflict (organization_id, user_id, fold_key) do update
       set message_id = excluded.message_id, closes_at = excluded.closes_at`,
    [organizationId, userId, keys, messageId, windowS],
  );
}

/** Nothing goes into a message any more; what was taken back out of it stays remembered. */
export async function closeFold(tx: Transaction, messageId: string): Promise<void> {
  await tx.query(
    `delete from notice_folds where message_id = $1 and not starts_with(fold_key, '${GONE}')`,
    [messageId],
  );
}

/** Forgets what is closed since long; what waits for a night or a digest may still be taken back. */
export async function deleteClosedFolds(tx: Transaction): Promise<void> {
  await tx.query(
    `delete from notice_folds where closes_at < now() - interval '1 hour' and message_id not in (
       select m.id from messages as m where m.folds_until is not null and m.cancelled_at is null
         and m.id in (select message_id from notice_folds where closes_at < now() - interval '1 hour')
         and (m.fanout_state <> 'done' or exists (
           select 1 from deliveries as d where d.message_id = m.id and d.state = 'queued')))`,
  );
}
