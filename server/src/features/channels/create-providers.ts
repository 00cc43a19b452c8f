import { ConfigError, type Config } from '../../platform/config/config.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Egress } from '../../platform/egress/egress.ts';
import type { Log } from '../../platform/log.ts';
import type { DkimKey } from '../../platform/mail/dkim.ts';
import { createMailboxTransport } from '../../platform/mail/mailbox-transport.ts';
import type { MailMessage } from '../../platform/mail/mail-transport.ts';
import { createSmtpTransport } from '../../platform/mail/smtp-transport.ts';
import { serviceAccount } from '../../platform/push/google-token.ts';
import type { VapidKeys } from '../../platform/push/web-push.ts';
import type { Sealer } from '../../platform/sealing.ts';
import type { Tracing } from '../../platform/trace/tracing.ts';
import type { NoticeChannel as Channel } from '@boardwire/contract/notices';
import { deliveries, type ports } from '../delivery/index.ts';
import { withBreaker } from './breaker-provider.ts';
import { createFcmProvider } from './fcm-provider.ts';
import { createMailProvider } from './mail-provider.ts';
import { createMailReceipts } from './mail-receipts.ts';
import { readPushAddress } from './push-address.ts';
import { createPushDevices } from './push-devices.ts';
import { reachablePublicUrl } from './public-address.ts';
import { takeSegments } from './store/sms-usage.ts';
import { createTrialProvider, type Trial } from './trial-provider.ts';
import { createTwilioProvider, type TwilioAccount } from './twilio-provider.ts';
import { createWebPushProvider } from './web-push-provider.ts';
import { createWebhookProvider, type WebhookTargets } from './webhook-provider.ts';

/** What the providers are made of. */
export interface ProvidersParts {
  config: Config;
  log: Log;
  database: Database;
  sealer: Sealer;
  egress: Egress;
  tracing: Tracing;
  vapid: VapidKeys;
  /** Endpoints of organizations. */
  targets: WebhookTargets;
  /** Keeps a mail in the built-in mailbox, once under its id. */
  keepInMailbox(message: MailMessage): Promise<void>;
}

/** What a request of a provider says, and of which channel. */
export type ReadReceipts = ports.ReceiptReading & { channel: Channel };

/** Everybody who can send here. */
export interface Providers {
  /** Each channel's, the first choice first. */
  list: readonly ports.Provider[];
  /** Who may send a delivery, the first choice first (delivery D21); none where its channel is not set up. */
  providersOf(delivery: { channel: Channel }, message: ports.Rendered): readonly ports.Provider[];
  /** Receipts that a provider of this kind sends, or `mail` for what mail servers do; null when none of it is here. */
  readReceipts(kind: string, request: ports.RawRequest): Promise<ReadReceipts | null>;
  /** Who takes the place of all of them on a channel, and sends nothing. */
  createTrial(trial: Trial): ports.Provider;
  close(): Promise<void>;
}

/** Creates the providers that the configuration asks for. Throws ConfigError for one that is set up by half. */
export function createProviders(parts: ProvidersParts): Providers {
  const devices = createPushDevices(parts);
  const { MAIL_RECEIPTS_TOKEN: token } = parts.config;
  const readMail = token === undefined ? null : createMailReceipts(token);
  const list = [
    ...createMailProviders(parts),
    ...createSmsProviders(parts),
    createWebPushProvider({ ...parts, devices, subject: describeUs(parts.config) }),
    ...createAppProviders(parts, devices),
    createWebhookProvider(parts),
  ];
  return {
    list,
    providersOf: ({ channel }, { address }) =>
      channel === 'push'
        ? list.filter(({ kind }) => kind === readPushAddress(address)?.kind)
        : list.filter((provider) => provider.channel === channel),
    async readReceipts(kind, request) {
      if (kind === 'mail') {
        const reading = await readMail?.(request);
        return reading === undefined ? null : { ...reading, channel: 'email' };
      }
      const provider = list.find((each) => each.kind === kind);
      const reading = await provider?.readReceipts?.(request);
      return provider === undefined || reading === undefined
        ? null
        : { ...reading, channel: provider.channel };
    },
    createTrial: createTrialProvider,
    async close() {
      await Promise.all(list.map(async (provider) => provider.close?.()));
    },
  };
}

function createMailProviders(parts: ProvidersParts): ports.Provider[] {
  const { config, egress, tracing, keepInMailbox } = parts;
  const from = config.MAIL_FROM;
  const urls = [config.SMTP_URL, config.SMTP_FALLBACK_URL].filter((url) => url !== undefined);
  if (urls.length === 0)
    return [
      createMailProvider({ id: 'mailbox', transport: createMailboxTransport(keepInMailbox), from }),
    ];
  const dkim = readDkim(config);
  const host = new URL(config.PUBLIC_URL).hostname;
  const bouncesTo = config.MAIL_BOUNCES_TO;
  return urls.map((url, index) => {
    const transport = createSmtpTransport({
      url,
      egress,
      tracing,
      host,
      ...(dkim !== null && { dkim }),
      ...(bouncesTo !== undefined && { bouncesTo }),
    });
    const provider = createMailProvider({
      id: index === 0 ? 'smtp' : 'smtpFallback',
      transport,
      from,
      receipts: config.MAIL_RECEIPTS_TOKEN !== undefined,
      noteSoftBounce: (deliveryId) => noteSoftBounce(parts, deliveryId),
    });
    return withBreaker(provider);
  });
}

/** The server has spoken, whatever becomes of the note: it must not be put in doubt by that. */
async function noteSoftBounce(parts: ProvidersParts, deliveryId: string): Promise<void> {
  try {
    await deliveries.noteSoftBounce(parts, deliveryId);
  } catch (error) {
    parts.log.warn({ err: error, deliveryId }, 'a full mailbox could not be noted');
  }
}

function readDkim({ DKIM_DOMAIN, DKIM_SELECTOR, DKIM_PRIVATE_KEY }: Config): DkimKey | null {
  if (DKIM_DOMAIN === undefined && DKIM_SELECTOR === undefined && DKIM_PRIVATE_KEY === undefined)
    return null;
  if (DKIM_DOMAIN === undefined || DKIM_SELECTOR === undefined || DKIM_PRIVATE_KEY === undefined)
    throw new ConfigError('DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY are set together');
  return { domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey: DKIM_PRIVATE_KEY };
}

function createSmsProviders({ config, database, egress }: ProvidersParts): ports.Provider[] {
  const account = readTwilioAccount(config);
  if (account === null) return [];
  const publicUrl = reachablePublicUrl(config);
  const cap = config.SMS_SEGMENTS_PER_DAY;
  const provider = createTwilioProvider({
    account,
    egress,
    receiptsUrl: publicUrl === null ? null : `${publicUrl}/api/v1/receipts/twilio`,
    maxSegments: config.SMS_MAX_SEGMENTS,
    maxSegmentsPerDay: cap,
    takeSegments: (count) => database.write('all', (tx) => takeSegments(tx, { count, cap })),
  });
  return [withBreaker(provider)];
}

function readTwilioAccount(config: Config): TwilioAccount | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = config;
  const { TWILIO_FROM: from } = config;
  if (accountSid === undefined && authToken === undefined && from === undefined) return null;
  if (accountSid === undefined || authToken === undefined || from === undefined)
    throw new ConfigError('TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM are set together');
  return { accountSid, authToken, from };
}

function createAppProviders(
  { config, egress }: ProvidersParts,
  devices: ReturnType<typeof createPushDevices>,
): ports.Provider[] {
  const text = config.FCM_SERVICE_ACCOUNT;
  if (text === undefined) return [];
  const account = serviceAccount.safeParse(parseJson(text));
  if (!account.success)
    throw new ConfigError(
      'FCM_SERVICE_ACCOUNT: it is not the JSON of a service account (project_id, client_email, private_key)',
    );
  return [withBreaker(createFcmProvider({ account: account.data, egress, devices }))];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How push services reach whoever runs this (RFC 8292 section 2.1): they take https and mailto alone. */
function describeUs({ PUBLIC_URL, MAIL_FROM }: Config): string {
  if (PUBLIC_URL.startsWith('https://')) return PUBLIC_URL;
  const address = /<([^<>]+)>$/.exec(MAIL_FROM)?.[1] ?? MAIL_FROM;
  return `mailto:${address}`;
}
