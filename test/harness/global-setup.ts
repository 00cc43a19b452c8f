import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../server/src/platform/database/migrate.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { migrateQueue } from '../../server/src/platform/queue/migrate-queue.ts';
import { openCluster, type Cluster } from './cluster.ts';

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
/** The throwaway cluster's place, unless BOARDWIRE_TEST_POSTGRES names another. */
const cacheFolder = fileURLToPath(new URL('../../.cache/test-postgres/', import.meta.url));
const log = createLog('warn');
/** Any constant: one run at a time makes the template. */
const TEMPLATE_LOCK_KEY = 7_214_552;
/** Databases of earlier runs that were cut off, and templates of other versions, which a run may still be using. */
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

function openServer(): Promise<Cluster> {
  const url = process.env['DATABASE_URL'];
  if (url) return Promise.resolve({ adminUrl: url, appUrl: url, close: async () => undefined });
  return openCluster(process.env['BOARDWIRE_TEST_POSTGRES'] ?? cacheFolder, log);
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
    await admin.query(`comment on database ${name} is '${Math.floor(Date.now() / 1_000)}'`);
    return name;
  } finally {
    await admin.end();
  }
}

async function dropLeftovers(admin: Client, currentTemplate: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database
     where to_timestamp(case
         when datname like 'boardwire_template_%' and datname <> $1
           then coalesce(shobj_description(oid, 'pg_database'), '0')::bigint
         when datname like 'test\\_%' then split_part(datname, '_', 2)::bigint
       end) < now() - make_interval(hours => $2)`,
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
