import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';
import { bundleServer } from '../../scripts/lib/bundle.mjs';
import { provideBenchEngine } from './engine.ts';
import { findFreePort, startProcess, type ServerProcess } from './processes.ts';

/** The built server on an embedded Postgres of its own. */
export interface BenchServer {
  server: ServerProcess;
  adminUrl: string;
  /** What the server was started with, to start more beside it. */
  environment: Record<string, string>;
  stop(): Promise<void>;
}

const UNLIMITED = '100000000';
const main = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

/** Starts Postgres, the engine and the program, `mainFile` of it, without limits on requests. */
export async function startBenchServer(
  mainFile = main,
  settings: Record<string, string> = {},
  engineName: 'postgres' | 'redis' = 'postgres',
): Promise<BenchServer> {
  const engine = await provideBenchEngine(engineName);
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: createLog('silent'),
  });
  const port = String(await findFreePort());
  const environment = {
    DATABASE_URL: postgres.appUrl,
    DATABASE_ADMIN_URL: postgres.adminUrl,
    BOARDWIRE_DATA: join(folder, 'data'),
    RATE_LIMIT_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_CREDENTIAL_PER_MINUTE: UNLIMITED,
    RATE_LIMIT_LOGIN_PER_MINUTE: UNLIMITED,
    LOG_LEVEL: 'warn',
    // Of all that are started beside it, too: tokens name it as their issuer.
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...engine.settings,
    ...settings,
  };
  const close = async () => {
    await postgres.stop();
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const server = await startProcess([mainFile], { ...environment, PORT: port });
    const stop = () => server.stop().then(close);
    return { server, adminUrl: postgres.adminUrl, environment, stop };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Runs `measure` beside the server and a baseline on the same Postgres, whose login is the owner's: row-level security is
 * part of what is measured. Both are gone afterwards, whatever fails.
 */
export async function runBesideBaseline<T>(
  baselineSource: string,
  engineName: 'postgres' | 'redis',
  measure: (bench: BenchServer, baseline: ServerProcess) => Promise<T>,
): Promise<T> {
  const bench = await startBenchServer(main, {}, engineName);
  try {
    const baseline = await startProcess(['--import', 'tsx', baselineSource], {
      DATABASE_URL: bench.adminUrl,
      PORT: String(await findFreePort()),
    });
    try {
      return await measure(bench, baseline);
    } finally {
      await baseline.stop();
    }
  } finally {
    await bench.stop();
  }
}

/** Builds the program with limits of one connection so high that a few connections can load it; answers its main file. */
export async function buildWithoutSocketLimits(): Promise<string> {
  const outDir = fileURLToPath(new URL('../../.cache/bench/no-limits/', import.meta.url));
  const lifted = [
    ['live-limits.ts', 'mutationsPerS: 20,', 'mutationsPerS: 1e6,'],
    ['live-limits.ts', 'mutationBurst: 60,', 'mutationBurst: 1e6,'],
    ['live/session-limits.ts', 'perS: 50, burst: 200', 'perS: 1e6, burst: 1e6'],
  ] as const;
  let count = 0;
  await bundleServer({
    outDir,
    edit(text, path) {
      let edited = text;
      for (const [file, find, replace] of lifted) {
        if (!path.endsWith(file) || !text.includes(find)) continue;
        edited = edited.replace(find, replace);
        count += 1;
      }
      return edited;
    },
  });
  if (count !== lifted.length) throw new Error('the limits to lift are not where they were');
  return join(outDir, 'main.js');
}
