import type { UncertainPolicy } from './settle.ts';
import type { Channel } from './states.ts';

/** What follows on each channel while nobody knows whether something was sent (policies of delivery.md). */
const POLICIES: Readonly<Record<Channel, UncertainPolicy>> = {
  // The row of the inbox and the state of the delivery commit together.
  inApp: 'sameKey',
  email: 'atLeastOnce',
  sms: 'lookUp',
  push: 'sameKey',
  webhook: 'sameKey',
};

/** The policy of a channel; on some an operator may want rather nothing than a copy. */
export function policyOf(channel: Channel, atMostOnce: readonly Channel[] = []): UncertainPolicy {
  return atMostOnce.includes(channel) ? 'atMostOnce' : POLICIES[channel];
}
