import { asRefusal } from './as-refusal.ts';

/** `awaited`: the first statement was asked for, and the pool has not answered yet. */
export type ConnectionState = 'none' | 'awaited' | 'held';

/** What a reading transaction can do. */
export interface Reading {
  /** Runs one statement and answers its rows. `text` is constant or one of few variants: it becomes a prepared statement. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Whether it has its connection yet; who holds one must wait for nobody who may wait for one (fault F24). */
  connection(): ConnectionState;
}

/** Opens a read, hands over its connection, and ends when `work` does. */
type OpenRead = (work: (tx: Reading) => Promise<void>) => Promise<void>;

/** Runs `work` with a connection that its first statement takes, if there is one. */
export async function readLazily<T>(
  openRead: OpenRead,
  work: (tx: Reading) => Promise<T>,
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
  let taken: Promise<Reading> | undefined;
  const open = () =>
    new Promise<Reading>((resolve, reject) => {
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
