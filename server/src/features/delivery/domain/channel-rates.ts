import type { Rate } from './rate.ts';
import { INSTANCE_KEY, type Channel, type Lane } from './states.ts';

/** How much goes out on a channel: in all, of one organization, and to one recipient. */
export interface ChannelRates {
  provider?: Rate;
  organization?: Rate;
  recipient?: Rate;
}

/** One bucket that a delivery needs a token of. */
export interface Need {
  scope: string;
  kind: keyof ChannelRates;
  rate: Rate;
}

/**
 * The buckets of a delivery. What is critical, and what concerns an account, waits for nobody but its own recipient: no flood
 * of an organization takes its tokens, and a provider that has enough says so itself.
 */
export function needsOf(
  rates: ChannelRates,
  delivery: { channel: Channel; lane: Lane; fairKey: string; addressHash: string },
): Need[] {
  const { channel, lane, fairKey, addressHash } = delivery;
  const isCritical = lane === 'critical' || fairKey === INSTANCE_KEY;
  const named: Record<keyof ChannelRates, string> = {
    provider: `${channel} all`,
    organization: `${channel} organization ${fairKey}`,
    recipient: `${channel}${isCritical ? ' critical' : ''} recipient ${addressHash}`,
  };
  const kinds = isCritical
    ? (['recipient'] as const)
    : (['provider', 'organization', 'recipient'] as const);
  return kinds.flatMap((kind) => {
    const rate = rates[kind];
    return rate === undefined ? [] : [{ scope: named[kind], kind, rate }];
  });
}
