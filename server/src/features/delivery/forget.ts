import type { Database } from '../../platform/database/database.ts';
import {
  forgetDeliveries,
  forgetDigests,
  forgetMessages,
  listForgettable,
} from './store/forget.ts';

/** Messages that are looked at together. */
const MESSAGES_SIZE = 500;
/** Rows of one transaction: it is over before anybody who sends has to wait for it. */
const ROWS_SIZE = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Forgets messages with everything about them once the last of their deliveries ended `days` ago, in many short transactions;
 * one that has an open dead letter, or anything that is not over, is kept whole. Answers how many messages went.
 */
export async function forgetEnded(
  database: Database,
  days: number,
  signal?: AbortSignal,
): Promise<number> {
  const ofMessages = { olderThanDays: days, limit: MESSAGES_SIZE };
  const ofRows = { olderThanDays: days, limit: ROWS_SIZE };
  let forgotten = 0;
  let after = FIRST_ID;
  while (signal?.aborted !== true) {
    const ids = await database.read('all', (tx) => listForgettable(tx, ofMessages, after));
    await repeat(signal, () => database.write('all', (tx) => forgetDeliveries(tx, ids, ofRows)));
    forgotten += await database.write('all', (tx) => forgetMessages(tx, ids));
    const last = ids.at(-1);
    if (last === undefined || ids.length < MESSAGES_SIZE) break;
    after = last;
  }
  await repeat(signal, () => database.write('all', (tx) => forgetDigests(tx, ofRows)));
  return forgotten;
}

/** Goes on while there is a whole transaction's worth. */
async function repeat(signal: AbortSignal | undefined, step: () => Promise<number>): Promise<void> {
  while (signal?.aborted !== true && (await step()) === ROWS_SIZE);
}
