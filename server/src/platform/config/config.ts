import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { DEFAULT_PORT, settings, type Setting } from './settings.ts';

type Values = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['schema']> };

/** The validated configuration of a process. */
export interface Config extends Omit<Values, 'PUBLIC_URL' | 'SIGN_UP'> {
  /** Origin that links begin with. */
  PUBLIC_URL: string;
  SIGN_UP: 'open' | 'invitation';
  /** True when others than this machine can reach the instance (security S2). */
  isExposed: boolean;
  /** Names of variables that were set, to tell chosen values from defaults. */
  given: ReadonlySet<string>;
}

/** A value that stops the start; the message is one line that names the variable and gives an example. */
export class ConfigError extends Error {
  /** Shown to the operator as it is, without a stack. */
  readonly isForOperator = true;
}

/**
 * Reads and checks the configuration: the environment, `<NAME>_FILE` for secrets, and the JSON file that
 * BOARDWIRE_CONFIG names, in this order. Throws ConfigError.
 */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const raw = { ...readConfigFile(environment['BOARDWIRE_CONFIG']), ...withoutEmpty(environment) };
  const given = new Set<string>();
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(settings) as [string, Setting][]) {
    const text = raw[name] ?? readSecretFile(name, setting, raw);
    if (text !== undefined) given.add(name);
    values[name] = parseSetting(name, setting, text);
  }
  return complete(values as Values, given);
}

function complete(values: Values, given: Set<string>): Config {
  const role = values.BOARDWIRE_ROLE;
  // A worker's port is its own; links in its mails lead to an api, by default to the one with the default port.
  const port = role === 'worker' ? DEFAULT_PORT : values.PORT;
  const publicUrl = values.PUBLIC_URL ?? describeAddress({ HOST: values.HOST, PORT: port });
  const isExposed = !isLocalHost(values.HOST) || !isLocalHost(new URL(publicUrl).hostname);
  if (isExposed && !publicUrl.startsWith('https://') && !values.ALLOW_HTTP) {
    throw new ConfigError(
      `HOST=${values.HOST} with ${publicUrl} would send passwords unencrypted: set PUBLIC_URL=https://… behind a TLS proxy, or ALLOW_HTTP=true on a trusted network`,
    );
  }
  if (role !== 'all' && values.DATABASE_URL === undefined) {
    throw new ConfigError(
      `BOARDWIRE_ROLE=${role} runs beside other processes and needs a shared database: set DATABASE_URL, as in ${settings.DATABASE_URL.example}`,
    );
  }
  return {
    ...values,
    BOARDWIRE_DATA: resolve(values.BOARDWIRE_DATA),
    PUBLIC_URL: publicUrl,
    SIGN_UP: values.SIGN_UP ?? (isExposed ? 'invitation' : 'open'),
    isExposed,
    given,
  };
}

function parseSetting(name: string, setting: Setting, text: string | undefined): unknown {
  const parsed = setting.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const problem = parsed.error.issues[0]?.message ?? 'not acceptable';
  const shown = setting.secret ? 'the value given' : JSON.stringify(text);
  throw new ConfigError(
    `${name}: ${shown} is not acceptable (${problem}); for example ${name}=${setting.example}`,
  );
}

function readSecretFile(
  name: string,
  setting: Setting,
  raw: Record<string, string | undefined>,
): string | undefined {
  const path = setting.secret ? raw[`${name}_FILE`] : undefined;
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new ConfigError(`${name}_FILE: cannot read ${path}; name a file that this user can read`);
  }
}

function readConfigFile(path: string | undefined): Record<string, string | undefined> {
  if (!path) return {};
  const values = parseConfigFile(path);
  for (const name of Object.keys(values)) {
    if (!(name in settings) && !name.endsWith('_FILE')) {
      throw new ConfigError(
        `BOARDWIRE_CONFIG: ${path} sets ${name}, which is not a setting; see docs/generated/config.md`,
      );
    }
  }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

function parseConfigFile(path: string): object {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Told below, together with a file that holds something else.
  }
  throw new ConfigError(
    `BOARDWIRE_CONFIG: ${path} is not a readable JSON object; for example {"PORT": 8080}`,
  );
}

function withoutEmpty(environment: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** Whether `host` is this machine's own name or loopback address. */
export function isLocalHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** Where a process listens, as this machine reaches it. */
export function describeAddress({ HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>): string {
  return `http://${displayHost(HOST)}:${PORT}`;
}

function displayHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return isIP(host) === 6 ? `[${host}]` : host;
}
