import type { Transaction } from '../../../platform/database/database.ts';
import type { Subject } from '../domain/preference.ts';
import { INSTANCE_KEY, type Channel, type Lane } from '../domain/states.ts';
import type { StoredRecipient } from '../domain/recipient.ts';

/** A message whose recipients are being planned; its row is locked, so that a cancellation comes before or after. */
export interface FanOut {
  id: string;
  organizationId: string | null;
  category: string;
  recipients: readonly StoredRecipient[];
  channels: readonly Channel[] | null;
  subject: Subject;
  lane: Lane;
  scheduledAt: string;
  expiresAt: string | null;
  /** Until then the message may still gather more; only silent channels go before. */
  foldsUntil: string | null;
  /** It is captured instead of sent. */
  isSandboxed: boolean;
  cursor: string | null;
}

const FAIR_KEY = `coalesce(organization_id, '${INSTANCE_KEY}'::uuid)`;
/** As in the index that lists what waits. */
const URGENCY = `(case priority when 'critical' then 0 when 'high' then 1 when 'normal' then 2 else 3 end)`;
/** One that could not be planned waits for its next try, and is not met before. */
const IS_WAITING = `fanout_state = 'waiting' and cancelled_at is null and plan_after is null`;

/** Organizations with messages that wait for their fan-out; it walks from one to the next by the index. */
export async function listFanOutKeys(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ key: string }>(
    `with recursive keys as (
       (select ${FAIR_KEY} as key from messages where ${IS_WAITING} order by ${FAIR_KEY} limit 1)
       union all
       select (select ${FAIR_KEY} from messages where ${IS_WAITING} and ${FAIR_KEY} > k.key order by ${FAIR_KEY} limit 1)
       from keys as k where k.key is not null)
     select key from keys where key is not null`,
  );
  return rows.map(({ key }) => key);
}

const FAN_OUTS = `
  select id, organization_id as "organizationId", category, recipients, channels, subject, priority as lane,
    scheduled_at as "scheduledAt", expires_at as "expiresAt", folds_until as "foldsUntil", is_sandboxed as "isSandboxed",
    fanout_cursor as cursor
  from messages where ${IS_WAITING}`;

/** Locks the most urgent waiting messages of an organization; those that another planner holds are left to it. */
export function takeFanOuts(tx: Transaction, key: string, limit: number): Promise<FanOut[]> {
  return tx.query<FanOut>(
    `${FAN_OUTS} and ${FAIR_KEY} = $1 order by ${URGENCY}, created_at limit $2 for no key update skip locked`,
    [key, limit],
  );
}

/** Waiting messages of an organization, the most urgent first. */
export async function listFanOuts(tx: Transaction, key: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from messages where ${IS_WAITING} and ${FAIR_KEY} = $1 order by ${URGENCY}, created_at limit $2`,
    [key, limit],
  );
  return rows.map(({ id }) => id);
}

/** Locks one waiting message; null when it is planned, or another planner holds it. */
export async function takeFanOut(tx: Transaction, messageId: string): Promise<FanOut | null> {
  const [row] = await tx.query<FanOut>(`${FAN_OUTS} and id = $1 for no key update skip locked`, [
    messageId,
  ]);
  return row ?? null;
}
