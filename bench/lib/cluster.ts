import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { provideBenchEngine } from './engine.ts';
import { findFreePort, startProcess, type ServerProcess } from './processes.ts';

/** Api and worker processes of the built program on one database. */
export interface BenchCluster {
  apis: ServerProcess[];
  workers: ServerProcess[];
  adminUrl: string;
  /** Adds one api and one worker process; answers what takes them away again. */
  addPair(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

const UNLIMITED = '100000000';
const built = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

/** Starts Postgres, the engine and `pairs` of an api and a worker process, without limits on requests. */
export async function startCluster(
  engineName: 'postgres' | 'redis',
  pairs: number,
  main = built,
): Promise<BenchCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const engine = await provideBenchEngine(engineName);
  const log = createLog('silent');
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
  const publicPort = String(await findFreePort());
  const environment = {
    ...createEnvironment(postgres, join(folder, 'data')),
    // One address for all, as people see it; tokens name it as their issuer.
    PUBLIC_URL: `http://127.0.0.1:${publicPort}`,
    ...engine.settings,
  };
  const apis: ServerProcess[] = [];
  const workers: ServerProcess[] = [];
  const start = async (role: 'api' | 'worker') => {
    const port = role === 'api' && apis.length === 0 ? publicPort : String(await findFreePort());
    return startOn(port, [main, '--role', role], environment);
  };
  const cluster: BenchCluster = {
    apis,
    workers,
    adminUrl: postgres.adminUrl,
    async addPair() {
      // One after the other: the first makes the keys that all use.
      const [api, worker] = [await start('api'), await start('worker')];
      cluster.apis.push(api);
      cluster.workers.push(worker);
      return async () => {
        cluster.apis.splice(cluster.apis.indexOf(api), 1);
        cluster.workers.splice(cluster.workers.indexOf(worker), 1);
        await Promise.all([api.stop(), worker.stop()]);
      };
    },
    async stop() {
      await Promise.all([...cluster.apis, ...cluster.workers].map((each) => each.stop()));
      await postgres.stop();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (let pair = 0; pair < pairs; pair += 1) await cluster.addPair();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** A process says the address that people know, which is the same for all; here it has its own. */
async function startOn(
  port: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<ServerProcess> {
  const started = await startProcess(args, { ...environment, PORT: port });
  return { ...started, url: `http://127.0.0.1:${port}` };
}

function createEnvironment(
  { appUrl, adminUrl }: { appUrl: string; adminUrl: string },
  dataFolder: string,
): Record<string, string> {
  return {
    DATABASE_URL: appUrl,
    DATABASE_ADMIN_URL: adminUrl,
    BOARDWIRE_DATA: dataFolder,
    LOG_LEVEL: 'warn',
    SEND_EMAIL_PER_MINUTE: 'unlimited',
    SEND_EMAIL_PER_ADDRESS_PER_MINUTE: 'unlimited',
    RATE_LIMIT_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_LOGIN_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_TOKEN_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_MAIL_PER_MINUTE: UNLIMITED,
  };
}
