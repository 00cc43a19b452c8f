import type { Transaction } from '../../../platform/database/database.ts';
import { createId } from '../../../kernel/ids.ts';
import type { Settlement } from '../domain/settle.ts';
import type { ClaimedDelivery } from './claims.ts';
import { followCarriers } from './digests.ts';
import { holdMessages } from './hold-messages.ts';

/** A delivery that somebody may have taken, and that can be asked for. */
export interface Doubtful extends ClaimedDelivery {
  /** Whom its last attempt called; null when its sender died. */
  providerId: string | null;
  /** When its last attempt began. */
  since: string;
}

/** Milliseconds that one asker has. */
const LEASE_S = 60;

/** Claims deliveries in doubt whose provider is to be asked now; those that wait for a person are left to them. */
export function claimDoubtful(
  tx: Transaction,
  workerId: string,
  limit: number,
): Promise<Doubtful[]> {
  return tx.query<Doubtful>(
    `update deliveries as d set fence = fence + 1, leased_by = $1, lease_until = now() + make_interval(secs => ${LEASE_S})
     where id = any(array(
       select id from deliveries as q where state = 'uncertain' and policy = 'lookUp' and run_at <= now()
         and (lease_until is null or lease_until < now())
         and not exists (select 1 from dead_letters as l where l.delivery_id = q.id and l.ended_at is null)
       order by run_at limit $2 for update skip locked))
     returning d.id, d.message_id as "messageId", d.organization_id as "organizationId", d.fair_key as "fairKey",
       d.recipient_id as "recipientId", d.channel, d.lane, encode(d.address_hash, 'hex') as "addressHash",
       d.address_sealed as "addressSealed", d.locale, d.attempt,
       d.redriven_after as "redrivenAfter", d.policy, d.fence::int as fence,
       d.carries_digest_id as "carriesDigestId",
       (select is_sandboxed from messages as m where m.id = d.message_id) as "isSandboxed",
       (select a.provider_id from delivery_attempts as a where a.delivery_id = d.id and a.number = d.attempt) as "providerId",
       coalesce((select started_at from delivery_attempts as a where a.delivery_id = d.id and a.number = d.attempt), d.run_at)
         as since`,
    [workerId, limit],
  );
}

/** Ends a doubt as its provider answered, or leaves it to a person with a dead letter; false when fenced. */
export async function settleDoubt(
  tx: Transaction,
  { id, fence }: Pick<Doubtful, 'id' | 'fence'>,
  { state, hold, reason, delayMs, isDeadLetter }: Settlement,
): Promise<boolean> {
  if (state === 'queued') await holdMessages(tx, [id]);
  const [row] = await tx.query<{ organizationId: string | null }>(
    `update deliveries as d set
       state = case when $3 = 'queued' and m.cancelled_at is not null then 'cancelled' else $3 end,
       hold = case when m.cancelled_at is null then $4 end, reason = $5, lease_until = null, leased_by = null,
       run_at = case when $6::float8 is null then d.run_at else now() + make_interval(secs => $6::float8 / 1000.0) end,
       final_at = case when $3 in ('sent', 'failed') or ($3 = 'queued' and m.cancelled_at is not null) then now() end
     from messages as m where d.id = $1 and d.fence = $2 and d.state = 'uncertain' and m.id = d.message_id
     returning d.organization_id as "organizationId"`,
    [id, fence, state, hold, reason, delayMs],
  );
  if (row === undefined) return false;
  if (isDeadLetter)
    await tx.query(
      `insert into dead_letters (id, organization_id, delivery_id, reason) values ($1, $2, $3, $4) on conflict do nothing`,
      [createId(), row.organizationId, id, reason ?? state],
    );
  await followCarriers(tx, [id]);
  return true;
}
