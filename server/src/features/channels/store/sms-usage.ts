import type { Transaction } from '../../../platform/database/database.ts';

/** Takes segments of the day's, all or none; false when fewer are left (one statement, security S27). */
export async function takeSegments(
  tx: Transaction,
  { count, cap }: { count: number; cap: number },
): Promise<boolean> {
  if (count > cap) return false;
  const rows = await tx.query(
    `insert into sms_usage as u (day, segments) values ((now() at time zone 'UTC')::date, $1)
     on conflict (day) do update set segments = u.segments + $1 where u.segments + $1 <= $2 returning day`,
    [count, cap],
  );
  return rows.length === 1;
}

/** Forgets the counts of days long ago. */
export async function deleteOldUsage(tx: Transaction, days: number): Promise<void> {
  await tx.query(`delete from sms_usage where day < (now() at time zone 'UTC')::date - $1::int`, [
    days,
  ]);
}
