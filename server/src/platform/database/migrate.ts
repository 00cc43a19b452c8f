import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import type { Log } from '../log.ts';

/** A numbered SQL file; forward only, never changed once released. */
interface Migration {
  name: string;
  sql: string;
  checksum: string;
  /** Versions that do not have it work on with what it leaves. */
  expands: boolean;
}

/** A migration that the database has had. */
type Applied = Pick<Migration, 'checksum' | 'expands'>;

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
/** The first line of a migration that only adds what older versions do not look at; `npm run check` holds it to that. */
const EXPANDS = /^-- expand: \S/;
/** A migration that waits longer for a table than this would hold everybody up (reliability R19). */
const LOCK_TIMEOUT_MS = 2_000;
/** Everybody else goes on meanwhile. */
const LOCK_PAUSE_MS = 3_000;
/** With the waits and the pauses, about a minute: an import or a dump is over by then, mostly. */
const LOCK_TRIES = 12;
/** `lock_not_available` and `deadlock_detected`, of Postgres. */
const HELD = ['55P03', '40P01'];

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
    const applied = await readApplied(client);
    const pending = pendingOf(migrations, applied);
    tellOfNewer(migrations, applied, log);
    for (const migration of pending) {
      log.info({ migration: migration.name }, 'migrating');
      await applyWhenFree(client, migration, log);
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
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { name, sql, checksum, expands: EXPANDS.test(sql) };
  };
  return Promise.all(names.toSorted().map(read));
}

async function readApplied(client: Client): Promise<Map<string, Applied>> {
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
  // The column is not there yet where only versions before it have migrated.
  const { rows } = await client.query<Applied & { name: string }>(
    `select name, checksum, coalesce((to_jsonb(m) ->> 'expands')::boolean, false) as expands from schema_migrations as m`,
  );
  return new Map(rows.map(({ name, ...applied }) => [name, applied]));
}

function pendingOf(migrations: Migration[], applied: Map<string, Applied>): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]));
  for (const [name, { checksum, expands }] of applied) {
    const expected = known.get(name);
    // Amid an upgrade an older process that died comes back, and an upgrade that only added something is taken back.
    if (expected === undefined && expands) continue;
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

/** Databases of versions before the column get it with their next migration; asked first, for only the owner may. */
async function ensureColumn(client: Client): Promise<void> {
  const { rowCount } = await client.query(
    `select 1 from pg_attribute where attrelid = 'schema_migrations'::regclass and attname = 'expands'`,
  );
  if (rowCount === 0)
    await client.query(
      'alter table schema_migrations add column expands boolean not null default false',
    );
}

function tellOfNewer(migrations: Migration[], applied: Map<string, Applied>, log: Log): void {
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...applied.keys()].filter((name) => !known.has(name));
  if (newer.length > 0)
    log.warn({ migrations: newer }, 'a newer version has added to the database; this one works on');
}

/** Tries again while others hold what it changes, a long import or a dump: between its tries they are not held up. */
async function applyWhenFree(client: Client, migration: Migration, log: Log): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await apply(client, migration);
    } catch (error) {
      if (!isHeld(error)) throw error;
      if (tries === LOCK_TRIES) throw stillHeld(migration, error);
      log.warn({ migration: migration.name }, 'a long transaction holds what is to change');
      await sleep(LOCK_PAUSE_MS);
    }
  }
}

function isHeld(error: unknown): error is MigrationError {
  const cause = error instanceof MigrationError ? error.cause : undefined;
  return cause instanceof DatabaseError && HELD.includes(cause.code ?? '');
}

function stillHeld({ name }: Migration, cause: MigrationError): MigrationError {
  return new MigrationError(
    `Migration ${name} found its tables in use for a minute, and nothing was changed: wait for the import or the dump that runs, and start it again`,
    { cause },
  );
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query(`begin; set local lock_timeout = ${LOCK_TIMEOUT_MS}`);
  try {
    await ensureColumn(client);
    await client.query(migration.sql);
    const { name, checksum, expands } = migration;
    await client.query(
      'insert into schema_migrations (name, checksum, expands) values ($1, $2, $3)',
      [name, checksum, expands],
    );
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
