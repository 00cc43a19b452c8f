import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, Lane } from '../domain/states.ts';

/** How much is to do on a channel, in a lane. */
export interface Load {
  channel: Channel;
  lane: Lane;
  /** Due now. */
  waiting: number;
  /** For later: scheduled, held back, to be tried again, or to be gathered. */
  delayed: number;
  /** Being sent. */
  active: number;
}

const LOADS = `
  select channel, lane, count(*) filter (where state = 'queued' and run_at <= now())::int as waiting,
    count(*) filter (where state = 'queued' and run_at > now())::int as delayed,
    count(*) filter (where state = 'sending')::int as active
  from deliveries where state in ('queued', 'sending')`;

/** What is to do in the whole instance. */
export function listLoads(tx: Transaction): Promise<Load[]> {
  return tx.query<Load>(`${LOADS} group by channel, lane`);
}

/** What is to do for an organization. */
export function listLoadsOf(tx: Transaction, organizationId: string): Promise<Load[]> {
  return tx.query<Load>(`${LOADS} and organization_id = $1 group by channel, lane`, [
    organizationId,
  ]);
}

/** Deliveries of an organization that ended within the last day, by channel and lane. */
export function listEndedOf(
  tx: Transaction,
  organizationId: string,
): Promise<{ channel: Channel; lane: Lane; completed: number; failed: number }[]> {
  return tx.query(
    `select channel, lane, count(*) filter (where state in ('sent', 'delivered'))::int as completed,
       count(*) filter (where state = 'failed')::int as failed
     from deliveries where organization_id = $1 and final_at > now() - interval '1 day' group by channel, lane`,
    [organizationId],
  );
}

/** Age in seconds of the oldest delivery that is due and not paused, or unplanned message; of one organization when named. */
export async function readOverdueS(tx: Transaction, organizationId?: string): Promise<number> {
  const [row] = await tx.query<{ overdueS: number }>(
    `select extract(epoch from now() - least(
       (select min(run_at) from deliveries as d where state = 'queued' and run_at <= now()
          and ($1::uuid is null or fair_key = $1) and not exists (
            select 1 from delivery_pauses as p where (p.organization_id is null or p.organization_id = d.fair_key)
              and (p.channel is null or p.channel = d.channel))),
       (select min(created_at) from messages where fanout_state = 'waiting' and cancelled_at is null
          and ($1::uuid is null or organization_id = $1))))::float8 as "overdueS"`,
    [organizationId ?? null],
  );
  return row?.overdueS ?? 0;
}

/**
 * Messages of the last day whose deliveries are not those that were planned (delivery D23): ids begin with their time, so
 * only the last day's rows are read.
 */
export async function countDifferences(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `with recent as (
       select id, planned from messages where id >= rpad(lpad(to_hex(
         (extract(epoch from now() - interval '1 day') * 1000)::bigint), 12, '0'), 32, '0')::uuid)
     select count(*)::int as count from recent as m
     where m.planned <> (select count(*) from deliveries as d where d.message_id = m.id)`,
  );
  return row?.count ?? 0;
}
