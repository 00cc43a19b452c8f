import type { Transaction } from '../../../platform/database/database.ts';
import { followCarriers } from './digests.ts';

/** What a cancellation stopped and what it came too late for, counted from rows (delivery D17). */
export interface CancelCounts {
  cancelled: number;
  alreadySent: number;
  /** Being sent at that moment, or sent as far as anybody knows. */
  inFlight: number;
  /** Recipients that had no row yet, and get none: null when nobody had counted them. */
  isFanOutStopped: boolean;
}

/** Rows of one batch: a hundred thousand at once would hold their locks for seconds. */
const BATCH_SIZE = 2_000;

/**
 * Marks a message as cancelled: from the commit on no claim and no fan-out goes on. Answers what an earlier cancellation
 * counted, `new` when this is the first, or null when there is no such message.
 */
export async function markCancelled(
  tx: Transaction,
  messageId: string,
): Promise<{ isNew: boolean; counts: CancelCounts | null } | null> {
  const [before] = await tx.query<{ isCancelled: boolean; counts: CancelCounts | null }>(
    `select cancelled_at is not null as "isCancelled", cancel_counts as counts from messages where id = $1 for update`,
    [messageId],
  );
  if (before === undefined) return null;
  if (!before.isCancelled)
    await tx.query('update messages set cancelled_at = now() where id = $1', [messageId]);
  return { isNew: !before.isCancelled, counts: before.counts };
}

/** Ends a batch of a cancelled message's waiting deliveries, with why if there is more to say; answers how many. */
export async function cancelBatch(
  tx: Transaction,
  messageId: string,
  reason: string | null = null,
): Promise<number> {
  const rows = await tx.query<{ id: string; isCarrier: boolean }>(
    `update deliveries set state = 'cancelled', reason = $2, hold = null, lease_until = null, leased_by = null, final_at = now()
     where id = any(array(
       select id from deliveries where message_id = $1 and state = 'queued' order by id limit ${BATCH_SIZE} for update))
     returning id, carries_digest_id is not null as "isCarrier"`,
    [messageId, reason],
  );
  const carriers = rows.flatMap(({ id, isCarrier }) => (isCarrier ? [id] : []));
  if (carriers.length > 0) await followCarriers(tx, carriers);
  return rows.length;
}

/** Counts what became of a cancelled message's deliveries, once, and keeps the counts for whoever asks again or beside. */
export async function countCancelled(tx: Transaction, messageId: string): Promise<CancelCounts> {
  const [row] = await tx.query<{ counts: CancelCounts }>(
    `with counted as (
       select count(*) filter (where state = 'cancelled') as cancelled,
         count(*) filter (where state in ('sent', 'delivered', 'failed')) as sent,
         count(*) filter (where state in ('sending', 'uncertain')) as in_flight
       from deliveries where message_id = $1)
     update messages set fanout_state = 'done', plan_after = null, parked_at = null, cancel_counts = jsonb_build_object('cancelled', counted.cancelled,
       'alreadySent', counted.sent, 'inFlight', counted.in_flight, 'isFanOutStopped', fanout_state <> 'done')
     from counted where id = $1 and cancel_counts is null returning cancel_counts as counts`,
    [messageId],
  );
  const counts = row?.counts ?? (await markCancelled(tx, messageId))?.counts;
  if (counts === undefined || counts === null)
    throw new Error('a message vanished while it was cancelled');
  return counts;
}

/** Ends one waiting delivery; false when it waits no more. Its message is locked, so that nobody begins it meanwhile. */
export async function cancelOne(tx: Transaction, deliveryId: string): Promise<boolean> {
  await tx.query(
    `select id from messages where id = (select message_id from deliveries where id = $1) for update`,
    [deliveryId],
  );
  const rows = await tx.query(
    `update deliveries set state = 'cancelled', hold = null, lease_until = null, leased_by = null, final_at = now()
     where id = $1 and state = 'queued' returning id`,
    [deliveryId],
  );
  if (rows.length > 0) await followCarriers(tx, [deliveryId]);
  return rows.length === 1;
}

/** Messages whose cancellation was cut off before it had counted. */
export async function listUnfinished(tx: Transaction, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from messages where cancelled_at < now() - interval '1 minute' and cancel_counts is null
     order by cancelled_at limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}
