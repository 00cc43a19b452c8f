import { fileURLToPath } from 'node:url';
import type { Config } from '../platform/config/config.ts';
import { startEmbeddedPostgres } from '../platform/database/embedded/embedded-postgres.ts';
import { migrate } from '../platform/database/migrate.ts';
import { waitForDatabase } from '../platform/database/wait.ts';
import type { Log } from '../platform/log.ts';

/** A Postgres that is up and has this version's schema. */
export interface ReadyPostgres {
  kind: 'embedded' | 'external';
  appUrl: string;
  adminUrl: string;
  /** Stops the embedded server; `limitMs` passed, it is left for the next start to take over. */
  close(limitMs: number): Promise<void>;
}

const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
/** Login of the application in the embedded server. */
const EMBEDDED_APP_ROLE = 'boardwire_app';

/** Starts the embedded Postgres or finds yours, and migrates it. `onLost` is called when the embedded one gives up. */
export async function openPostgres(
  config: Config,
  log: Log,
  onLost: (reason: string) => void,
): Promise<ReadyPostgres> {
  return config.DATABASE_URL === undefined
    ? openEmbedded(config, log, onLost)
    : openExternal(config, config.DATABASE_URL, log);
}

async function openEmbedded(
  config: Config,
  log: Log,
  onLost: (reason: string) => void,
): Promise<ReadyPostgres> {
  const server = await startEmbeddedPostgres({
    dataDir: config.BOARDWIRE_DATA,
    log,
    onStateChange: (change) => {
      if (change.state === 'failed') onLost(change.reason);
    },
  });
  const { adminUrl, appUrl } = server;
  try {
    await migrate({ adminUrl, appRole: EMBEDDED_APP_ROLE, folder: MIGRATIONS_FOLDER, log });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    kind: 'embedded',
    adminUrl,
    appUrl,
    close: async (limitMs) => void (await server.stop(limitMs)),
  };
}

async function openExternal(config: Config, appUrl: string, log: Log): Promise<ReadyPostgres> {
  const adminUrl = config.DATABASE_ADMIN_URL ?? appUrl;
  await waitForDatabase(adminUrl, log);
  const appRole =
    config.DATABASE_ADMIN_URL === undefined ? null : decodeURIComponent(new URL(appUrl).username);
  await migrate({ adminUrl, appRole, folder: MIGRATIONS_FOLDER, log });
  return { kind: 'external', adminUrl, appUrl, close: async () => undefined };
}
