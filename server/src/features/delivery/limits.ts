import { MINUTE_MS } from '../../kernel/time.ts';
import type { Config } from '../../platform/config/config.ts';
import type { PerMinute } from '../../platform/config/delivery-settings.ts';
import type { ChannelRates } from './domain/channel-rates.ts';
import type { Rate } from './domain/rate.ts';
import type { Channel } from './domain/states.ts';

/** Channels that a provider is called for; an entry of an inbox is a row. */
export const SENT_CHANNELS = [
  'email',
  'webhook',
  'sms',
  'push',
] as const satisfies readonly Channel[];
type SentChannel = (typeof SENT_CHANNELS)[number];

/** How much is sent at once, and a minute. */
export interface SendingLimits {
  /** Calls at once of one process (SPEC D5). */
  slots: Readonly<Record<SentChannel, number>>;
  rates: Readonly<Record<Channel, ChannelRates>>;
  /** What an organization may send as critical (delivery D10); past that it goes as high. Absent: all of it. */
  critical?: Rate;
}

/** What the configuration says of sending. */
export function readLimits(config: Config): SendingLimits {
  const critical = toRate(config.SEND_CRITICAL_PER_ORGANIZATION_PER_MINUTE, SOME_AT_ONCE);
  return {
    slots: {
      email: config.SEND_EMAIL_SLOTS,
      webhook: config.SEND_WEBHOOK_SLOTS,
      sms: config.SEND_SMS_SLOTS,
      push: config.SEND_PUSH_SLOTS,
    },
    rates: {
      inApp: {},
      email: ratesOf(
        config.SEND_EMAIL_PER_MINUTE,
        config.SEND_EMAIL_PER_ORGANIZATION_PER_MINUTE,
        config.SEND_EMAIL_PER_ADDRESS_PER_MINUTE,
      ),
      sms: ratesOf(
        config.SEND_SMS_PER_MINUTE,
        config.SEND_SMS_PER_ORGANIZATION_PER_MINUTE,
        config.SEND_SMS_PER_NUMBER_PER_MINUTE,
      ),
      push: ratesOf(
        config.SEND_PUSH_PER_MINUTE,
        config.SEND_PUSH_PER_ORGANIZATION_PER_MINUTE,
        config.SEND_PUSH_PER_DEVICE_PER_MINUTE,
      ),
      // How often one endpoint is called follows what it answers (delivery D12), not a setting.
      webhook: ratesOf(
        config.SEND_WEBHOOK_PER_MINUTE,
        config.SEND_WEBHOOK_PER_ORGANIZATION_PER_MINUTE,
        'unlimited',
      ),
    },
    ...(critical !== undefined && { critical }),
  };
}

function ratesOf(all: PerMinute, ofOrganization: PerMinute, toRecipient: PerMinute): ChannelRates {
  const provider = toRate(all, FEW_AT_ONCE);
  const organization = toRate(ofOrganization, FEW_AT_ONCE);
  const recipient = toRate(toRecipient, SOME_AT_ONCE);
  return {
    ...(provider !== undefined && { provider }),
    ...(organization !== undefined && { organization }),
    ...(recipient !== undefined && { recipient }),
  };
}

/**
 * Share of a minute's that may go at once; after that they come one by one. It is what a minute can hold above its number,
 * so it is small where a provider counts, and larger where a person gets a few things together.
 */
const FEW_AT_ONCE = 0.1;
const SOME_AT_ONCE = 0.5;

function toRate(count: PerMinute, atOnce: number): Rate | undefined {
  if (count === 'unlimited') return undefined;
  return { count, perMs: MINUTE_MS, burst: Math.ceil(count * atOnce) };
}
