import type { Transaction } from '../../../platform/database/database.ts';
import type { Channel, DeliveryState } from '../domain/states.ts';
import { belongsTo, valuesOf, type DeadLetterFilter } from './dead-letter-filter.ts';
import { followCarriers } from './digests.ts';
import { NAME, RECIPIENT } from './message-log.ts';
import { countParkedOf, discardParked, redriveParked, selectParked } from './parked.ts';

/** A delivery that ended without arriving, or is in doubt for good; or a message that nobody could plan. */
export interface DeadLetter {
  id: string;
  deliveryId: string | null;
  messageId: string;
  /** Null of a message: it has none yet. */
  channel: Channel | null;
  recipientId: string | null;
  recipientName: string | null;
  addressSealed: string | null;
  category: string;
  template: string;
  title: string | null;
  state: DeliveryState | 'parked';
  reason: string;
  attempts: number;
  createdAt: string;
}

const JOINS = `dead_letters as l join deliveries as d on d.id = l.delivery_id join messages as m on m.id = d.message_id`;
const isMatching = (organizationId: string | null) =>
  `${belongsTo('l', organizationId)} and l.ended_at is null and ($2::text is null or d.channel = $2)
  and ($3::text is null or l.reason = $3) and ($4::text is null or m.category = $4)
  and ($5::uuid[] is null or l.id = any($5))`;

/** Open dead letters of an organization, or of the instance, and messages that nobody could plan; the newest first. */
export function listDeadLetters(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
  { before, limit }: { before: string | null; limit: number },
): Promise<DeadLetter[]> {
  return tx.query<DeadLetter>(
    `(select l.id, d.id as "deliveryId", d.message_id as "messageId", d.channel, ${RECIPIENT},
       d.address_sealed as "addressSealed", ${NAME}, d.state, l.reason, d.attempt as attempts, l.created_at as "createdAt"
     from ${JOINS} where ${isMatching(organizationId)} and ($6::uuid is null or l.id < $6) order by l.id desc limit $7)
     union all
     (${selectParked(organizationId, NAME)} and ($6::uuid is null or m.id < $6) order by m.id desc limit $7)
     order by id desc limit $7`,
    [...valuesOf(organizationId, filter), before, limit],
  );
}

export async function countDeadLetters(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from ${JOINS} where ${isMatching(organizationId)}`,
    valuesOf(organizationId, filter),
  );
  return (row?.count ?? 0) + (await countParkedOf(tx, organizationId, filter));
}

/**
 * Sends dead letters again, at most `limit`, one every `spacingMs`: the deliveries keep their ids and their history, and
 * get all attempts anew. Messages that nobody could plan are planned once more. What is past its time, or of a cancelled
 * message, stays. Answers how many.
 */
export async function redriveDeadLetters(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
  { userId, limit, spacingMs }: { userId: string; limit: number; spacingMs: number },
): Promise<number> {
  const rows = await tx.query<{ id: string }>(
    `with chosen as (
       -- Their messages are held: a cancellation comes before, or finds them waiting (delivery D17).
       select id, delivery_id, row_number() over (order by id) as place from (
         select l.id, l.delivery_id from ${JOINS}
         where ${isMatching(organizationId)} and m.cancelled_at is null and (d.expires_at is null or d.expires_at > now())
           and d.state in ('failed', 'uncertain')
         order by l.id limit $6 for key share of m) as held),
     ended as (
       update dead_letters as l set ended_at = now(), outcome = 'redriven', ended_by = $8 from chosen as c
       where l.id = c.id and l.ended_at is null returning l.delivery_id, c.place)
     update deliveries as d set state = 'queued', hold = 'retry', reason = null, final_at = null, fence = d.fence + 1,
       lease_until = null, leased_by = null, redriven_after = d.attempt,
       run_at = now() + make_interval(secs => (e.place - 1) * $7::float8 / 1000.0)
     from ended as e where d.id = e.delivery_id and d.state in ('failed', 'uncertain') returning d.id`,
    [...valuesOf(organizationId, filter), limit, spacingMs, userId],
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await followCarriers(tx, ids);
  const rest = { limit: limit - ids.length, spacingMs };
  return ids.length + (await redriveParked(tx, organizationId, filter, rest));
}

/** Ends dead letters without sending them; what was in doubt counts as failed then. Answers how many. */
export async function discardDeadLetters(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
  { userId, limit }: { userId: string; limit: number },
): Promise<number> {
  const rows = await tx.query<{ deliveryId: string }>(
    `update dead_letters set ended_at = now(), outcome = 'discarded', ended_by = $7
     where id = any(array(select l.id from ${JOINS} where ${isMatching(organizationId)} order by l.id limit $6)) and ended_at is null
     returning delivery_id as "deliveryId"`,
    [...valuesOf(organizationId, filter), limit, userId],
  );
  const ids = rows.map(({ deliveryId }) => deliveryId);
  await tx.query(
    `update deliveries set state = 'failed', final_at = now(), fence = fence + 1, lease_until = null
     where id = any($1) and state = 'uncertain'`,
    [ids],
  );
  if (ids.length > 0) await followCarriers(tx, ids);
  return ids.length + (await discardParked(tx, organizationId, filter, limit - ids.length));
}
