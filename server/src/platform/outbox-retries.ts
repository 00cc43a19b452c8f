import type { Transaction } from './database/database.ts';
import { EVENT_COLUMNS, type StoredEvent } from './event-log.ts';

/** An event that a consumer could not take, first of its aggregate. */
export interface RetryRow {
  event: StoredEvent;
  attempts: number;
}

/** Tries before an event is parked; with the delays below about a quarter of an hour. */
const MAX_ATTEMPTS = 10;
const FIRST_DELAY_S = 1;
const MAX_DELAY_S = 300;
const RETRIES_PER_BATCH = 20;
const MAX_ERROR_LENGTH = 2_000;

/** Puts an event behind: failed just now with `error`, or waiting for an earlier one of its aggregate. */
export async function planRetry(
  tx: Transaction,
  consumer: string,
  event: StoredEvent,
  error: Error | null,
): Promise<void> {
  await tx.query(
    `insert into event_retries (consumer, position, event_id, event_created_at, aggregate_id, attempts, next_attempt_at, error)
     values ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7), $8)
     on conflict (consumer, position) do nothing`,
    [
      consumer,
      event.position,
      event.id,
      event.createdAt,
      event.aggregateId,
      error === null ? 0 : 1,
      error === null ? 0 : FIRST_DELAY_S,
      error === null ? null : describeError(error),
    ],
  );
}

/** The first waiting event of each aggregate, where it is due and of a type that this version knows. */
export async function readDueRetries(
  tx: Transaction,
  { name, on }: { name: string; on: readonly string[] },
): Promise<RetryRow[]> {
  const rows = await tx.query<StoredEvent & { attempts: number }>(
    `select ${EVENT_COLUMNS}, r.attempts
     from (
       select distinct on (aggregate_id) * from event_retries
       where consumer = $1 and parked_at is null order by aggregate_id, position
     ) as r
     join events as e on e.created_at = r.event_created_at and e.id = r.event_id
     where r.next_attempt_at <= now() and e.type = any($2)
     order by r.position limit ${RETRIES_PER_BATCH}`,
    [name, on],
  );
  return rows.map(({ attempts, ...event }) => ({ event, attempts }));
}

/** Counts a failed try: plans the next one, or parks the event after the last; answers whether it is parked. */
export async function park(
  tx: Transaction,
  consumer: string,
  { event, attempts }: RetryRow,
  error: Error,
): Promise<boolean> {
  const isLast = attempts + 1 >= MAX_ATTEMPTS;
  const delayS = Math.min(MAX_DELAY_S, FIRST_DELAY_S * 2 ** attempts);
  await tx.query(
    `update event_retries set attempts = attempts + 1, error = $3,
       next_attempt_at = now() + make_interval(secs => $4), parked_at = case when $5 then now() end
     where consumer = $1 and position = $2`,
    [consumer, event.position, describeError(error), delayS, isLast],
  );
  return isLast;
}

/** An error as kept beside its event. */
export function describeError(error: Error): string {
  return `${error.name}: ${error.message}`.slice(0, MAX_ERROR_LENGTH);
}
