import type { Config } from '../../platform/config/config.ts';

/** What the instance runs on, and the variable that changes it. */
export function describeParts(config: Config) {
  const part = (
    name: string,
    variable: 'DATABASE_URL' | 'SMTP_URL' | 'REDIS_URL' | 'OTEL_EXPORTER_OTLP_ENDPOINT',
    state: 'builtIn' | 'off',
    whenOn: string,
    whenOff: string,
  ) =>
    config[variable] === undefined
      ? { name, variable, state, detail: whenOff }
      : { name, variable, state: 'on' as const, detail: whenOn };
  return [
    part(
      'database',
      'DATABASE_URL',
      'builtIn',
      'Your Postgres',
      'Embedded Postgres in the data folder',
    ),
    part(
      'mail',
      'SMTP_URL',
      'builtIn',
      'Mails go out by SMTP',
      'Mails stay in the built-in mailbox',
    ),
    part('queue', 'REDIS_URL', 'builtIn', 'Jobs run on Redis', 'Jobs run on Postgres'),
    part(
      'tracing',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      'off',
      'Traces go to the collector',
      'Traces are not recorded',
    ),
  ];
}
