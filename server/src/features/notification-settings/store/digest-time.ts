import type { Transaction } from '../../../platform/database/database.ts';

/** When somebody's digests go out, as far as they chose. */
export interface StoredDigestTime {
  hour: number | null;
  days: number[] | null;
}

/** What somebody chose; nulls when they chose nothing. */
export async function findDigestTime(tx: Transaction, userId: string): Promise<StoredDigestTime> {
  const [row] = await tx.query<StoredDigestTime>(
    'select hour, days from digest_times where user_id = $1',
    [userId],
  );
  return row ?? { hour: null, days: null };
}

/** Keeps what somebody chose. */
export async function putDigestTime(
  tx: Transaction,
  userId: string,
  { hour, days }: { hour: number; days: readonly number[] },
): Promise<void> {
  await tx.query(
    `insert into digest_times (user_id, hour, days) values ($1, $2, $3)
     on conflict (user_id) do update set hour = excluded.hour, days = excluded.days, updated_at = now()`,
    [userId, hour, days],
  );
}
