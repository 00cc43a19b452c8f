import type { Database, Transaction } from '../../platform/database/database.ts';
import { cancelBatch, countCancelled, markCancelled, type CancelCounts } from './store/cancel.ts';

/** What a cancellation came to: `late` when there was nothing left to stop. */
export type Cancellation =
  | { kind: 'unknown' }
  | { kind: 'done'; counts: CancelCounts }
  | { kind: 'late'; counts: CancelCounts };

/**
 * Cancels a message (delivery D17): its mark commits first, so that no send begins after that; then what waits ends in
 * batches. A second call is answered with the counts of the first; one that was cut off is gone on with.
 */
export async function cancelMessage(database: Database, messageId: string): Promise<Cancellation> {
  const marked = await database.write('all', (tx) => markCancelled(tx, messageId));
  if (marked === null) return { kind: 'unknown' };
  if (marked.counts !== null) return toAnswer(marked.counts);
  while ((await database.write('all', (tx) => cancelBatch(tx, messageId))) > 0);
  return toAnswer(await database.write('all', (tx) => countCancelled(tx, messageId)));
}

function toAnswer(counts: CancelCounts): Cancellation {
  const isLate = counts.cancelled === 0 && !counts.isFanOutStopped;
  return { kind: isLate ? 'late' : 'done', counts };
}

/**
 * Takes a message back within a transaction that does more, and that holds the message's row: few deliveries, and whoever
 * sends them waits for the end of it.
 */
export async function cancelWithin(tx: Transaction, messageId: string): Promise<void> {
  const marked = await markCancelled(tx, messageId);
  if (marked === null || marked.counts !== null) return;
  while ((await cancelBatch(tx, messageId)) > 0);
  await countCancelled(tx, messageId);
}
