import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Log } from '../log.ts';

/** A numbered SQL file; forward only, never changed once released. */
interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** How to reach Postgres as the owner of the tables. */
export interface MigrateOptions {
  adminUrl: string;
  /** Login that the application uses; gets its rights each time. Same as the owner when null. */
  appRole: string | null;
  folder: string;
  log: Log;
}

/** A schema that this version cannot work with; the message says what to do. */
class MigrationError extends Error {
  /** Shown to the operator as it is, without a stack. */
  readonly isForOperator = true;
}

/** Any constant: one migration at a time in a database. */
const MIGRATION_LOCK_KEY = 7_214_551;
/** A migration that waits longer for a table than this would hold everybody up (reliability R19). */
const LOCK_TIMEOUT_MS = 2_000;

/** Brings the schema to this version under an advisory lock; answers the names that ran. Throws an error for the operator. */
export async function migrate({
  adminUrl,
  appRole,
  folder,
  log,
}: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const client = new Client({ connectionString: adminUrl, application_name: 'boardwire-migrate' });
  client.on('error', (error) =>
    log.warn({ err: error }, 'database connection lost while migrating'),
  );
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK_KEY]);
    const pending = pendingOf(migrations, await readApplied(client));
    for (const migration of pending) {
      log.info({ migration: migration.name }, 'migrating');
      await apply(client, migration);
    }
    // Also without a migration: the start before may have been killed in between, or the login is another now.
    if (appRole !== null) await grant(client, appRole);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name));
  const read = async (name: string) => {
    const sql = await readFile(join(folder, name), 'utf8');
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
  };
  return Promise.all(names.toSorted().map(read));
}

async function readApplied(client: Client): Promise<Map<string, string>> {
  // Only where it is missing: a login that may not create tables starts on what another one has migrated.
  const { rows: found } = await client.query<{ isThere: boolean }>(
    `select to_regclass('schema_migrations') is not null as "isThere"`,
  );
  if (found[0]?.isThere !== true) {
    await client.query(
      `create table schema_migrations (
         name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
    );
  }
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from schema_migrations',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function pendingOf(migrations: Migration[], applied: Map<string, string>): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, checksum] of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new MigrationError(
        `The database was migrated by a newer Boardwire (${name}); start that version, downgrades are not possible`,
      );
    }
    if (expected !== checksum) {
      throw new MigrationError(
        `Migration ${name} differs from the one this database ran; restore the released file`,
      );
    }
  }
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await client.query(migration.sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(
      `Migration ${migration.name} failed and was rolled back: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

async function grant(client: Client, appRole: string): Promise<void> {
  const role = client.escapeIdentifier(appRole);
  await client.query(`
    grant usage on schema public to ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    grant usage, select on all sequences in schema public to ${role};
    revoke insert, update, delete on schema_migrations from ${role};
    revoke update on audit_entries from ${role};
  `);
  await revokePartitions(client, appRole);
}

/** Row-level security is the parent's: a partition that is named itself would show every organization (security S14). */
async function revokePartitions(client: Client, appRole: string): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
     where relkind in ('r', 'p')`,
  );
  for (const { name } of rows)
    await client.query(`revoke all on ${name} from ${client.escapeIdentifier(appRole)}`);
}
