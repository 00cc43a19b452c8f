import type { Transaction } from './database/database.ts';
import { IS_SINCE_BEGINNING } from './outbox-registration.ts';

/** How far a reader of the event log is behind. */
export interface ConsumerLag {
  consumer: string;
  /** Age in seconds of the first event that it has not read. */
  lagS: number;
  /** Events that it gave up on. */
  parked: number;
}

/**
 * Reads how far these consumers are behind; places of consumers that the program has no more are left out, for nobody will
 * move them. Only the first unread event of each is looked at, so that a long queue costs no more than a short one.
 */
export function readLags(tx: Transaction, names: readonly string[]): Promise<ConsumerLag[]> {
  return tx.query<ConsumerLag>(
    `select c.name as consumer,
       coalesce(extract(epoch from now() - (
         select e.created_at from events as e
         where (e.transaction_id, e.position) > (c.transaction_id, c.position) and ${IS_SINCE_BEGINNING}
         order by e.transaction_id, e.position limit 1)), 0)::float8 as "lagS",
       (select count(*)::int from event_retries as r where r.consumer = c.name and r.parked_at is not null) as parked
     from event_consumers as c where c.name = any($1)`,
    [names],
  );
}
