import type { Transaction } from '../../../platform/database/database.ts';

/** An endpoint that was turned off just now, by itself. */
export interface TurnedOff {
  id: string;
  organizationId: string;
  name: string;
  url: string;
  reason: 'gone' | 'failing';
  /** Null of one that is gone. */
  failingSince: string | null;
  disabledAt: string;
}

/** Calls a minute up to which a receiver that has too much to do is spared; beyond that they go as they come. */
const MAX_RATE = 240;
/** Many calls that fail together halve the rate once. */
const HALVE_EVERY = "interval '10 seconds'";
/** So long without a "too much", the rate doubles. */
const DOUBLE_AFTER = "interval '1 minute'";
/** So long without a success, an endpoint is turned off: when its calls failed on that many days, not by two failures apart. */
const GIVE_UP_DAYS = 5;
/** A success that changes nothing is noted once in so long. */
const NOTE_EVERY = "interval '1 minute'";

/** Notes that a call succeeded. */
export async function noteSuccess(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update webhook_endpoints set failing_since = null, failing_days = 0, last_success_at = now(),
       slowed_at = case when slowed_at < now() - ${DOUBLE_AFTER} then now() else slowed_at end,
       calls_per_minute = case when slowed_at < now() - ${DOUBLE_AFTER}
         then nullif(least(calls_per_minute * 2, ${MAX_RATE}), ${MAX_RATE}) else calls_per_minute end
     where id = $1 and (failing_since is not null or last_success_at is null or last_success_at < now() - ${NOTE_EVERY})`,
    [id],
  );
}

const DAY = (time: string) => `date_trunc('day', ${time}, 'UTC')`;

/** Notes that a call failed: since when that is so, and on how many days. */
export async function noteFailure(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update webhook_endpoints set failing_since = coalesce(failing_since, now()), failed_at = now(),
       failing_days = failing_days
         + case when failing_since is null or ${DAY('failed_at')} < ${DAY('now()')} then 1 else 0 end
     where id = $1 and (failing_since is null or failed_at is null or failed_at < now() - ${NOTE_EVERY})`,
    [id],
  );
}

/** Halves the rate of calls. */
export async function halveRate(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update webhook_endpoints set slowed_at = now(),
       calls_per_minute = greatest(1, coalesce(calls_per_minute, ${MAX_RATE}) / 2)
     where id = $1 and (slowed_at is null or slowed_at < now() - ${HALVE_EVERY})`,
    [id],
  );
}

/** Turns an endpoint off that said it is gone, or at which nothing arrived for days; null when it stays on. */
export async function turnOff(
  tx: Transaction,
  id: string,
  reason: TurnedOff['reason'],
): Promise<TurnedOff | null> {
  const [row] = await tx.query<TurnedOff>(
    `update webhook_endpoints set state = 'disabled', disabled_reason = $2, disabled_at = now()
     where id = $1 and state = 'enabled' and ($2 = 'gone'
       or (failing_since < now() - interval '${GIVE_UP_DAYS} days' and failing_days >= ${GIVE_UP_DAYS}))
     returning id, organization_id as "organizationId", name, url, disabled_reason as reason,
       case when disabled_reason = 'failing' then failing_since end as "failingSince", disabled_at as "disabledAt"`,
    [id, reason],
  );
  return row ?? null;
}

/** Endpoints of the instance by how they are. */
export async function countEndpoints(
  tx: Transaction,
): Promise<{ healthy: number; failing: number; disabled: number }> {
  const [row] = await tx.query<{ healthy: number; failing: number; disabled: number }>(
    `select count(*) filter (where state = 'enabled' and failing_since is null)::int as healthy,
       count(*) filter (where state = 'enabled' and failing_since is not null)::int as failing,
       count(*) filter (where state = 'disabled')::int as disabled
     from webhook_endpoints`,
  );
  return row ?? { healthy: 0, failing: 0, disabled: 0 };
}
