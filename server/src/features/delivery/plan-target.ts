import type { Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { hashAddress, sealAddress } from './addresses.ts';
import {
  decideForAddress,
  decideForPerson,
  endpointsOf,
  PERSONAL,
  toRule,
  type DecisionParts,
} from './decide.ts';
import { policyOf } from './domain/channel-policy.ts';
import type { Decision, MessageFacts } from './domain/plan-delivery.ts';
import { choose } from './domain/preference.ts';
import { maxAttemptsOf } from './domain/retry-schedule.ts';
import type { UncertainPolicy } from './domain/settle.ts';
import type { Channel } from './domain/states.ts';
import type { Target } from './expand.ts';
import type { Endpoint, Person } from './facts.ts';
import type { PlannedDelivery } from './store/plan.ts';

/** A planned row; one that joins a digest has no digest yet. */
export interface Planned {
  row: PlannedDelivery;
  joinsDigest: boolean;
}

/** The hash of no address. */
const NOWHERE = Buffer.alloc(0);
/** Decides what becomes of a message for one target: a row for each place and channel that is considered (delivery D4). */
export function planTarget(message: MessageFacts, target: Target, parts: DecisionParts): Planned[] {
  switch (target.kind) {
    case 'person':
      return planPerson(message, target.userId, parts);
    case 'address':
      return [planAddress(message, target, parts)];
    case 'endpoint':
      return [planEndpoint(message, target.endpointId, parts)];
  }
}

function planPerson(message: MessageFacts, userId: string, parts: DecisionParts): Planned[] {
  const person = parts.facts.person(userId);
  return PERSONAL.filter((channel) => isConsidered(message, person, channel)).flatMap((channel) => {
    const places = endpointsOf(message, person, channel, parts);
    return (places.length === 0 ? [null] : places).map((place) =>
      planPlace(message, { userId, person, place, channel }, parts),
    );
  });
}

/** What the sender did not ask for, and what is off for everybody by itself, is explained without a row. */
function isConsidered(message: MessageFacts, person: Person | null, channel: Channel): boolean {
  if (message.channels !== null) return message.channels.includes(channel);
  const { mode, decidedBy } = choose(message.category, channel, {
    preferences: person?.preferences ?? [],
    subject: message.subject,
  });
  return mode !== 'off' || decidedBy.kind === 'preference';
}

function planPlace(
  message: MessageFacts,
  to: { userId: string; person: Person | null; place: Endpoint | null; channel: Channel },
  parts: DecisionParts,
): Planned {
  const { userId, person, place, channel } = to;
  const decision = decideForPerson(message, to, parts);
  return toPlanned(
    message,
    { decision, policy: policyOf(channel, parts.atMostOnce) },
    {
      recipientId: userId,
      channel,
      hash: place === null ? NOWHERE : Buffer.from(place.hash, 'hex'),
      sealed:
        place === null || channel === 'inApp' ? null : sealEndpoint(place, channel, parts.sealer),
      locale: person?.locale ?? 'en',
    },
  );
}

/** An address for the ledger. */
export function sealEndpoint({ address }: Endpoint, channel: Channel, sealer: Sealer): string {
  return 'sealed' in address ? address.sealed : sealAddress(sealer, channel, address.plain);
}

function planAddress(
  message: MessageFacts,
  { channel, hash, sealed, locale }: Extract<Target, { kind: 'address' }>,
  parts: DecisionParts,
): Planned {
  const decision = decideForAddress(message, { channel, hash }, parts);
  const to = { recipientId: null, channel, hash: Buffer.from(hash, 'hex'), sealed, locale };
  return toPlanned(message, { decision, policy: policyOf(channel, parts.atMostOnce) }, to);
}

function planEndpoint(message: MessageFacts, endpointId: string, parts: DecisionParts): Planned {
  const { sealer } = parts;
  const hash = hashAddress(sealer, 'webhook', endpointId);
  const at = { channel: 'webhook', hash: hash.toString('hex') } as const;
  const decision = decideForAddress(message, at, parts);
  return toPlanned(
    message,
    { decision, policy: policyOf('webhook', parts.atMostOnce) },
    {
      recipientId: null,
      channel: 'webhook',
      hash,
      sealed: sealAddress(sealer, 'webhook', endpointId),
      locale: 'en',
    },
  );
}

function toPlanned(
  message: MessageFacts,
  { decision, policy }: { decision: Decision; policy: UncertainPolicy },
  to: {
    recipientId: string | null;
    channel: Channel;
    hash: Buffer;
    sealed: string | null;
    locale: string;
  },
): Planned {
  const isQueued = decision.state === 'queued';
  return {
    row: {
      id: createId(),
      recipientId: to.recipientId,
      channel: to.channel,
      addressHash: to.hash,
      // What is not sent needs no address.
      addressSealed: isQueued ? to.sealed : null,
      locale: to.locale,
      state: decision.state,
      hold: isQueued ? decision.hold : null,
      reason: isQueued ? null : decision.reason,
      decided: toRule(decision),
      lane: message.lane,
      runAt: isQueued ? decision.runAt : null,
      expiresAt: message.expiresAt,
      maxAttempts: maxAttemptsOf(to.channel),
      policy,
      digestId: null,
    },
    joinsDigest: isQueued && decision.isDigest,
  };
}
