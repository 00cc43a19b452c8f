import { existsSync, statfsSync } from 'node:fs';
import { loadConfig, type Config } from '../platform/config/config.ts';
import { waitForDatabase } from '../platform/database/wait.ts';
import { loadInstanceKeys } from '../platform/instance-keys.ts';
import { createLog } from '../platform/log.ts';
import type { RedisFacts } from '../platform/redis/redis-facts.ts';
import { describeTarget, parseRedisUrl } from '../platform/redis/redis-url.ts';
import { askLocally, canConnect } from '../platform/sockets.ts';

/** One thing that the doctor looked at. */
interface Diagnosis {
  what: string;
  /** What to do about it; null when it is fine. */
  remedy: string | null;
  /** Why it was not looked at. */
  skipped?: string;
}

/** Below this Postgres may soon meet a full volume. */
const MIN_FREE_BYTES = 500 * 1_048_576;
const CONNECT_TIMEOUT_MS = 3_000;

/** Looks at everything that can keep the program from running well; answers 1 when something wants attention. */
export async function run(environment: NodeJS.ProcessEnv): Promise<number> {
  const config = loadConfig(environment);
  const running = await findRunning(config);
  const diagnoses = [
    { what: 'configuration', remedy: null },
    checkDataFolder(config),
    checkKeys(config),
    checkFreeSpace(config),
    await checkDatabase(config, running),
    await checkServer('mail server', 'SMTP_URL', config.SMTP_URL, { smtp: 587, smtps: 465 }),
    await checkRedis(config),
    describeRunning(config, running),
  ];
  for (const diagnosis of diagnoses) process.stdout.write(`${describe(diagnosis)}\n`);
  return diagnoses.some(({ remedy }) => remedy !== null) ? 1 : 0;
}

function describe({ what, remedy, skipped }: Diagnosis): string {
  if (skipped !== undefined) return `skip  ${what}: ${skipped}`;
  return remedy === null ? `ok    ${what}` : `look  ${what}: ${remedy}`;
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

async function checkDatabase(config: Config, running: Running): Promise<Diagnosis> {
  if (config.DATABASE_URL === undefined) return describeEmbedded(running);
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

const MEBIBYTE = 1_048_576;

async function checkRedis({ REDIS_URL }: Config): Promise<Diagnosis> {
  if (REDIS_URL === undefined) return { what: 'Redis (not configured: REDIS_URL)', remedy: null };
  const target = parseRedisUrl(REDIS_URL);
  // The driver is loaded where there is something to look at.
  const { lookAtRedis } = await import('../platform/redis/look-at-redis.ts');
  const look = await lookAtRedis(target);
  const what = `Redis ${describeTarget(target)}`;
  if (look.status === 'away') {
    const remedy = `it does not answer (${look.reason}); check REDIS_URL and the network`;
    return { what, remedy };
  }
  if (look.status === 'refused') return { what, remedy: look.reason };
  const found = look.facts.map(describeRedis).join('; ');
  return { what: `${what} (${found})`, remedy: look.warnings.join('; ') || null };
}

function describeRedis(facts: RedisFacts): string {
  const { version, role, evictionPolicy, usedMemoryBytes, maxMemoryBytes } = facts;
  const limit = maxMemoryBytes > 0 ? ` of ${Math.round(maxMemoryBytes / MEBIBYTE)}` : '';
  const memory = `${Math.round(usedMemoryBytes / MEBIBYTE)}${limit} MiB used`;
  return [version, role, evictionPolicy, memory].filter((fact) => fact !== '').join(', ');
}

/** What answers where the server would: ours with its readiness, another program, or nothing. */
type Running = { kind: 'ours'; isReady: boolean } | { kind: 'other' } | { kind: 'nothing' };

async function findRunning({ HOST, PORT, PUBLIC_URL }: Config): Promise<Running> {
  if (!(await canConnect(HOST, PORT, CONNECT_TIMEOUT_MS))) return { kind: 'nothing' };
  const server = { host: HOST, port: PORT, name: new URL(PUBLIC_URL).host };
  const answer = await askLocally(server, '/health/ready', CONNECT_TIMEOUT_MS);
  const isOurs = answer !== null && /^\{"status":"(not_)?ready"/.test(answer.body);
  return isOurs ? { kind: 'ours', isReady: answer.status === 200 } : { kind: 'other' };
}

function describeEmbedded(running: Running): Diagnosis {
  const what = 'database (embedded)';
  if (running.kind !== 'ours')
    return { what, remedy: null, skipped: 'it runs with the server, which does not' };
  const remedy = 'the server is not ready; its log and postgres.log say why';
  return { what, remedy: running.isReady ? null : remedy };
}

function describeRunning({ HOST, PORT }: Config, { kind }: Running): Diagnosis {
  const where = `${HOST}:${PORT}`;
  if (kind === 'ours') return { what: `Boardwire runs on ${where}`, remedy: null };
  if (kind === 'nothing') return { what: `nothing runs on ${where}`, remedy: null };
  const remedy = 'another program has the port; stop it or choose another PORT';
  return { what: `port ${PORT}`, remedy };
}
