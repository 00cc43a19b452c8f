import { existsSync, statfsSync } from 'node:fs';
import { loadConfig, type Config } from '../platform/config/config.ts';
import { waitForDatabase } from '../platform/database/wait.ts';
import { loadInstanceKeys } from '../platform/instance-keys.ts';
import { createLog } from '../platform/log.ts';
import { canConnect } from '../platform/sockets.ts';

/** One thing that the doctor looked at. */
interface Diagnosis {
  what: string;
  /** What to do about it; null when it is fine. */
  remedy: string | null;
}

/** Below this Postgres may soon meet a full volume. */
const MIN_FREE_BYTES = 500 * 1_048_576;
const CONNECT_TIMEOUT_MS = 3_000;

/** Looks at everything that can keep the program from running well; answers 1 when something wants attention. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(environment);
  const diagnoses = [
    { what: 'configuration', remedy: null },
    checkDataFolder(config),
    checkKeys(config),
    checkFreeSpace(config),
    await checkDatabase(config),
    await checkServer('mail server', 'SMTP_URL', config.SMTP_URL, { smtp: 587, smtps: 465 }),
    await checkServer('Redis', 'REDIS_URL', config.REDIS_URL, { redis: 6379, rediss: 6379 }),
    await checkRunning(config),
  ];
  for (const { what, remedy } of diagnoses) {
    process.stdout.write(remedy === null ? `ok    ${what}\n` : `look  ${what}: ${remedy}\n`);
  }
  return diagnoses.some(({ remedy }) => remedy !== null) ? 1 : 0;
}

function checkDataFolder({ BOARDWIRE_DATA }: Config): Diagnosis {
  const what = `data folder ${BOARDWIRE_DATA}`;
  return existsSync(BOARDWIRE_DATA)
    ? { what, remedy: null }
    : {
        what,
        remedy: 'not there yet; the first start makes it, or point BOARDWIRE_DATA to the right one',
      };
}

function checkKeys(config: Config): Diagnosis {
  const what = 'instance keys';
  if (config.SECRETS_FILE === undefined && !existsSync(`${config.BOARDWIRE_DATA}/secrets.json`)) {
    return { what, remedy: 'not there yet; the first start makes them' };
  }
  try {
    loadInstanceKeys(config.BOARDWIRE_DATA, config.SECRETS_FILE);
    return { what, remedy: null };
  } catch (error) {
    return { what, remedy: (error as Error).message };
  }
}

function checkFreeSpace({ BOARDWIRE_DATA }: Config): Diagnosis {
  const what = 'free disk space';
  if (!existsSync(BOARDWIRE_DATA)) return { what, remedy: null };
  const { bavail, bsize } = statfsSync(BOARDWIRE_DATA);
  return {
    what,
    remedy:
      bavail * bsize >= MIN_FREE_BYTES
        ? null
        : 'less than 500 MB left; make room before writes stop',
  };
}

async function checkDatabase(config: Config): Promise<Diagnosis> {
  if (config.DATABASE_URL === undefined)
    return { what: 'database (embedded, started with the server)', remedy: null };
  try {
    await waitForDatabase(config.DATABASE_URL, createLog('silent'), CONNECT_TIMEOUT_MS);
    return { what: 'database', remedy: null };
  } catch (error) {
    return { what: 'database', remedy: (error as Error).message };
  }
}

async function checkServer(
  what: string,
  variable: string,
  url: string | undefined,
  ports: Record<string, number>,
): Promise<Diagnosis> {
  if (url === undefined) return { what: `${what} (not configured: ${variable})`, remedy: null };
  const { hostname, port, protocol } = new URL(url);
  const isThere = await canConnect(
    hostname.replace(/^\[|\]$/g, ''),
    port === '' ? (ports[protocol.slice(0, -1)] ?? 0) : Number(port),
    CONNECT_TIMEOUT_MS,
  );
  return {
    what,
    remedy: isThere ? null : `${hostname} does not answer; check ${variable} and the network`,
  };
}

async function checkRunning({ HOST, PORT }: Config): Promise<Diagnosis> {
  const isRunning = await canConnect(HOST, PORT, CONNECT_TIMEOUT_MS);
  return {
    what: isRunning ? `something answers on ${HOST}:${PORT}` : `nothing runs on ${HOST}:${PORT}`,
    remedy: null,
  };
}
