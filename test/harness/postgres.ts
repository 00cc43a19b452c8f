import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';
import { withDatabase } from './global-setup.ts';

/** A database of its own for one test file, with this version's schema and no rows. */
export interface TestDatabase {
  name: string;
  /** The application's login: not a superuser, so row-level security holds. */
  appUrl: string;
  /** Owner of the tables. */
  adminUrl: string;
  /** Runs a statement as the owner, for looking and for tampering. */
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/** Clones the template; about 50 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { adminUrl, appUrl, template } = inject('postgres');
  const seconds = Math.floor(Date.now() / 1_000);
  const name = `test_${seconds}_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, (admin) =>
    admin.query(`create database ${name} template ${template}`),
  );
  const own = new Client({ connectionString: withDatabase(adminUrl, name) });
  own.on('error', () => undefined);
  await own.connect();
  return {
    name,
    appUrl: withDatabase(appUrl, name),
    adminUrl: withDatabase(adminUrl, name),
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const { rows } = await own.query(text, [...values]);
      return rows as Row[];
    },
    async drop() {
      await own.end();
      // Backends outlive the connections that closed just now, so the drop ends them.
      await withClient(adminUrl, (admin) =>
        admin.query(`drop database if exists ${name} with (force)`),
      );
    },
  };
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
