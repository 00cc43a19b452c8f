import type { Transaction } from '../../../platform/database/database.ts';
import { createId } from '../../../kernel/ids.ts';
import type { Settlement } from '../domain/settle.ts';
import type { DeliveryState, Lane } from '../domain/states.ts';
import { followCarriers } from './digests.ts';
import { holdMessages } from './hold-messages.ts';
import { LASTING } from './lasting-suppression.ts';

/** How an attempt ended, and what follows. */
export interface Finished {
  id: string;
  fence: number;
  outcome: 'accepted' | 'refused' | 'uncertain';
  code: string | null;
  /** What the provider said, redacted. */
  answer: string | null;
  latencyMs: number;
  providerId: string | null;
  providerMessageId: string | null;
  settlement: Settlement;
  /** For the list of addresses that nothing more is sent to, when the settlement says so: a***@example.com. */
  maskedAddress?: string;
}

/** The end of an attempt as it was written. */
export interface WrittenEnd {
  id: string;
  lane: Lane;
  state: DeliveryState;
  /** Since the message was accepted, or since the time that it was scheduled for. */
  latencyS: number;
}

/** What the column of an answer holds, characters. */
const ANSWER_LENGTH = 2_000;

const FINISH = `with ends as (
   select * from jsonb_to_recordset($1::jsonb) as e (id uuid, fence bigint, outcome text, code text, answer text,
     latency_ms integer, provider_id text, provider_message_id text, state text, hold text, delay_ms double precision,
     untried boolean, reason text, dead_letter_id uuid, suppression_id uuid, masked text)),
 held as (
   update deliveries as d set
     state = case when e.state = 'queued' and m.cancelled_at is not null then 'cancelled' else e.state end,
     hold = case when m.cancelled_at is null then e.hold end, reason = e.reason,
     run_at = case when e.delay_ms is null then d.run_at else now() + make_interval(secs => e.delay_ms / 1000.0) end,
     -- The waits between attempts go on where they stood.
     attempt = d.attempt - case when e.untried then 1 else 0 end,
     lease_until = null, leased_by = null, provider_id = coalesce(e.provider_id, d.provider_id),
     provider_message_id = coalesce(e.provider_message_id, d.provider_message_id),
     final_at = case when e.state in ('sent', 'failed') or (e.state = 'queued' and m.cancelled_at is not null)
       then now() end
   from ends as e, messages as m
   where d.id = e.id and d.fence = e.fence and d.state = 'sending' and m.id = d.message_id
   returning d.id, d.organization_id, d.channel, d.address_hash, d.state, d.attempt, d.carries_digest_id, d.lane,
     greatest(0, extract(epoch from now() - greatest(m.created_at, m.scheduled_at)))::float8 as latency_s),
 ended as (
   update delivery_attempts as a set ended_at = now(), outcome = e.outcome, code = e.code,
     answer = e.answer, latency_ms = e.latency_ms, provider_id = e.provider_id
   from ends as e, held as h where a.delivery_id = h.id and a.number = h.attempt and e.id = h.id and not e.untried),
 -- It may be put off for hours: a row for each time would say nothing.
 untried as (
   delete from delivery_attempts as a using ends as e, held as h
   where e.id = h.id and e.untried and a.delivery_id = h.id and a.number = h.attempt + 1),
 buried as (
   insert into dead_letters (id, organization_id, delivery_id, reason)
   select e.dead_letter_id, h.organization_id, h.id, coalesce(e.reason, h.state)
   from ends as e join held as h on h.id = e.id where e.dead_letter_id is not null and h.state <> 'cancelled'
   on conflict do nothing),
 suppressed as (
   insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
   select distinct on (h.organization_id, h.channel, h.address_hash)
     e.suppression_id, h.organization_id, h.channel, h.address_hash, e.masked, 'hardBounce'
   from ends as e join held as h on h.id = e.id where e.suppression_id is not null and h.channel in ('email', 'sms')
   ${LASTING})
 select id, lane, state, latency_s as "latencyS", carries_digest_id is not null as "isCarrier" from held`;

/**
 * Ends attempts in one statement, with the dead letters and suppressions that follow (delivery D22). Only who still holds the fence writes (delivery D6); answers what was written.
 * A message that was cancelled meanwhile is not tried again.
 */
export async function finish(
  tx: Transaction,
  finished: readonly Finished[],
): Promise<WrittenEnd[]> {
  // What goes back to the queue must not slip past a cancellation; what is over has nothing to fear.
  const returning = finished.filter(({ settlement }) => settlement.state === 'queued');
  const held =
    returning.length === 0
      ? Promise.resolve()
      : holdMessages(
          tx,
          returning.map(({ id }) => id),
        );
  const ended = tx.query<WrittenEnd & { isCarrier: boolean }>(FINISH, [
    JSON.stringify(finished.map(toRow)),
  ]);
  // Sent together: the second one begins, and sees what there is, when the first one has the messages.
  const [rows] = await Promise.all([ended, held]);
  const carriers = rows.flatMap(({ id, isCarrier }) => (isCarrier ? [id] : []));
  if (carriers.length > 0) await followCarriers(tx, carriers);
  return rows;
}

/** A database stores no NUL and no half of a pair, which a cut leaves; one such text would refuse the whole batch. */
function toStorable(text: string | null): string | null {
  return text === null ? null : text.replaceAll('\u0000', '').toWellFormed();
}

function toRow({ settlement, answer, ...finished }: Finished) {
  return {
    id: finished.id,
    fence: finished.fence,
    outcome: finished.outcome,
    code: toStorable(finished.code),
    answer: toStorable(answer?.slice(0, ANSWER_LENGTH) ?? null),
    latency_ms: finished.latencyMs,
    provider_id: finished.providerId,
    provider_message_id: toStorable(finished.providerMessageId),
    state: settlement.state,
    hold: settlement.hold,
    delay_ms: settlement.delayMs,
    untried: settlement.isUntried === true,
    reason: toStorable(settlement.reason),
    dead_letter_id: settlement.isDeadLetter ? createId() : null,
    suppression_id: settlement.suppresses ? createId() : null,
    masked: toStorable(finished.maskedAddress ?? ''),
  };
}
