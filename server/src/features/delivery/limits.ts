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
  const critical = toRate(config.SEND_CRITICAL_PER_ORGANIZATION_PER_MINUTE);
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
  const provider = toRate(all);
  const organization = toRate(ofOrganization);
  const recipient = toRate(toRecipient);
  return {
    ...(provider !== undefined && { provider }),
    ...(organization !== undefined && { organization }),
    ...(recipient !== undefined && { recipient }),
  };
}

/** A whole minute's may go at once; after that they come one by one. */
function toRate(count: PerMinute): Rate | undefined {
  return count === 'unlimited' ? undefined : { count, perMs: MINUTE_MS, burst: count };
}
