import { unreachable } from '../../kernel/assert.ts';
import type { Decision, MessageFacts } from './domain/plan-delivery.ts';
import type { Choice } from './domain/preference.ts';
import type { Channel, DeliveryState, Hold } from './domain/states.ts';
import type { Facts } from './facts.ts';
import { decideForPerson, endpointsOf, PERSONAL, type DecisionParts } from './decide.ts';
import type { DecidedRow } from './store/why.ts';

/** What would let somebody have got something. */
export type WouldChange =
  | 'nothing'
  | 'beingRecipient'
  | 'senderChannels'
  | 'preference'
  | 'access'
  | 'address'
  | 'suppression'
  | 'laterExpiry'
  | 'provider';

/** Why somebody did or did not get a message by one channel (delivery D24). */
export interface Explanation {
  channel: Channel;
  isConsidered: boolean;
  deliveryId: string | null;
  state: DeliveryState | null;
  hold: Hold | null;
  reason: string | null;
  rule: {
    kind: Choice['decidedBy']['kind'];
    mode: Choice['mode'];
    scope: 'item' | 'board' | 'workspace' | 'all' | null;
    scopeId: string | null;
    category: string | null;
    channel: string | null;
  };
  detail: string | null;
  wouldChange: WouldChange;
}

/**
 * Explains a message for a person: from the rows where it was decided, with what held then; else from what would be decided
 * now, for those who were never considered too.
 */
export function explain(
  message: MessageFacts,
  {
    userId,
    rows,
    isRecipient,
  }: { userId: string; rows: readonly DecidedRow[]; isRecipient: boolean },
  parts: Omit<DecisionParts, 'facts'> & { facts: Facts },
): Explanation[] {
  const decided = rows.map(explainRow);
  const known = new Set(rows.map(({ channel }) => channel));
  const others = PERSONAL.filter((channel) => !known.has(channel)).map((channel) => {
    const person = parts.facts.person(userId);
    const [place = null] = endpointsOf(message, person, channel, parts);
    const decision = decideForPerson(message, { userId, person, place, channel }, parts);
    return explainNow(channel, decision, isRecipient);
  });
  return [...decided, ...others];
}

function explainRow({ id, channel, state, hold, reason, decided }: DecidedRow): Explanation {
  const choice: Choice = {
    mode: decided.mode ?? 'on',
    decidedBy: decided.decidedBy ?? { kind: 'default' },
  };
  return {
    channel,
    isConsidered: true,
    deliveryId: id,
    state,
    hold,
    reason,
    rule: toRule(choice),
    detail: decided.detail ?? null,
    wouldChange: changeOf(state, reason),
  };
}

function explainNow(channel: Channel, decision: Decision, isRecipient: boolean): Explanation {
  const reason = 'reason' in decision ? decision.reason : null;
  return {
    channel,
    isConsidered: false,
    deliveryId: null,
    state: null,
    hold: null,
    reason: isRecipient ? reason : 'notRecipient',
    rule: toRule(decision.choice),
    detail: ('detail' in decision && decision.detail) || null,
    wouldChange: isRecipient ? changeOf(decision.state, reason) : 'beingRecipient',
  };
}

function toRule({ mode, decidedBy }: Choice): Explanation['rule'] {
  const rule = decidedBy.kind === 'preference' ? decidedBy.rule : null;
  return {
    kind: decidedBy.kind,
    mode,
    scope: rule?.scope ?? null,
    scopeId: rule?.scopeId ?? null,
    category: rule?.category ?? null,
    channel: rule?.channel ?? null,
  };
}

function changeOf(state: DeliveryState, reason: string | null): WouldChange {
  switch (state) {
    case 'expired':
      return 'laterExpiry';
    case 'failed':
    case 'uncertain':
      return 'provider';
    case 'suppressed':
      return changeOfReason(reason);
    case 'queued':
    case 'sending':
    case 'sent':
    case 'delivered':
    case 'cancelled':
      return 'nothing';
    default:
      return unreachable(state);
  }
}

function changeOfReason(reason: string | null): WouldChange {
  const changes: Readonly<Record<string, WouldChange>> = {
    preference: 'preference',
    notAsked: 'senderChannels',
    cannotSee: 'access',
    noAddress: 'address',
    address: 'suppression',
  };
  return changes[reason ?? ''] ?? 'nothing';
}
