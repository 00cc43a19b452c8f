import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { EmbeddedPostgresError } from '../../server/src/platform/database/embedded/errors.ts';
import type { Log } from '../../server/src/platform/log.ts';

/** Where a test cluster is reached. */
export interface ClusterAddresses {
  /** Superuser. */
  adminUrl: string;
  /** The application's login. */
  appUrl: string;
}

/** A cluster that this run and others use. */
export interface Cluster extends ClusterAddresses {
  /** Ends this run's use; the last one stops the cluster. */
  close(): Promise<void>;
}

/** Any constant: each run holds it shared while it uses the cluster; whoever gets it alone was the last. */
const PRESENCE_KEY = 7_214_553;
/** Another run starts or stops the cluster; a first start takes seconds. */
const OPEN_LIMIT_MS = 60_000;
/** Another run has the folder for a moment at its end; one that has it for longer answers for the cluster itself. */
const CLOSE_LIMIT_MS = 2_000;
const RETRY_MS = 100;

/**
 * Opens the throwaway cluster of `folder`, without durability, for as many runs as come. A run has the data folder to
 * itself only while it starts the cluster, takes it over or stops it; in between the server is nobody's, and no run is
 * cut off when another ends.
 */
export async function openCluster(folder: string, log: Log): Promise<Cluster> {
  const addressFile = join(folder, 'addresses.json');
  const deadlineMs = Date.now() + OPEN_LIMIT_MS;
  for (;;) {
    const joined = (await takeFolder(folder, log, addressFile)) ?? (await joinRun(addressFile));
    if (joined !== null) {
      const { presence, ...addresses } = joined;
      const close = async () => {
        await leave(presence);
        await stopIfLast(folder, log);
      };
      return { ...addresses, close };
    }
    if (Date.now() > deadlineMs)
      throw new Error(`the test cluster in ${folder} is in use, and nobody answers there`);
    await sleep(RETRY_MS);
  }
}

type Joined = ClusterAddresses & { presence: Client };

/** Starts the cluster or takes it over, and lets it go at once; null while another process has the folder. */
async function takeFolder(folder: string, log: Log, addressFile: string): Promise<Joined | null> {
  const server = await tryStart(folder, log);
  if (server === null) return null;
  const { adminUrl, appUrl } = server;
  try {
    writeFileSync(addressFile, JSON.stringify({ adminUrl, appUrl }), { mode: 0o600 });
    return { adminUrl, appUrl, presence: await takePresence(adminUrl) };
  } finally {
    await server.release();
  }
}

/** Joins the run that has the folder right now; null when nobody answers there. */
async function joinRun(addressFile: string): Promise<Joined | null> {
  try {
    const addresses = JSON.parse(readFileSync(addressFile, 'utf8')) as ClusterAddresses;
    return { ...addresses, presence: await takePresence(addresses.adminUrl) };
  } catch {
    return null;
  }
}

async function tryStart(folder: string, log: Log): Promise<EmbeddedPostgres | null> {
  try {
    return await startEmbeddedPostgres({ dataDir: folder, log, durability: 'test' });
  } catch (error) {
    const isBusy = error instanceof EmbeddedPostgresError && error.problem === 'data_folder_in_use';
    if (isBusy) return null;
    throw error;
  }
}

async function takePresence(adminUrl: string): Promise<Client> {
  const client = new Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  // It waits while the last run stops the server, and fails with it.
  await client.query('select pg_advisory_lock_shared($1)', [PRESENCE_KEY]);
  return client;
}

/** Given back at once: a backend may outlive its connection for a moment, and with it the lock. */
async function leave(presence: Client): Promise<void> {
  await presence.query('select pg_advisory_unlock_shared($1)', [PRESENCE_KEY]).catch(() => null);
  await presence.end().catch(() => undefined);
}

async function stopIfLast(folder: string, log: Log): Promise<void> {
  const deadlineMs = Date.now() + CLOSE_LIMIT_MS;
  let server = await tryStart(folder, log);
  while (server === null) {
    if (Date.now() > deadlineMs) return;
    await sleep(RETRY_MS);
    server = await tryStart(folder, log);
  }
  const client = new Client({ connectionString: server.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ isLast: boolean }>(
    'select pg_try_advisory_lock($1) as "isLast"',
    [PRESENCE_KEY],
  );
  if (rows[0]?.isLast === true) await server.stop();
  else await server.release();
  await client.end().catch(() => undefined);
}
