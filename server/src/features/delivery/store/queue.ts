import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel } from '../domain/states.ts';

/** A channel of an organization that an administrator has stopped; null for all of them. */
export interface Pause {
  channel: Channel | null;
  pausedAt: string;
}

/** What an organization has stopped. */
export function listPauses(tx: Transaction, organizationId: string): Promise<Pause[]> {
  return tx.query<Pause>(
    `select channel, paused_at as "pausedAt" from delivery_pauses where organization_id = $1
     order by channel nulls first`,
    [organizationId],
  );
}

/** Stops a channel of an organization, or all of them; once is enough. */
export async function insertPause(
  tx: Transaction,
  {
    organizationId,
    channel,
    userId,
  }: { organizationId: string; channel: Channel | null; userId: string },
): Promise<void> {
  await tx.query(
    `insert into delivery_pauses (organization_id, channel, paused_by) values ($1, $2, $3) on conflict do nothing`,
    [organizationId, channel, userId],
  );
}

/** Lets a channel go on; without one, everything that was stopped. */
export async function deletePauses(
  tx: Transaction,
  organizationId: string,
  channel: Channel | null,
): Promise<void> {
  await tx.query(
    `delete from delivery_pauses where organization_id = $1 and ($2::text is null or channel = $2)`,
    [organizationId, channel],
  );
}

/** How much one call forgets at most: a message to a whole organization is as much as thousands of small ones. */
export interface CleanLimits {
  messages: number;
  deliveries: number;
}

/**
 * Forgets messages that ended before a time, within the limits; those in somebody's inbox stay. Answers how many went
 * whole, and whether that was all: of a large one, deliveries go first.
 */
export async function deleteEnded(
  tx: Transaction,
  organizationId: string,
  { olderThanS, limits }: { olderThanS: number; limits: CleanLimits },
): Promise<{ messages: number; isDone: boolean }> {
  const ended = await tx.query<{ id: string }>(
    `select m.id from messages as m
     where m.organization_id = $1 and m.created_at < now() - make_interval(secs => $2)
       and (m.fanout_state = 'done' or m.cancelled_at is not null)
       and not exists (select 1 from inbox_items as i where i.message_id = m.id)
       and not exists (
         select 1 from deliveries as d
         where d.message_id = m.id and (d.final_at is null or d.final_at > now() - make_interval(secs => $2)))
       and not exists (
         select 1 from deliveries as d join dead_letters as l on l.delivery_id = d.id
         where d.message_id = m.id and l.ended_at is null)
     order by m.id limit $3`,
    [organizationId, olderThanS, limits.messages],
  );
  const ids = ended.map(({ id }) => id);
  const deliveries = await tx.query(
    `delete from deliveries where id = any(array(
       select id from deliveries where message_id = any($1) order by message_id limit $2)) returning 1`,
    [ids, limits.deliveries],
  );
  const messages = await tx.query(
    `delete from messages as m where m.id = any($1)
       and not exists (select 1 from deliveries as d where d.message_id = m.id) returning 1`,
    [ids],
  );
  const isDone = ids.length < limits.messages && deliveries.length < limits.deliveries;
  return { messages: messages.length, isDone };
}

/** Open dead letters of an organization, and messages that nobody could plan. */
export async function countOpenDeadLetters(
  tx: Transaction,
  organizationId: string,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select (select count(*) from dead_letters where organization_id = $1 and ended_at is null)::int
       + (select count(*) from messages where organization_id = $1 and fanout_state = 'parked')::int as count`,
    [organizationId],
  );
  return row?.count ?? 0;
}
