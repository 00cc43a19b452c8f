import { createHash } from 'node:crypto';
import { DEFAULT_SCHEMA, LATEST_SCHEMA_VERSION, runMigrations } from 'bullmq';
import { Client } from 'pg';
import { QUEUE_NAMES } from './queue-settings.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** Any constant of our own: BullMQ's lock covers its tables, not the sequences and grants that follow. */
const MIGRATION_LOCK_KEY = 4_216_077;

/**
 * Brings the queue's schema up to date and lets the login of `appUrl` use it; the application itself may then neither create nor
 * alter anything there. Safe to run at once from several programs; costs a connection and one query when nothing is due.
 */
export async function migrateQueue(
  adminUrl: string,
  appUrl: string,
): Promise<'migrated' | 'current'> {
  const appRole = decodeURIComponent(new URL(appUrl).username);
  const client = new Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'boardwire queue migration',
  });
  client.on('error', () => {});
  await client.connect();
  try {
    if (await isCurrent(client, appRole)) return 'current';
    // Held until this connection ends; whoever waited finds the work done.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK_KEY]);
    if (await isCurrent(client, appRole)) return 'current';
    await runMigrations(client);
    await grantUse(client, appRole);
    return 'migrated';
  } finally {
    await client.end();
  }
}

async function isCurrent(client: Client, appRole: string): Promise<boolean> {
  const found = await client.query<{ ledger: string | null; sequences: string }>(
    `select to_regclass($1) as ledger,
            (select count(*) from pg_sequences
              where schemaname = $2 and sequencename = any($3)
                and has_sequence_privilege($4, format('%I.%I', schemaname, sequencename), 'usage')) as sequences`,
    [`${DEFAULT_SCHEMA}.migration`, DEFAULT_SCHEMA, QUEUE_NAMES.map(nameSequence), appRole],
  );
  const [row] = found.rows;
  if (!row?.ledger || Number(row.sequences) < QUEUE_NAMES.length) return false;
  const { rows } = await client.query<{ version: number }>(
    `select max(version) as version from ${DEFAULT_SCHEMA}.migration`,
  );
  return (rows[0]?.version ?? 0) >= LATEST_SCHEMA_VERSION;
}

/**
 * BullMQ makes a sequence on the first job of each queue, which would need CREATE on its schema; made here, the
 * application role does without.
 */
async function grantUse(client: Client, appRole: string): Promise<void> {
  const schema = client.escapeIdentifier(DEFAULT_SCHEMA);
  const role = client.escapeIdentifier(appRole);
  const sequences = QUEUE_NAMES.map(
    (queue) =>
      `create sequence if not exists ${schema}.${client.escapeIdentifier(nameSequence(queue))};`,
  );
  // One query of several statements is one transaction.
  await client.query(`
    ${sequences.join('\n')}
    grant usage on schema ${schema} to ${role};
    grant select, insert, update, delete on all tables in schema ${schema} to ${role};
    grant usage, select on all sequences in schema ${schema} to ${role};
    grant execute on all functions in schema ${schema} to ${role};
  `);
}

/** The name that BullMQ's function job_id_seq_name gives. */
function nameSequence(queue: string): string {
  return `bullmq_jid_${createHash('md5').update(queue).digest('hex')}`;
}
