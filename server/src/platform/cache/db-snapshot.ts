/** What a statement of Postgres saw: all transactions that had ended when it began. */
export interface DbSnapshot {
  /** Every transaction below it had ended. */
  xmin: number;
  /** No transaction from it on had. */
  xmax: number;
  /** Those between that had not. */
  running: readonly number[];
}

/** Reads the text form of a pg_snapshot, such as `10:20:10,14`. Throws for anything else. */
export function parseSnapshot(text: string): DbSnapshot {
  const [xmin, xmax, running = ''] = text.split(':');
  const snapshot = {
    xmin: Number(xmin),
    xmax: Number(xmax),
    running: running === '' ? [] : running.split(',').map(Number),
  };
  const numbers = [snapshot.xmin, snapshot.xmax, ...snapshot.running];
  if (!numbers.every(Number.isSafeInteger)) throw new Error(`not a snapshot: ${text}`);
  return snapshot;
}

/** Whether it saw every transaction that the other one saw. */
export function covers({ xmax, running }: DbSnapshot, other: DbSnapshot): boolean {
  return xmax >= other.xmax && running.every((transactionId) => !sees(other, transactionId));
}

/** Whether a statement with this snapshot saw what the transaction did. */
export function sees({ xmin, xmax, running }: DbSnapshot, transactionId: number): boolean {
  if (transactionId < xmin) return true;
  return transactionId < xmax && !running.includes(transactionId);
}
