import { ConfigError, loadConfig, type Config } from '../platform/config/config.ts';
import { listDriverEndpoints } from '../platform/egress/driver-endpoints.ts';
import { installEgressGuard } from '../platform/egress/guard.ts';
import { createLog, type Log } from '../platform/log.ts';
import { isPortFree } from '../platform/sockets.ts';
import { openPostgres, type ReadyPostgres } from '../roles/postgres.ts';
import { startProgram, type Program } from '../roles/program.ts';
import { announce } from './announce.ts';

/** The whole shutdown, the database included (reliability R21). */
const STOP_LIMIT_MS = 10_000;
/** What the embedded Postgres gets of it at least. */
const POSTGRES_STOP_LIMIT_MS = 2_000;
/** Echoes of one signal arrive within this. */
const SAME_SIGNAL_MS = 500;
/** As shells report an interrupted program. */
const FORCED_EXIT_CODE = 130;
const PORTS_TO_TRY = 20;

/** Starts the server and keeps it running until a signal; answers null once it runs. */
export async function run(environment: NodeJS.ProcessEnv): Promise<null> {
  const { config, takenPort } = await choosePort(environment);
  const log = createLog(config.LOG_LEVEL);
  guardProcess(log);
  const stop = createShutdown(log);
  const postgres = await openPostgres(config, log, (reason) => {
    log.fatal({ reason }, 'the embedded Postgres does not stay up');
    stop.now(1);
  });
  stop.add(postgres);
  installEgressGuard(listDriverEndpoints([postgres.appUrl, postgres.adminUrl, config.REDIS_URL]));
  let program: Program;
  try {
    program = await startProgram({ config, log, postgres, role: config.BOARDWIRE_ROLE });
    stop.set(program);
    await waitForRedis(program);
  } catch (error) {
    await postgres.close(STOP_LIMIT_MS);
    throw error;
  }
  announce({ config, program, postgres, takenPort });
  return null;
}

/** The program answers about itself meanwhile: it lives, and is not ready (fault F23). */
async function waitForRedis(program: Program): Promise<void> {
  try {
    await program.foundation.redisStart?.settle();
  } catch (error) {
    await program.stop();
    throw error;
  }
}

/** The configuration with a port that is free: the next one when the default is taken and nobody asked for it. */
async function choosePort(
  environment: NodeJS.ProcessEnv,
): Promise<{ config: Config; takenPort: number | null }> {
  const config = loadConfig(environment);
  if (await isFree(config.HOST, config.PORT)) return { config, takenPort: null };
  const next = await findFreePort(config.HOST, config.PORT + 1);
  if (config.given.has('PORT')) {
    throw new ConfigError(
      `PORT: ${config.PORT} is taken by another program; stop it, or start with PORT=${next}`,
    );
  }
  return { config: loadConfig({ ...environment, PORT: String(next) }), takenPort: config.PORT };
}

async function findFreePort(host: string, first: number): Promise<number> {
  for (let port = first; port < first + PORTS_TO_TRY; port += 1) {
    if (await isFree(host, port)) return port;
  }
  throw new ConfigError(
    `PORT: ${first - 1} and the ${PORTS_TO_TRY} ports after it are taken; set PORT to a free one`,
  );
}

async function isFree(host: string, port: number): Promise<boolean> {
  try {
    return await isPortFree(host, port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `HOST: cannot listen on ${host}:${port} (${code}); set HOST to an address of this machine`,
      { cause: error },
    );
  }
}

function guardProcess(log: Log): void {
  process.on('unhandledRejection', (reason) =>
    log.error({ err: reason }, 'a promise was rejected and nobody looked'),
  );
}

/**
 * Stops on SIGTERM and SIGINT in order, at once on a second signal. One that follows on the heels of the first is the
 * same one: a terminal signals the whole group, and npm passes it on as well.
 */
function createShutdown(log: Log) {
  let postgres: ReadyPostgres | null = null;
  let program: Program | null = null;
  let stoppingSinceMs: number | null = null;

  const shutDown = async (exitCode: number) => {
    const deadlineMs = Date.now() + STOP_LIMIT_MS;
    await program?.stop();
    await postgres?.close(Math.max(POSTGRES_STOP_LIMIT_MS, deadlineMs - Date.now()));
    process.exit(exitCode);
  };
  const now = (exitCode: number) => {
    if (stoppingSinceMs !== null) {
      if (Date.now() - stoppingSinceMs < SAME_SIGNAL_MS) return;
      process.exit(exitCode === 0 ? FORCED_EXIT_CODE : exitCode);
    }
    stoppingSinceMs = Date.now();
    setTimeout(() => {
      log.warn('shutdown took too long; the database is left running for the next start');
      process.exit(exitCode);
    }, STOP_LIMIT_MS).unref();
    shutDown(exitCode).catch((error: unknown) => {
      log.error({ err: error }, 'shutdown failed');
      process.exit(1);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'shutting down');
      now(0);
    });
  }
  return {
    now,
    add: (opened: ReadyPostgres) => (postgres = opened),
    set: (started: Program) => (program = started),
  };
}
