import type { Transaction } from '../../../platform/database/database.ts';
import { takeNews } from './dead-letter-news.ts';

/** Somebody who owns the instance; the organization is the one they have belonged to for longest. */
export interface Owner {
  userId: string;
  organizationId: string | null;
  email: string;
  name: string;
  locale: string;
}

const SETTING = 'deadLettersAlarm';
/** How often owners hear of what goes on failing (delivery D22). */
const AGAIN_AFTER = "interval '15 minutes'";

/**
 * Takes how many messages of the instance failed that owners were not told of, unless they were told something less than 15
 * minutes ago; of several nodes that look, one tells.
 */
export async function takeInstanceNews(tx: Transaction): Promise<number> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [SETTING]);
  const [recent] = await tx.query(
    `select 1 from instance_settings where key = $1 and (value->>'at')::timestamptz > now() - ${AGAIN_AFTER}`,
    [SETTING],
  );
  if (recent !== undefined) return 0;
  const { count } = await takeNews(tx, null);
  if (count > 0)
    await tx.query(
      `insert into instance_settings (key, value) values ($1, jsonb_build_object('at', now()))
       on conflict (key) do update set updated_at = now(), value = excluded.value`,
      [SETTING],
    );
  return count;
}

/** Everybody who owns the instance. */
export function listOwners(tx: Transaction): Promise<Owner[]> {
  return tx.query<Owner>(
    `select u.id as "userId", u.email, u.name, u.locale, (
       select s.organization_id from memberships as s join organizations as o on o.id = s.organization_id
       where s.user_id = u.id and s.state = 'active' and o.deletion_scheduled_for is null
       order by s.created_at, s.organization_id limit 1) as "organizationId"
     from users as u where u.is_instance_owner`,
  );
}
