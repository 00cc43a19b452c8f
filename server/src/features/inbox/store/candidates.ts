import type { Transaction } from '../../../platform/database/database.ts';

/** The least that an organization gets of one look, however many wait. */
const SHARE_MIN = 20;

/**
 * Deliveries whose turn it is: the lanes in their order, in each the organizations in turns (delivery D10, D11). It goes from
 * one lane and organization to the next by the index, so that a hundred thousand rows of one cost as little as ten, and
 * are no reason for another to wait.
 */
export async function listCandidates(tx: Transaction, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `with recursive keys as (
       (select lane, fair_key from deliveries where channel = 'inApp' and state = 'queued' order by lane, fair_key limit 1)
       union all
       select n.lane, n.fair_key from keys as k cross join lateral (
         select lane, fair_key from deliveries
         where channel = 'inApp' and state = 'queued' and (lane, fair_key) > (k.lane, k.fair_key)
         order by lane, fair_key limit 1) as n)
     select first.id from keys as k cross join lateral (
       select due.id, row_number() over (order by due.run_at, due.id) as turn from (
         select d.id, d.run_at from deliveries as d join messages as m on m.id = d.message_id
         where d.channel = 'inApp' and d.lane = k.lane and d.fair_key = k.fair_key and d.state = 'queued'
           and d.run_at <= now() and (d.hold is null or d.hold not in ('digest', 'paused')) and m.cancelled_at is null
         order by d.run_at, d.id limit greatest($2::int, $1::int / (select count(*) from keys))) as due) as first
     where not exists (select from delivery_pauses as p
       where (p.organization_id is null or p.organization_id = k.fair_key) and (p.channel is null or p.channel = 'inApp'))
     order by array_position(array['critical', 'high', 'normal', 'bulk'], k.lane), first.turn, first.id limit $1`,
    [limit, SHARE_MIN],
  );
  return rows.map(({ id }) => id);
}
