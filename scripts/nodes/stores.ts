import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createFolder } from '../../server/src/platform/create-folder.ts';
import type { Config } from '../../server/src/platform/config/config.ts';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { engines } from '../engines/engines.mjs';
import { findBinary, findFreePort, waitForPort } from '../engines/machine.mjs';
import { createUserError } from '../lib/say.mjs';
import { keepRunning, type Kept } from './keep-running.ts';

/** Something that the nodes share. */
export interface Store {
  /** For the person at the terminal: no password is in it. */
  description: string;
  /** Settings by which the nodes reach it. */
  environment: Record<string, string>;
  stop(): Promise<void>;
  /** At once, for a second signal. */
  kill(): void;
}

/** Of one process, docs/operating.md, and some for looking. */
const CONNECTIONS_FIXED = 22;
const CONNECTIONS_SPARE = 10;
const REDIS_START_LIMIT_MS = 10_000;
const PASSWORD_BYTES = 24;
const LEASH = fileURLToPath(new URL('leash.mjs', import.meta.url));

const nothing = { environment: {}, stop: async () => undefined, kill: () => undefined };

/** Your Postgres, or the embedded one of the data folder, which is then held here for all nodes. */
export async function openPostgres(
  config: Config,
  nodes: number,
  onLost: (reason: string) => void,
): Promise<Store> {
  if (config.DATABASE_URL !== undefined) return { ...nothing, description: 'your Postgres' };
  const server = await startEmbeddedPostgres({
    dataDir: config.BOARDWIRE_DATA,
    log: createLog(config.LOG_LEVEL),
    connections: nodes * (2 * config.DATABASE_POOL_SIZE + CONNECTIONS_FIXED) + CONNECTIONS_SPARE,
    onStateChange: (change) => {
      if (change.state === 'failed') onLost(change.reason);
    },
  }).catch((error: unknown) => {
    throw createUserError((error as Error).message);
  });
  return {
    description: `embedded Postgres in ${config.BOARDWIRE_DATA}`,
    environment: { DATABASE_URL: server.appUrl, DATABASE_ADMIN_URL: server.adminUrl },
    stop: async () => void (await server.stop()),
    // It runs in a session of its own; the next start takes it over.
    kill: () => undefined,
  };
}

/** Your Redis, or one of this machine, started for as long as the nodes run. */
export async function openRedis(config: Config, say: (line: string) => void): Promise<Store> {
  if (config.REDIS_URL !== undefined) return { ...nothing, description: 'your Redis' };
  const { binaries = [], aptPackages = [] } = engines.find(({ name }) => name === 'redis') ?? {};
  const program = findBinary(binaries);
  if (program === undefined) {
    throw createUserError(
      `No ${binaries.join(' or ')} is on the PATH. Install Redis or Valkey 6.2 or newer (Debian and Ubuntu: apt-get install ${aptPackages.join(' ')}), or name yours: REDIS_URL=redis://127.0.0.1:6379 npm run nodes`,
    );
  }
  const redis = await startRedis(program, config, say);
  return {
    description: `${program}, port ${redis.port}`,
    environment: { REDIS_URL: `redis://:${redis.password}@127.0.0.1:${redis.port}` },
    stop: () => redis.kept.stop(),
    kill: () => redis.kept.kill(),
  };
}

/** Keeps nothing on disk: what is in it can be lost (docs/operating.md, "Scale"). */
async function startRedis(
  program: string,
  { BOARDWIRE_DATA: dataFolder }: Config,
  say: (line: string) => void,
): Promise<{ port: number; password: string; kept: Kept }> {
  createFolder(dataFolder, 0o700);
  const port = await findFreePort();
  const password = randomBytes(PASSWORD_BYTES).toString('hex');
  const settings = `bind 127.0.0.1
port ${port}
requirepass ${password}
save ""
appendonly no
maxmemory-policy noeviction
dir "${dataFolder}"
`;
  const ended = new AbortController();
  const kept = keepRunning({
    name: 'redis',
    say,
    start() {
      // By standard input: arguments are seen by everybody on this machine.
      const child = spawn(process.execPath, [LEASH, program, '-'], {
        stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
        detached: true,
      });
      child.stdin?.on('error', () => undefined).end(settings);
      child.once('exit', () => ended.abort(new Error(`${program} ended before it answered`)));
      return child;
    },
  });
  try {
    await waitForPort(port, { limitMs: REDIS_START_LIMIT_MS, signal: ended.signal });
  } catch (error) {
    await kept.stop();
    throw error;
  }
  return { port, password, kept };
}
