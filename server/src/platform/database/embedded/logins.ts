import { Client } from 'pg';
import { SECOND_MS } from '../../../kernel/time.ts';
import type { DataFolder } from './data-folder.ts';
import { EmbeddedPostgresError, errorCode } from './errors.ts';
import { ADMIN_ROLE, APP_ROLE, type Passwords } from './passwords.ts';
import { SOCKET_PORT, type Listen } from './server-settings.ts';

/** Addresses of the database for both roles; they hold passwords. */
export interface Logins {
  adminUrl: string;
  appUrl: string;
  /** The admin in the database `postgres`, which is there before ours is. */
  maintenanceUrl: string;
}

const DATABASE = 'boardwire';
/** A local server answers within milliseconds; one that takes longer hangs. */
const ANSWER_LIMIT_MS = 5 * SECOND_MS;
/** invalid_password, invalid_authorization_specification, invalid_catalog_name: the set-up was never finished. */
const NOT_SET_UP = new Set(['28P01', '28000', '3D000']);
const REQUIRED_SETTINGS = ['fsync', 'full_page_writes', 'data_checksums'] as const;

/** The addresses of the server in `folder`. */
export function describeLogins(folder: DataFolder, listen: Listen, passwords: Passwords): Logins {
  const host =
    listen.kind === 'socket'
      ? `${encodeURIComponent(folder.sockets)}:${SOCKET_PORT}`
      : `127.0.0.1:${listen.port}`;
  const urlOf = (role: string, password: string, database: string) =>
    `postgresql://${role}:${encodeURIComponent(password)}@${host}/${database}`;
  return {
    adminUrl: urlOf(ADMIN_ROLE, passwords.admin, DATABASE),
    appUrl: urlOf(APP_ROLE, passwords.app, DATABASE),
    maintenanceUrl: urlOf(ADMIN_ROLE, passwords.admin, 'postgres'),
  };
}

/** Whether the server lets the application in, within 5 s. */
export async function canLogIn({ appUrl }: Logins): Promise<boolean> {
  try {
    await withClient(appUrl, (client) => client.query('select 1'));
    return true;
  } catch {
    return false;
  }
}

/** Creates the application's role and database unless they are there already. Throws EmbeddedPostgresError. */
export async function ensureSetUp(
  logins: Logins,
  passwords: Passwords,
  isNewCluster: boolean,
): Promise<void> {
  if (isNewCluster) return setUp(logins, passwords);
  try {
    await withClient(logins.appUrl, (client) => client.query('select 1'));
  } catch (error) {
    if (!NOT_SET_UP.has(errorCode(error))) throw error;
    await setUp(logins, passwords);
  }
}

/** Refuses a server that could lose acknowledged changes (reliability R17). Throws EmbeddedPostgresError. */
export async function checkSafeSettings({ appUrl }: Logins, cluster: string): Promise<void> {
  const { rows } = await withClient(appUrl, (client) =>
    client.query<{ name: string; setting: string }>(
      'select name, setting from pg_settings where name = any($1)',
      [REQUIRED_SETTINGS],
    ),
  );
  const off = REQUIRED_SETTINGS.filter(
    (name) => rows.find((row) => row.name === name)?.setting !== 'on',
  );
  if (off.length === 0) return;
  throw new EmbeddedPostgresError(
    'unsafe_settings',
    `Postgres in ${cluster} runs with ${off.map((name) => `${name} = off`).join(', ')} and could lose acknowledged changes: ${adviceFor(off, cluster)}`,
  );
}

function adviceFor(off: readonly string[], cluster: string): string {
  if (off.includes('data_checksums'))
    return `switch them on with \`pg_checksums --enable -D ${cluster}\``;
  return `remove the setting from postgresql.conf and postgresql.auto.conf in ${cluster}`;
}

/** The application's login comes last: it works only when all before it is done. */
async function setUp({ maintenanceUrl, adminUrl }: Logins, passwords: Passwords): Promise<void> {
  try {
    await withClient(maintenanceUrl, async (client) => {
      if (!(await isThere(client, 'pg_roles', 'rolname', APP_ROLE)))
        await client.query(`create role ${APP_ROLE}`);
      if (!(await isThere(client, 'pg_database', 'datname', DATABASE)))
        await client.query(`create database ${DATABASE}`);
      await client.query('revoke connect on database postgres from public');
      for (const role of [ADMIN_ROLE, APP_ROLE]) {
        await client.query(`alter role ${role} set log_min_messages = 'log'`);
      }
    });
    await withClient(adminUrl, async (client) => {
      await client.query(`revoke all on database ${DATABASE} from public`);
      await client.query(`grant connect, temporary on database ${DATABASE} to ${APP_ROLE}`);
      const password = client.escapeLiteral(passwords.app);
      await client.query(
        `alter role ${APP_ROLE} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${password}`,
      );
    });
  } catch (error) {
    if (errorCode(error) !== '28P01') throw error;
    throw new EmbeddedPostgresError(
      'wrong_password',
      'The database does not accept the password in postgres.pgpass: restore that file from a backup, or delete it and the next start sets new passwords',
    );
  }
}

async function isThere(
  client: Client,
  catalog: 'pg_roles' | 'pg_database',
  column: string,
  name: string,
): Promise<boolean> {
  const { rowCount } = await client.query(`select 1 from ${catalog} where ${column} = $1`, [name]);
  return rowCount === 1;
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'boardwire-supervisor',
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  });
  // Without a listener a dropped connection would end the process; the query in flight reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const result = await work(client);
    await client.end();
    return result;
  } catch (error) {
    // Not awaited: a server that hangs does not say goodbye either.
    client.end().catch(() => undefined);
    throw error;
  }
}
