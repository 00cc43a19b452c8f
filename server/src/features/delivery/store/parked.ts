import type { Transaction } from '../../../platform/database/database.ts';
import { belongsTo, valuesOf, type DeadLetterFilter } from './dead-letter-filter.ts';

/** Why a message that nobody could plan is among the dead letters. */
const REASON = 'unplannable';
/** Messages `m` that are set aside and match; they have no channel yet. */
const isMatching = (organizationId: string | null) =>
  `${belongsTo('m', organizationId)} and m.fanout_state = 'parked' and $2::text is null
     and ($3::text is null or $3 = '${REASON}') and ($4::text is null or m.category = $4)
     and ($5::uuid[] is null or m.id = any($5))`;

/** Columns of a dead letter that is a message without deliveries; `name` are those of its message. */
export function selectParked(organizationId: string | null, name: string): string {
  return `select m.id, null::uuid as "deliveryId", m.id as "messageId", null::text as channel, null::uuid as "recipientId",
      null::text as "recipientName", null::text as "addressSealed", ${name}, 'parked' as state, '${REASON}' as reason,
      m.plan_failures as attempts, m.parked_at as "createdAt"
    from messages as m where ${isMatching(organizationId)}`;
}

export async function countParkedOf(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from messages as m where ${isMatching(organizationId)}`,
    valuesOf(organizationId, filter),
  );
  return row?.count ?? 0;
}

/** Has messages planned once more, at most `limit`, one every `spacingMs`; answers how many. */
export async function redriveParked(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
  { limit, spacingMs }: { limit: number; spacingMs: number },
): Promise<number> {
  const rows = await tx.query(
    `with chosen as (
       select id, row_number() over (order by id) as place from (
         select m.id from messages as m where ${isMatching(organizationId)} and m.cancelled_at is null
         order by m.id limit $6 for no key update) as held)
     update messages as m set fanout_state = 'waiting', parked_at = null, parked_told_at = null, plan_failures = 0, plan_problem = null,
       plan_after = case when c.place > 1 then now() + make_interval(secs => (c.place - 1) * $7::float8 / 1000.0) end
     from chosen as c where m.id = c.id returning m.id`,
    [...valuesOf(organizationId, filter), limit, spacingMs],
  );
  return rows.length;
}

/** Lets go whoever of these messages has no delivery yet; what was planned of them stays. Answers how many messages. */
export async function discardParked(
  tx: Transaction,
  organizationId: string | null,
  filter: DeadLetterFilter,
  limit: number,
): Promise<number> {
  const rows = await tx.query(
    `update messages set fanout_state = 'done', parked_at = null where fanout_state = 'parked' and id = any(array(
       select m.id from messages as m where ${isMatching(organizationId)} order by m.id limit $6)) returning 1`,
    [...valuesOf(organizationId, filter), limit],
  );
  return rows.length;
}
