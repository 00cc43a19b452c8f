import type { QuietHours } from '@boardwire/contract/quiet-hours';
import type { Transaction } from '../../../platform/database/database.ts';

/** A person's quiet hours as they are kept. */
export type StoredQuietHours = Pick<QuietHours, 'timeZone' | 'windows' | 'overrideUntil'>;

/** A person's quiet hours; none in the zone of their profile when they chose nothing. Null for nobody. */
export async function findQuietHours(
  tx: Transaction,
  userId: string,
): Promise<StoredQuietHours | null> {
  const [row] = await tx.query<StoredQuietHours>(
    `select coalesce(q.time_zone, u.time_zone) as "timeZone", coalesce(q.windows, '[]') as windows,
       q.override_until as "overrideUntil"
     from users as u left join quiet_hours as q on q.user_id = u.id where u.id = $1`,
    [userId],
  );
  return row ?? null;
}

/** Keeps a person's quiet hours. */
export async function putQuietHours(
  tx: Transaction,
  userId: string,
  { timeZone, windows, overrideUntil }: StoredQuietHours,
): Promise<void> {
  await tx.query(
    `insert into quiet_hours as q (user_id, time_zone, windows, override_until) values ($1, $2, $3, $4)
     on conflict (user_id) do update set time_zone = excluded.time_zone, windows = excluded.windows,
       override_until = excluded.override_until, updated_at = now()`,
    [userId, timeZone, JSON.stringify(windows), overrideUntil],
  );
}
