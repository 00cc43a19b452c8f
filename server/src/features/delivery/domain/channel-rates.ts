import { MINUTE_MS } from '../../../kernel/time.ts';
import type { Rate } from './rate.ts';
import { INSTANCE_KEY, type Channel, type Lane } from './states.ts';

/** How much goes out on a channel: in all, of one organization, and to one recipient. */
export interface ChannelRates {
  provider?: Rate;
  organization?: Rate;
  recipient?: Rate;
}

const perMinute = (count: number): Rate => ({ count, perMs: MINUTE_MS, burst: count });

/** E-mail as SPEC D5 says; text messages cost money, and nobody reads more than these in a minute. */
export const CHANNEL_RATES: Readonly<Record<Channel, ChannelRates>> = {
  inApp: {},
  email: { provider: perMinute(100), recipient: perMinute(20) },
  sms: { provider: perMinute(60), organization: perMinute(60), recipient: perMinute(5) },
  push: { recipient: perMinute(30) },
  webhook: {},
};

/** What an organization may send as critical (delivery D10); past that it goes as high. */
export const CRITICAL_RATE: Rate = perMinute(60);

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
