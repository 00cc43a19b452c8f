import { z } from 'zod';
import { channelSettings } from './channel-settings.ts';
import { deliverySettings } from './delivery-settings.ts';
import { jobSettings } from './job-settings.ts';
import {
  flag,
  list,
  network,
  origin,
  port,
  positiveInteger,
  redisUrl,
  urlOf,
} from './value-schemas.ts';

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
    schema: redisUrl.optional(),
    description:
      'Redis or Valkey (6.2 or newer), which the processes of an instance share: `redis://[user]:password@host:6379/0`, `rediss://` for TLS, `redis+sentinel://…@host:26379,host:26379/master-name/0` for sentinels, `redis+cluster://…@host,host` for a cluster (`rediss+sentinel://`, `rediss+cluster://` for TLS). Characters such as `@ : / ? # %` in a password are percent-encoded. Unset: all is in Postgres and in the memory of each process.',
    example: 'redis://cache.example.com:6379',
    secret: true,
  },
  AUDIT_RETENTION_DAYS: {
    schema: positiveInteger.pipe(z.number().max(36_500, 'at most a hundred years')).default(400),
    description: 'Days that audit logs keep an entry.',
    example: '730',
  },
  ...channelSettings,
  EGRESS_ALLOW: {
    schema: list.default([]),
    description:
      'Private networks and hosts that calls on behalf of organizations may reach, as comma-separated CIDRs and names.',
    example: '10.1.2.0/24,hooks.internal.example.com',
  },
  ...deliverySettings,
  ...jobSettings,
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
  RATE_LIMIT_CALL_PER_MINUTE: {
    schema: positiveInteger.default(60),
    description:
      'Tests and replays of webhooks a minute, from one address and by one person: they call where somebody chose.',
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
