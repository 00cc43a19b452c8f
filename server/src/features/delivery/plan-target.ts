import type { Sealer } from '../../platform/sealing.ts';
import { createId } from '../../kernel/ids.ts';
import { hashAddress, sealAddress } from './addresses.ts';
import { policyOf } from './domain/channel-policy.ts';
import { planDelivery, type Decision, type MessageFacts } from './domain/plan-delivery.ts';
import { choose, type CategoryDefaults } from './domain/preference.ts';
import { maxAttemptsOf } from './domain/retry-schedule.ts';
import type { Channel } from './domain/states.ts';
import type { Target } from './expand.ts';
import type { Endpoint, Facts, Person } from './facts.ts';
import type { PlannedDelivery } from './store/plan.ts';

/** A planned row; one that joins a digest has no digest yet. */
export interface Planned {
  row: PlannedDelivery;
  joinsDigest: boolean;
}

/** What a plan is made with. */
export interface PlanParts {
  sealer: Sealer;
  facts: Facts;
  now: Date;
}

/** Channels that lead to a person. */
export const PERSONAL: readonly Channel[] = ['inApp', 'email', 'push', 'sms'];
/** The hash of no address. */
const NOWHERE = Buffer.alloc(0);
/** A suppression that says that somebody wants no more news; what concerns their account is none. */
const REFUSES_NEWS = 'unsubscribed';

/** Decides what becomes of a message for one target: a row for each place and channel that is considered (delivery D4). */
export function planTarget(message: MessageFacts, target: Target, parts: PlanParts): Planned[] {
  switch (target.kind) {
    case 'person':
      return planPerson(message, target.userId, parts);
    case 'address':
      return [planAddress(message, target, parts)];
    case 'endpoint':
      return [planEndpoint(message, target.endpointId, parts)];
  }
}

function planPerson(message: MessageFacts, userId: string, parts: PlanParts): Planned[] {
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

/** Where a channel reaches a person at the moment. */
export function endpointsOf(
  { category }: Pick<MessageFacts, 'category'>,
  person: Person | null,
  channel: Channel,
  { sealer }: Pick<PlanParts, 'sealer'>,
): Endpoint[] {
  if (person === null) return [];
  switch (channel) {
    case 'inApp': {
      const hash = hashAddress(sealer, 'inApp', person.userId).toString('hex');
      return [{ hash, address: { plain: '' } }];
    }
    case 'email':
      // What says that an account is to be confirmed goes to the address that is to be confirmed.
      return person.isVerified || category.isMandatory ? [person.email] : [];
    case 'push':
    case 'sms': {
      const found = person.devices
        .filter((device) => device.channel === channel)
        .map(({ hash, sealed }) => ({ hash, address: { sealed } }));
      // A person reads one telephone, and every browser of theirs may be the one that is open.
      return channel === 'sms' ? found.slice(0, 1) : found;
    }
    case 'webhook':
      return [];
  }
}

function planPlace(
  message: MessageFacts,
  to: { userId: string; person: Person | null; place: Endpoint | null; channel: Channel },
  parts: PlanParts,
): Planned {
  const { userId, person, place, channel } = to;
  const decision = decideForPerson(message, to, parts);
  return toPlanned(message, decision, {
    recipientId: userId,
    channel,
    hash: place === null ? NOWHERE : Buffer.from(place.hash, 'hex'),
    sealed:
      place === null || channel === 'inApp' ? null : sealEndpoint(place, channel, parts.sealer),
    locale: person?.locale ?? 'en',
  });
}

/** The decision for a person at one place; null stands for no place that the channel reaches them at. */
export function decideForPerson(
  message: MessageFacts,
  {
    userId,
    person,
    place,
    channel,
  }: { userId: string; person: Person | null; place: Endpoint | null; channel: Channel },
  { facts, now }: Pick<PlanParts, 'facts' | 'now'>,
): Decision {
  const { category, subject } = message;
  return planDelivery(
    message,
    {
      preferences: person?.preferences ?? [],
      quietHours: person?.quietHours ?? null,
      // Whoever lost their place in an organization is told that, and nothing else.
      canSee: category.isMandatory || facts.canSee(userId, subject.boardId),
      addresses:
        place === null ? {} : { [channel]: addressFacts(category, { channel, ...place }, facts) },
    },
    { channel, now },
  );
}

function addressFacts(
  { isMandatory }: CategoryDefaults,
  { channel, hash }: { channel: Channel; hash: string },
  facts: Facts,
) {
  const reason = facts.suppressedFor(channel, hash);
  if (reason === null || (isMandatory && reason === REFUSES_NEWS)) return { isSuppressed: false };
  return { isSuppressed: true, suppressedFor: reason };
}

/** An address for the ledger. */
export function sealEndpoint({ address }: Endpoint, channel: Channel, sealer: Sealer): string {
  return 'sealed' in address ? address.sealed : sealAddress(sealer, channel, address.plain);
}

function planAddress(
  message: MessageFacts,
  { channel, hash, sealed, locale }: Extract<Target, { kind: 'address' }>,
  parts: PlanParts,
): Planned {
  const decision = decideForAddress(message, { channel, hash }, parts);
  const to = { recipientId: null, channel, hash: Buffer.from(hash, 'hex'), sealed, locale };
  return toPlanned(message, decision, to);
}

/** The decision for an address that the sender named itself: nobody has chosen anything there but not to be written to. */
export function decideForAddress(
  message: MessageFacts,
  { channel, hash }: { channel: Channel; hash: string },
  { facts, now }: Pick<PlanParts, 'facts' | 'now'>,
): Decision {
  const category = asAsked(message.category, channel);
  return planDelivery(
    { ...message, category },
    {
      preferences: [],
      quietHours: null,
      canSee: true,
      addresses: { [channel]: addressFacts(category, { channel, hash }, facts) },
    },
    { channel, now },
  );
}

/** A category that is on, on a channel that somebody was asked to be written to on. */
export function asAsked(category: CategoryDefaults, channel: Channel): CategoryDefaults {
  return { ...category, modes: { ...category.modes, [channel]: 'on' } };
}

function planEndpoint(message: MessageFacts, endpointId: string, parts: PlanParts): Planned {
  const { sealer } = parts;
  const hash = hashAddress(sealer, 'webhook', endpointId);
  const at = { channel: 'webhook', hash: hash.toString('hex') } as const;
  return toPlanned(message, decideForAddress(message, at, parts), {
    recipientId: null,
    channel: 'webhook',
    hash,
    sealed: sealAddress(sealer, 'webhook', endpointId),
    locale: 'en',
  });
}

function toPlanned(
  message: MessageFacts,
  decision: Decision,
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
      policy: policyOf(to.channel),
      digestId: null,
    },
    joinsDigest: isQueued && decision.isDigest,
  };
}

/** The choice behind a decision, with its value then (delivery D24). */
export function toRule({ choice, ...decision }: Decision) {
  return { ...choice, ...('detail' in decision && { detail: decision.detail }) };
}
