import type { Transaction } from '../../../platform/database/database.ts';

/** The last news about late deliveries that the owner of the instance was told. */
export interface StoredAlarm {
  kind: 'late' | 'over';
  /** The last beginning was told 15 minutes ago or earlier. */
  isLongAgo: boolean;
}

/** The person who owns the instance, and the organization whose inbox they hear by. */
export interface AlarmReader {
  userId: string;
  organizationId: string;
  locale: string;
}

const SETTING = 'deliveryAlarm';
/** How often the owner hears of trouble that lasts (delivery D22). */
const AGAIN_AFTER = "interval '15 minutes'";

/** Reads what was told, and keeps other processes from telling until the end of the transaction; null before the first time. */
export async function lockAlarm(tx: Transaction): Promise<StoredAlarm | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 2))`, [SETTING]);
  const [row] = await tx.query<StoredAlarm>(
    `select value->>'kind' as kind, (value->>'lateAt')::timestamptz <= now() - ${AGAIN_AFTER} as "isLongAgo"
     from instance_settings where key = $1`,
    [SETTING],
  );
  return row ?? null;
}

/** Keeps what was told; the time of the last beginning outlives its end. */
export async function saveAlarm(tx: Transaction, kind: StoredAlarm['kind']): Promise<void> {
  await tx.query(
    `insert into instance_settings as s (key, value) values ($1, jsonb_build_object('kind', $2::text, 'lateAt', now()))
     on conflict (key) do update set updated_at = now(),
       value = s.value || case when $2 = 'late' then excluded.value else jsonb_build_object('kind', $2::text) end`,
    [SETTING, kind],
  );
}

/** The owner with the organization that they have belonged to for longest; null when there is neither. */
export async function findOwner(tx: Transaction): Promise<AlarmReader | null> {
  const [row] = await tx.query<AlarmReader>(
    `select u.id as "userId", s.organization_id as "organizationId", u.locale
     from users as u join memberships as s on s.user_id = u.id join organizations as o on o.id = s.organization_id
     where u.is_instance_owner and s.state = 'active' and o.deletion_scheduled_for is null order by s.created_at, s.organization_id limit 1`,
  );
  return row ?? null;
}
