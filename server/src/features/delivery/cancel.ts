import type { Database, Transaction } from '../../platform/database/database.ts';
import { sleep } from '../../kernel/time.ts';
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
  const marked = await againAfterDeadlock(() =>
    database.write('all', (tx) => markCancelled(tx, messageId)),
  );
  if (marked === null) return { kind: 'unknown' };
  if (marked.counts !== null) return toAnswer(marked.counts);
  const endBatch = () => database.write('all', (tx) => cancelBatch(tx, messageId));
  while ((await againAfterDeadlock(endBatch)) > 0);
  return toAnswer(await database.write('all', (tx) => countCancelled(tx, messageId)));
}

const DEADLOCK = '40P01';
const DEADLOCK_TRIES = 3;
/** Whoever went on has its turn first. */
const DEADLOCK_PAUSE_MS = 100;

/** Nothing of a transaction that the database ended because of a deadlock was kept. */
async function againAfterDeadlock<T>(work: () => Promise<T>, tries = DEADLOCK_TRIES): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: unknown }).code !== DEADLOCK || tries <= 1) throw error;
    await sleep(DEADLOCK_PAUSE_MS * (1 + Math.random()));
    return againAfterDeadlock(work, tries - 1);
  }
}

function toAnswer(counts: CancelCounts): Cancellation {
  const isLate = counts.cancelled === 0 && !counts.isFanOutStopped;
  return { kind: isLate ? 'late' : 'done', counts };
}

/** Why what waited of a message is not sent: it told of something that was undone before. */
const TAKEN_BACK = 'takenBack';

/**
 * Takes a message back within a transaction that does more, and that holds the message's row: few deliveries, and whoever
 * sends them waits for the end of it.
 */
export async function takeBackWithin(tx: Transaction, messageId: string): Promise<void> {
  const marked = await markCancelled(tx, messageId);
  if (marked === null || marked.counts !== null) return;
  while ((await cancelBatch(tx, messageId, TAKEN_BACK)) > 0);
  await countCancelled(tx, messageId);
}
