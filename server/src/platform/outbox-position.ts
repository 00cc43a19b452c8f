import type { Transaction } from './database/database.ts';
import { foreignTypes } from './outbox-types.ts';
import { EVENT_COLUMNS, type StoredEvent } from './event-log.ts';

/** Short transactions: a long one that writes holds every reader back (reliability R19). */
const BATCH_SIZE = 100;
/** Events that one batch passes over when the consumer takes none of them: some ten milliseconds. */
const WINDOW_SIZE = 20_000;

/** Where an event stands in the log. */
export interface Place {
  transactionId: string;
  position: number;
}

/** The place behind which a consumer reads on, and what it begins after (O7). */
export interface ConsumerPosition extends Place {
  beginsAfter: string | null;
  /** What other running versions take, and this one does not know (O9). */
  foreignTypes: string[];
}

/** What lies ahead of a consumer. */
export interface EventsAhead {
  /** Of the types that it takes. */
  events: StoredEvent[];
  /** Where to go on from; null when nothing lies ahead. */
  end: Place | null;
  isMore: boolean;
}

/** A consumer's position, locked; null when another node has it. */
export async function lockPosition(
  tx: Transaction,
  consumer: { name: string; on: readonly string[] },
): Promise<ConsumerPosition | null> {
  const [row] = await tx.query<ConsumerPosition>(
    `select transaction_id::text as "transactionId", position, begins_after::text as "beginsAfter",
            ${foreignTypes('$2::text[]')} as "foreignTypes"
       from event_consumers as c where name = $1 for update skip locked`,
    [consumer.name, consumer.on],
  );
  return row ?? null;
}

/** Moves a locked position. */
export async function movePosition(tx: Transaction, consumer: string, end: Place): Promise<void> {
  await tx.query(
    'update event_consumers set transaction_id = $2::xid8, position = $3, updated_at = now() where name = $1',
    [consumer, end.transactionId, end.position],
  );
}

/**
 * Events after the position whose transactions, and all older ones, have ended. Reading by position alone would skip
 * the events of a transaction that took its numbers early and commits late. Those of other types are passed over
 * without being read: an import writes a hundred thousand of them.
 */
export async function readEvents(
  tx: Transaction,
  place: ConsumerPosition,
  types: readonly string[],
): Promise<EventsAhead> {
  const { transactionId, position, beginsAfter } = place;
  // A plan that is made while a month is empty would read and sort all of it, and is kept while the month fills.
  const [, [last]] = await Promise.all([
    tx.query(`select set_config('enable_seqscan', 'off', true)`),
    tx.query<Place & { passed: number }>(
      `select transaction_id::text as "transactionId", position, count(*) over ()::int as passed from (
         select e.transaction_id, e.position from events as e
         where (e.transaction_id, e.position) > ($1::xid8, $2::bigint)
           and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
         order by e.transaction_id, e.position limit ${WINDOW_SIZE}) as ahead
       order by transaction_id desc, position desc limit 1`,
      [transactionId, position],
    ),
  ]);
  // Everything up to the last one has ended, so a later statement sees all of it and nothing new in between.
  const events =
    last === undefined
      ? []
      : await tx.query<StoredEvent>(
          `select ${EVENT_COLUMNS} from events as e
           where (e.transaction_id, e.position) > ($1::xid8, $2::bigint)
             and (e.transaction_id, e.position) <= ($4::xid8, $5::bigint)
             and e.type = any($6)
             and ($3::pg_snapshot is null or not pg_visible_in_snapshot(e.transaction_id, $3::pg_snapshot))
           order by e.transaction_id, e.position limit ${BATCH_SIZE}`,
          [transactionId, position, beginsAfter, last.transactionId, last.position, types],
        );
  await tx.query(`select set_config('enable_seqscan', 'on', true)`);
  const isFull = events.length === BATCH_SIZE;
  const end = (isFull ? events.at(-1) : last) ?? null;
  return { events, end, isMore: isFull || last?.passed === WINDOW_SIZE };
}
