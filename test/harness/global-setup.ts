import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { EmbeddedPostgresError } from '../../server/src/platform/database/embedded/errors.ts';
import { migrate } from '../../server/src/platform/database/migrate.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { migrateQueue } from '../../server/src/platform/queue/migrate-queue.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres;
  }
}

/** The server that tests make their databases on. */
export interface TestPostgres {
  adminUrl: string;
  appUrl: string;
  template: string;
}

const migrationsFolder = fileURLToPath(new URL('../../server/migrations/', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../../.cache/test-postgres/', import.meta.url));
const addressFile = join(cacheFolder, 'addresses.json');
const log = createLog('warn');
/** Any constant: one run at a time makes the template. */
const TEMPLATE_LOCK_KEY = 7_214_552;
/** Databases of earlier runs that were cut off. */
const LEFTOVER_HOURS = 2;

/** Provides a Postgres with a migrated template: the one of DATABASE_URL, or an embedded one without durability. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, appUrl, close } = await openServer();
  project.provide('postgres', {
    adminUrl,
    appUrl,
    template: await prepareTemplate({ adminUrl, appUrl }),
  });
  return close;
}

async function openServer(): Promise<{
  adminUrl: string;
  appUrl: string;
  close: () => Promise<void>;
}> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined) return { adminUrl: url, appUrl: url, close: async () => undefined };
  try {
    const server = await startEmbeddedPostgres({ dataDir: cacheFolder, log, durability: 'test' });
    const { adminUrl, appUrl } = server;
    writeFileSync(addressFile, JSON.stringify({ adminUrl, appUrl }), { mode: 0o600 });
    return {
      adminUrl,
      appUrl,
      async close() {
        rmSync(addressFile, { force: true });
        await server.stop();
      },
    };
  } catch (error) {
    // Another run in this folder has it already: share it.
    if (!(error instanceof EmbeddedPostgresError) || error.problem !== 'data_folder_in_use')
      throw error;
    const shared = JSON.parse(readFileSync(addressFile, 'utf8')) as {
      adminUrl: string;
      appUrl: string;
    };
    return { ...shared, close: async () => undefined };
  }
}

async function prepareTemplate({
  adminUrl,
  appUrl,
}: {
  adminUrl: string;
  appUrl: string;
}): Promise<string> {
  const name = `boardwire_template_${hashMigrations()}`;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK_KEY]);
    await dropLeftovers(admin, name);
    const { rowCount } = await admin.query(
      'select 1 from pg_database where datname = $1 and datistemplate',
      [name],
    );
    if (rowCount === 1) return name;
    await admin.query(`drop database if exists ${name}`);
    await admin.query(`create database ${name}`);
    const templateUrl = withDatabase(adminUrl, name);
    const appRole = adminUrl === appUrl ? null : decodeURIComponent(new URL(appUrl).username);
    await migrate({ adminUrl: templateUrl, appRole, folder: migrationsFolder, log });
    await migrateQueue(templateUrl, withDatabase(appUrl, name));
    await admin.query(`alter database ${name} with is_template true allow_connections false`);
    return name;
  } finally {
    await admin.end();
  }
}

async function dropLeftovers(admin: Client, currentTemplate: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database
     where (datname like 'boardwire_template_%' and datname <> $1)
       or (datname like 'test\\_%' and to_timestamp(split_part(datname, '_', 2)::bigint) < now() - make_interval(hours => $2))`,
    [currentTemplate, LEFTOVER_HOURS],
  );
  for (const { name } of rows) {
    await admin.query(`alter database ${name} with is_template false`);
    await admin.query(`drop database if exists ${name} with (force)`).catch(() => undefined);
  }
}

function hashMigrations(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(migrationsFolder).toSorted())
    hash.update(readFileSync(join(migrationsFolder, name)));
  hash.update(readFileSync(fileURLToPath(new URL('../../package-lock.json', import.meta.url))));
  return hash.digest('hex').slice(0, 12);
}

/** The same server's address with another database. */
export function withDatabase(url: string, database: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, `/${database}$1`);
}
