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
  kind: keyof ChannelRates | 'critical';
  rate: Rate;
}

/**
 * The buckets of a delivery. What is critical, and what concerns an account, waits for nobody but its own recipient: no flood
 * of an organization takes its tokens, and a provider that has enough says so itself. An organization may call only so many
 * critical (delivery D10).
 */
export function needsOf(
  rates: ChannelRates,
  delivery: { channel: Channel; lane: Lane; fairKey: string; addressHash: string },
  critical?: Rate,
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
  const needs = kinds.flatMap((kind): Need[] => {
    const rate = rates[kind];
    return rate === undefined ? [] : [{ scope: named[kind], kind, rate }];
  });
  if (lane !== 'critical' || fairKey === INSTANCE_KEY || critical === undefined) return needs;
  return [
    { scope: `critical organization ${fairKey}`, kind: 'critical', rate: critical },
    ...needs,
  ];
}
