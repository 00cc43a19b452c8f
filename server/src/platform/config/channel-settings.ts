import { z } from 'zod';
import { list, positiveInteger, urlOf } from './value-schemas.ts';

/** `address` or `Name <address>`, on one line. */
const SENDER = /^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/;

const ADDRESS = /^[^<>\s@+]+@[^<>\s@]+$/;

/** A name in the DNS, or a part of one. */
const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** The variables of channels: how messages leave. */
export const channelSettings = {
  SMTP_URL: {
    schema: urlOf('smtp', 'smtps').optional(),
    description: 'Mail server. Unset: mails land in the built-in mailbox at /dev/mailbox.',
    example: 'smtp://user:secret@mail.example.com:587',
    secret: true,
  },
  MAIL_FROM: {
    schema: z
      .string()
      .max(320)
      .regex(SENDER, 'an address, or a name and the address in <>')
      .default('Boardwire <boardwire@localhost>'),
    description: 'Sender of all mails.',
    example: 'Boardwire <boards@example.com>',
  },
  SMTP_FALLBACK_URL: {
    schema: urlOf('smtp', 'smtps').optional(),
    description: 'A second mail server, for what the first one does not take.',
    example: 'smtp://user:secret@mail2.example.com:587',
    secret: true,
  },
  MAIL_BOUNCES_TO: {
    schema: z.string().max(254).regex(ADDRESS, 'an address').optional(),
    description:
      'Where mails that cannot be delivered come back to; each mail puts its own name behind a plus sign. Unset: to the address of MAIL_FROM.',
    example: 'bounces@example.com',
  },
  MAIL_RECEIPTS_TOKEN: {
    schema: z.string().min(32, 'at least 32 characters').optional(),
    description:
      'Bearer token with which a mail server hands over bounces and complaints at /api/v1/receipts/mail. Unset: nothing is taken there.',
    example: 'a-long-random-string-of-32-or-more',
    secret: true,
  },
  DKIM_DOMAIN: {
    schema: z.string().regex(DOMAIN, 'a domain').optional(),
    description: 'Domain whose DKIM key signs mails; needs DKIM_SELECTOR and DKIM_PRIVATE_KEY.',
    example: 'example.com',
  },
  DKIM_SELECTOR: {
    schema: z.string().regex(DOMAIN, 'letters, digits and hyphens').optional(),
    description: 'Name of the DKIM key below _domainkey.',
    example: 'boards',
  },
  DKIM_PRIVATE_KEY: {
    schema: z.string().includes('PRIVATE KEY', { message: 'a key in PEM form' }).optional(),
    description: 'RSA key for DKIM in PEM form; best given as DKIM_PRIVATE_KEY_FILE.',
    example: '-----BEGIN PRIVATE KEY-----…',
    secret: true,
  },
  TWILIO_ACCOUNT_SID: {
    schema: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/i, 'AC and 32 hexadecimal digits')
      .optional(),
    description: 'Twilio account for text messages. Unset: none are sent.',
    example: 'AC0123456789abcdef0123456789abcdef',
  },
  TWILIO_AUTH_TOKEN: {
    schema: z.string().min(16, 'at least 16 characters').optional(),
    description: 'Token of the Twilio account.',
    example: 'a-long-random-string',
    secret: true,
  },
  TWILIO_FROM: {
    schema: z
      .string()
      .regex(
        /^(?:\+[1-9]\d{1,14}|MG[0-9a-f]{32}|[A-Za-z0-9 ]{2,11})$/i,
        'a number such as +15005550006, the id of a messaging service (MG…), or a name of up to 11 letters',
      )
      .optional(),
    description: 'Who text messages come from: a number, a messaging service, or a name.',
    example: '+15005550006',
  },
  SMS_MAX_SEGMENTS: {
    schema: positiveInteger.default(4),
    description: 'Longest text message that is sent, in segments as they are billed.',
    example: '2',
  },
  SMS_SEGMENTS_PER_DAY: {
    schema: positiveInteger.default(1000),
    description: 'Segments of text messages that are sent on a day (UTC) at most; more wait.',
    example: '200',
  },
  FCM_SERVICE_ACCOUNT: {
    schema: z.string().startsWith('{', { message: 'the JSON of a service account' }).optional(),
    description:
      'Service account for Firebase Cloud Messaging, as JSON; best given as FCM_SERVICE_ACCOUNT_FILE. Unset: apps get no pushes, browsers do.',
    example: '{"project_id":"…","client_email":"…","private_key":"…"}',
    secret: true,
  },
  AT_MOST_ONCE_CHANNELS: {
    schema: list.pipe(z.array(z.enum(['email', 'sms', 'push', 'webhook']))).default([]),
    description:
      'Channels on which nothing is sent a second time while nobody knows whether it arrived: a person decides. Comma-separated.',
    example: 'sms,email',
  },
} as const;
