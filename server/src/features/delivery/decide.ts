import type { Sealer } from '../../platform/sealing.ts';
import { hashAddress } from './addresses.ts';
import { planDelivery, type Decision, type MessageFacts } from './domain/plan-delivery.ts';
import type { CategoryDefaults, Preference } from './domain/preference.ts';
import type { Channel } from './domain/states.ts';
import type { Endpoint, Facts, Person } from './facts.ts';

/** What decisions are made with. */
export interface DecisionParts {
  sealer: Sealer;
  facts: Facts;
  now: Date;
  atMostOnce?: readonly Channel[];
}

/** Channels that lead to a person. */
export const PERSONAL: readonly Channel[] = ['inApp', 'email', 'push', 'sms'];
/** A suppression that says that somebody wants no more news; what concerns their account is none. */
const REFUSES_NEWS = 'unsubscribed';

/** Where a channel reaches a person at the moment. */
export function endpointsOf(
  { category }: Pick<MessageFacts, 'category'>,
  person: Person | null,
  channel: Channel,
  { sealer }: Pick<DecisionParts, 'sealer'>,
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

/** The decision for a person at one place; null stands for no place that the channel reaches them at. */
export function decideForPerson(
  message: MessageFacts,
  {
    userId,
    person,
    place,
    channel,
  }: { userId: string; person: Person | null; place: Endpoint | null; channel: Channel },
  { facts, now }: Pick<DecisionParts, 'facts' | 'now'>,
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

/**
 * The decision for an address that the sender named itself: it is written to, but where it is suppressed, or where the member
 * whose address it is turned such mails off, as by the link of an earlier one.
 */
export function decideForAddress(
  message: MessageFacts,
  { channel, hash }: { channel: Channel; hash: string },
  { facts, now }: Pick<DecisionParts, 'facts' | 'now'>,
): Decision {
  const category = asAsked(message.category, channel);
  return planDelivery(
    { ...message, category },
    {
      preferences: facts.choicesAt(hash).map(asSent),
      quietHours: null,
      canSee: true,
      addresses: { [channel]: addressFacts(category, { channel, hash }, facts) },
    },
    { channel, now },
  );
}

/** What is for an address is for no digest. */
function asSent(choice: Preference): Preference {
  return choice.mode === 'digest' ? { ...choice, mode: 'on' } : choice;
}

/** A category that is on, on a channel that somebody was asked to be written to on. */
export function asAsked(category: CategoryDefaults, channel: Channel): CategoryDefaults {
  return { ...category, modes: { ...category.modes, [channel]: 'on' } };
}

/** The choice behind a decision, with its value then (delivery D24). */
export function toRule({ choice, ...decision }: Decision) {
  return { ...choice, ...('detail' in decision && { detail: decision.detail }) };
}
