import { firstIdAt } from '../../../platform/database/clock.ts';
import type { Transaction } from '../../../platform/database/database.ts';

/** What is old enough to be forgotten: everything of it ended so many days ago. */
export interface Forgettable {
  olderThanDays: number;
  limit: number;
}

/** The first id of `$1` days ago. */
const CUTOFF_ID = firstIdAt('now() - make_interval(days => $1)');
/** A delivery that is not over, or was over later than `$1` days ago, or whose dead letter is open. */
const IS_NEEDED = `(d.final_at is null or d.state in ('queued', 'sending', 'uncertain')
  or d.final_at > now() - make_interval(days => $1)
  or exists (select 1 from dead_letters as l where l.delivery_id = d.id and l.ended_at is null))`;

/** Messages that are old, planned or cancelled, and none of whose deliveries is needed, behind `after`; the oldest first. */
export async function listForgettable(
  tx: Transaction,
  { olderThanDays, limit }: Forgettable,
  after: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.id from messages as m
     where m.id < ${CUTOFF_ID} and m.id > $2 and (m.fanout_state = 'done' or m.cancelled_at is not null)
       and not exists (select 1 from deliveries as d where d.message_id = m.id and ${IS_NEEDED})
     order by m.id limit $3`,
    [olderThanDays, after, limit],
  );
  return rows.map(({ id }) => id);
}

/** Forgets deliveries of messages with their attempts and what was said of them, at most `limit`; answers how many went. */
export async function forgetDeliveries(
  tx: Transaction,
  messageIds: readonly string[],
  { olderThanDays, limit }: Forgettable,
): Promise<number> {
  const rows = await tx.query(
    `delete from deliveries where id = any(array(
       select d.id from deliveries as d where d.message_id = any($2) and not ${IS_NEEDED} limit $3 for update skip locked))
     returning 1`,
    [olderThanDays, messageIds, limit],
  );
  return rows.length;
}

/** Forgets messages that have no delivery any more; answers how many. */
export async function forgetMessages(
  tx: Transaction,
  messageIds: readonly string[],
): Promise<number> {
  const rows = await tx.query(
    `delete from messages as m where m.id = any($1)
       and not exists (select 1 from deliveries as d where d.message_id = m.id) returning 1`,
    [messageIds],
  );
  return rows.length;
}

/** Forgets digests that closed long ago and that no delivery names; answers how many. */
export async function forgetDigests(
  tx: Transaction,
  { olderThanDays, limit }: Forgettable,
): Promise<number> {
  const rows = await tx.query(
    `delete from digests where id = any(array(
       select g.id from digests as g where g.state = 'closed' and g.closes_at < now() - make_interval(days => $1)
         and not exists (select 1 from deliveries as d where d.digest_id = g.id) limit $2))
     returning 1`,
    [olderThanDays, limit],
  );
  return rows.length;
}
