import { asRefusal } from './as-refusal.ts';
import type { ConnectionState, Transaction } from './database.ts';

/** Opens a read, hands over its connection, and ends when `work` does. */
export type OpenRead = (work: (tx: Transaction) => Promise<void>) => Promise<void>;

/** Runs `work` with a connection that its first statement takes, if there is one. */
export async function readLazily<T>(
  openRead: OpenRead,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const held = holdRead(openRead);
  let isOver = false;
  const demandOpen = () => {
    if (isOver) throw new Error('this transaction is over');
  };
  try {
    return await work({
      async query(text, values) {
        demandOpen();
        // Each waits for the same promise, so that statements leave in the order in which they were asked for.
        const tx = await held.take();
        demandOpen();
        return tx.query(text, values);
      },
      connection: held.state,
      // Nothing is committed; what fails is heard by whoever sent it.
      commitBehind: (sent) => void sent.catch(() => undefined),
    });
  } catch (error) {
    throw asRefusal(error);
  } finally {
    isOver = true;
    await held.giveBack();
  }
}

/** A read that begins when it is asked for, and ends when it is given back. */
function holdRead(openRead: OpenRead) {
  let state: ConnectionState = 'none';
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let reading: Promise<void> | undefined;
  let taken: Promise<Transaction> | undefined;
  const open = () =>
    new Promise<Transaction>((resolve, reject) => {
      state = 'awaited';
      reading = openRead(async (tx) => {
        state = 'held';
        resolve(tx);
        await ended;
      });
      reading.catch(reject);
    });
  return {
    state: () => state,
    take: () => (taken ??= open()),
    /** Rejects where the connection could not be had, or had not the scope that it should have. */
    giveBack(): Promise<void> | undefined {
      end();
      return reading;
    },
  };
}
