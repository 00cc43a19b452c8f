import type { Transaction } from '../../../platform/database/database.ts';

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

/** Ends a batch of a cancelled message's waiting deliveries; answers how many. */
export async function cancelBatch(tx: Transaction, messageId: string): Promise<number> {
  const rows = await tx.query(
    `update deliveries set state = 'cancelled', hold = null, lease_until = null, leased_by = null, final_at = now()
     where id in (
       select id from deliveries where message_id = $1 and state = 'queued' order by id limit ${BATCH_SIZE} for update)
     returning id`,
    [messageId],
  );
  return rows.length;
}

/** Counts what became of a cancelled message's deliveries, and keeps the counts for whoever asks again. */
export async function countCancelled(tx: Transaction, messageId: string): Promise<CancelCounts> {
  const [row] = await tx.query<{ counts: CancelCounts }>(
    `with counted as (
       select count(*) filter (where state = 'cancelled') as cancelled,
         count(*) filter (where state in ('sent', 'delivered', 'failed')) as sent,
         count(*) filter (where state in ('sending', 'uncertain')) as in_flight
       from deliveries where message_id = $1)
     update messages set fanout_state = 'done', cancel_counts = jsonb_build_object('cancelled', counted.cancelled,
       'alreadySent', counted.sent, 'inFlight', counted.in_flight, 'isFanOutStopped', fanout_state = 'waiting')
     from counted where id = $1 returning cancel_counts as counts`,
    [messageId],
  );
  if (row === undefined) throw new Error('a message vanished while it was cancelled');
  return row.counts;
}
