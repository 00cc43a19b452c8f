import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel } from '../domain/states.ts';
import { belongsTo } from './dead-letter-filter.ts';

/** Which of the notices tells administrators of dead letters. */
export const ALERT_TEMPLATE = 'deadLetters';
/** How the dedupe keys of what owners of the instance are told begin. */
export const INSTANCE_ALERT = 'instanceDeadLetters';

/** What administrators were not told of yet. */
export interface DeadLetterNews {
  count: number;
  /** Messages that nobody could plan have none. */
  channels: Partial<Record<Channel, number>>;
}

/** A quarter of an hour: there is one notice in each (delivery D22). */
const SLOT = `floor(extract(epoch from now()) / 900)::int`;

/** Organizations with dead letters that nobody was told of, and the name of the notice that would be the one of now. */
export function listUntold(tx: Transaction): Promise<{ organizationId: string; alert: string }[]> {
  return tx.query(
    `select organization_id as "organizationId", '${ALERT_TEMPLATE} ' || ${SLOT} as alert from (
       select organization_id from dead_letters where ended_at is null and announced_at is null
       union
       select organization_id from messages where fanout_state = 'parked' and parked_told_at is null) as untold
     where organization_id is not null and not exists (
       select 1 from messages as a
       where a.organization_id = untold.organization_id and a.dedupe_key = '${ALERT_TEMPLATE} ' || ${SLOT})`,
  );
}

/** Whether there is that notice already; of several nodes that look at once, one tells, and the others find it told. */
export async function isTold(
  tx: Transaction,
  organizationId: string,
  alert: string,
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 2))', [
    `${ALERT_TEMPLATE} ${organizationId}`,
  ]);
  const rows = await tx.query(
    'select 1 from messages where organization_id = $1 and dedupe_key = $2',
    [organizationId, alert],
  );
  return rows.length > 0;
}

/**
 * Marks what an organization, or the instance, was not told of as told, and answers it. Notices about such that failed
 * themselves are no news.
 */
export async function takeNews(
  tx: Transaction,
  organizationId: string | null,
): Promise<DeadLetterNews> {
  const [news] = await tx.query<DeadLetterNews>(
    `with letters as (
       update dead_letters as l set announced_at = now() from deliveries as d join messages as m on m.id = d.message_id
       where d.id = l.delivery_id and ${belongsTo('l', organizationId)} and l.ended_at is null and l.announced_at is null
       returning d.channel, m.template_key, m.dedupe_key),
     parked as (
       update messages as m set parked_told_at = now()
       where ${belongsTo('m', organizationId)} and m.fanout_state = 'parked' and m.parked_told_at is null
       returning null::text as channel, m.template_key, m.dedupe_key),
     counted as (
       select channel, count(*)::int as count from (select * from letters union all select * from parked) as told
       where template_key <> '${ALERT_TEMPLATE}' and coalesce(dedupe_key, '') not like '${INSTANCE_ALERT} %'
       group by channel)
     select coalesce(sum(count), 0)::int as count,
       coalesce(jsonb_object_agg(channel, count) filter (where channel is not null), '{}') as channels from counted`,
    [organizationId],
  );
  return news ?? { count: 0, channels: {} };
}
