import type { Transaction } from './database.ts';

/** The moment that a transaction began, by the database's clock, which all nodes share. */
export async function readNow(tx: Transaction): Promise<Date> {
  const [row] = await tx.query<{ now: string }>('select now() as now');
  if (row === undefined) throw new Error('the database has no clock');
  return new Date(row.now);
}

/**
 * The SQL of the least id that can have been made at a time: ids begin with their milliseconds since 1970 (UUID version 7).
 * `time` is an SQL expression of type timestamptz.
 */
export function firstIdAt(time: string): string {
  return `rpad(lpad(to_hex((extract(epoch from ${time}) * 1000)::bigint), 12, '0'), 32, '0')::uuid`;
}
