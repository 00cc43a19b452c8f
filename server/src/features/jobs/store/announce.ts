import type { Transaction } from '../../../platform/database/database.ts';

/** Dead jobs that nobody was told of. */
export interface DeadNews {
  readonly count: number;
  /** Kinds of work among them. */
  readonly names: readonly string[];
}

/** Somebody who owns the instance; the organization is the one they have belonged to for longest. */
export interface Owner {
  readonly userId: string;
  readonly organizationId: string | null;
  readonly email: string;
  readonly name: string;
  readonly locale: string;
}

/** How often owners hear of jobs that go on dying (delivery D22). */
const AGAIN_AFTER = `interval '15 minutes'`;
/** Any constant of our own: of several nodes that look, one tells. */
const LOCK_KEY = 4_216_078;

/** Takes the news, unless others were told within the last 15 minutes; null when there is nothing to tell now. */
export async function takeUnannounced(tx: Transaction): Promise<DeadNews | null> {
  const [held] = await tx.query<{ isFree: boolean }>(
    'select pg_try_advisory_xact_lock($1) as "isFree"',
    [LOCK_KEY],
  );
  if (held?.isFree !== true) return null;
  const [news] = await tx.query<DeadNews>(
    `with told as (
       update jobs set announced_at = now()
        where state = 'dead' and announced_at is null
          and not exists (select 1 from jobs where announced_at > now() - ${AGAIN_AFTER}) returning name)
     select count(*)::int as count, coalesce(array_agg(distinct name), '{}') as names from told`,
  );
  return news === undefined || news.count === 0 ? null : news;
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
