import { z } from 'zod';
import { flag, list, network, origin, port, positiveInteger, urlOf } from './value-schemas.ts';

/** One variable of the configuration: how it is read and how the documentation describes it. */
export interface Setting<Schema extends z.ZodType = z.ZodType> {
  schema: Schema;
  description: string;
  example: string;
  /** Shown in place of the value by `boardwire config`; also readable from the file named by `<NAME>_FILE`. */
  secret?: true;
}

/** Where an instance listens when nobody says otherwise. */
export const DEFAULT_PORT = 3_000;
/** `address` or `Name <address>`, on one line. */
const SENDER = /^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/;

/** A name in the DNS, or a part of one. */
const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;

/** Every variable that Boardwire reads. The documentation and `boardwire config` are made from this table. */
export const settings = {
  HOST: {
    schema: z
      .string()
      .regex(/^[\w.:%-]+$/, 'an address or name of this machine')
      .default('127.0.0.1'),
    description:
      'Address to listen on. Anything but loopback makes the instance exposed, which wants https (PUBLIC_URL) or ALLOW_HTTP.',
    example: '0.0.0.0',
  },
  PORT: {
    schema: port.default(DEFAULT_PORT),
    description:
      'Port to listen on; a worker answers /health and /metrics there, and nothing else.',
    example: '8080',
  },
  PUBLIC_URL: {
    schema: origin.optional(),
    description:
      'Address that people use; links in mails begin with it. Default: http://127.0.0.1:PORT, for a worker http://127.0.0.1:3000.',
    example: 'https://boards.example.com',
  },
  ALLOW_HTTP: {
    schema: flag.default(false),
    description:
      'Lets an exposed instance serve plain http. Passwords then cross the network readable; only for a trusted network.',
    example: 'true',
  },
  ALLOWED_HOSTS: {
    schema: list.default([]),
    description:
      'Further host names to answer to, besides the one of PUBLIC_URL and local names, comma-separated.',
    example: 'boards.internal.example.com',
  },
  TRUST_PROXY: {
    schema: list.pipe(z.array(network)).default([]),
    description:
      'Networks of reverse proxies whose X-Forwarded-For is believed, as comma-separated CIDRs.',
    example: '10.0.0.0/8',
  },
  CORS_ORIGINS: {
    schema: list.pipe(z.array(origin)).default([]),
    description: 'Other origins whose pages may call the API, exact, comma-separated.',
    example: 'https://intranet.example.com',
  },
  BOARDWIRE_DATA: {
    schema: z.string().min(1).default('./data'),
    description: 'Folder for everything that is kept: the embedded database, secrets, files.',
    example: '/var/lib/boardwire',
  },
  BOARDWIRE_ROLE: {
    schema: z.enum(['all', 'api', 'worker']).default('all'),
    description:
      'What this process does; `--role` overrides it. `api` and `worker` need DATABASE_URL.',
    example: 'api',
  },
  SECRETS_FILE: {
    schema: z.string().min(1).optional(),
    description:
      'File with the keys of the instance, mode 600, for processes that share a database. Unset: secrets.json in the data folder, made on the first start.',
    example: '/run/secrets/boardwire.json',
  },
  DATABASE_URL: {
    schema: urlOf('postgres', 'postgresql').optional(),
    description: 'Your Postgres (15 or newer). Unset: an embedded Postgres in the data folder.',
    example: 'postgres://boardwire:secret@db.example.com:5432/boardwire',
    secret: true,
  },
  DATABASE_ADMIN_URL: {
    schema: urlOf('postgres', 'postgresql').optional(),
    description:
      'A second login that owns the tables and runs migrations. Unset: DATABASE_URL does both.',
    example: 'postgres://owner:secret@db.example.com:5432/boardwire',
    secret: true,
  },
  DATABASE_POOL_SIZE: {
    schema: positiveInteger.default(10),
    description: 'Connections that one process keeps for requests.',
    example: '20',
  },
  REDIS_URL: {
    schema: urlOf('redis', 'rediss').optional(),
    description:
      'Redis or Valkey (6.2 or newer) for the job queue. Unset: the queue lives in Postgres.',
    example: 'redis://cache.example.com:6379',
    secret: true,
  },
  AUDIT_RETENTION_DAYS: {
    schema: positiveInteger.pipe(z.number().max(36_500, 'at most a hundred years')).default(400),
    description: 'Days that audit logs keep an entry.',
    example: '730',
  },
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
  EGRESS_ALLOW: {
    schema: list.default([]),
    description:
      'Private networks and hosts that calls on behalf of organizations may reach, as comma-separated CIDRs and names.',
    example: '10.1.2.0/24,hooks.internal.example.com',
  },
  SIGN_UP: {
    schema: z.enum(['open', 'invitation']).optional(),
    description:
      'Who may create an account. Default: open on loopback, invitation when exposed. The instance owner can change it in the settings.',
    example: 'invitation',
  },
  RATE_LIMIT_PER_MINUTE: {
    schema: positiveInteger.default(1000),
    description: 'Requests a minute from one address.',
    example: '5000',
  },
  RATE_LIMIT_CREDENTIAL_PER_MINUTE: {
    schema: positiveInteger.default(600),
    description: 'Requests a minute with one session or API key.',
    example: '3000',
  },
  RATE_LIMIT_LOGIN_PER_MINUTE: {
    schema: positiveInteger.default(10),
    description:
      'Log-ins and other uses of a password a minute, from one address and for one account; more block it for 15 minutes.',
    example: '20',
  },
  RATE_LIMIT_MAIL_PER_MINUTE: {
    schema: positiveInteger.default(30),
    description: 'Calls a minute that cause a mail, from one address and by one person.',
    example: '60',
  },
  RATE_LIMIT_TOKEN_PER_MINUTE: {
    schema: positiveInteger.default(60),
    description: 'Tries a minute of secrets from links and of second factors, from one address.',
    example: '120',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    description: 'Least severe lines to write.',
    example: 'warn',
  },
  METRICS_TOKEN: {
    schema: z.string().min(16, 'at least 16 characters').optional(),
    description:
      'Bearer token that /metrics asks for. Unset: /metrics answers on loopback instances alone.',
    example: 'a-long-random-string',
    secret: true,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: urlOf('http', 'https').optional(),
    description: 'OpenTelemetry collector for traces. Unset: tracing is not loaded.',
    example: 'http://otel.example.com:4318',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: z
      .string()
      .regex(/^[^\r\n]+$/, 'one line')
      .optional(),
    description: 'Headers for the collector, such as a key, as comma-separated name=value pairs.',
    example: 'x-api-key=secret',
    secret: true,
  },
  NODE_ENV: {
    schema: z.enum(['production', 'development', 'test']).default('production'),
    description: '`development` adds stack traces to error answers.',
    example: 'development',
  },
} as const satisfies Record<string, Setting>;
