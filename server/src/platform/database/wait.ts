import { Client } from 'pg';
import { SECOND_MS, sleep } from '../../kernel/time.ts';
import { ConfigError } from '../config/config.ts';
import type { Log } from '../log.ts';

/** A database that is not there at the start may still be starting (fault F23). */
const WAIT_MS = 60 * SECOND_MS;
const RETRY_MS = SECOND_MS;
/** Row-level security and `xid8` as used here are of this version. */
const MIN_SERVER_VERSION = 150_000;

/** Waits until Postgres answers, saying what it waits for. Throws ConfigError after `waitMs` (a minute), or when it is too old. */
export async function waitForDatabase(url: string, log: Log, waitMs = WAIT_MS): Promise<void> {
  const { hostname, pathname } = new URL(url);
  const deadlineMs = Date.now() + waitMs;
  for (;;) {
    try {
      return await probe(url);
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      const message = (error as Error).message;
      if (Date.now() >= deadlineMs || isFinal(error)) {
        throw new ConfigError(`DATABASE_URL: cannot use ${hostname}${pathname}: ${message}`);
      }
      log.warn({ host: hostname, error: message }, 'waiting for the database');
      await sleep(RETRY_MS);
    }
  }
}

async function probe(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5 * SECOND_MS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version_num') as version`,
    );
    if (Number(rows[0]?.version) < MIN_SERVER_VERSION) {
      throw new ConfigError('DATABASE_URL: this Postgres is older than 15; upgrade it');
    }
  } finally {
    await client.end();
  }
}

/** Waiting does not mend a wrong password or a missing database. */
function isFinal(error: unknown): boolean {
  const code = String((error as { code?: unknown }).code);
  return code.startsWith('28') || code === '3D000';
}
