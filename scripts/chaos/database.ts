import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../../server/src/platform/log.ts';

const RESTART_LOOK_MS = 50;
/** Faults kill the server more often than a supervisor would bear. */
const CRASHES_MAX = 1_000;
const CRASH_WINDOW_MS = 600_000;
/** Of four processes, of those that take their places, and of the run. */
const CONNECTIONS = 250;

/** A durable server of its own, as the product starts it. */
export async function withDatabase<T>(
  work: (postgres: EmbeddedPostgres) => Promise<T>,
): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'boardwire-chaos-'));
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: createLog('silent'),
    connections: CONNECTIONS,
    crashLimit: { crashes: CRASHES_MAX, windowMs: CRASH_WINDOW_MS },
  });
  try {
    return await work(postgres);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Ends the server without a word, and waits until it is back. */
export async function killServer(postgres: EmbeddedPostgres): Promise<void> {
  const pid = postgres.pid();
  if (pid === null) return;
  process.kill(pid, 'SIGKILL');
  while (postgres.pid() === null || postgres.pid() === pid) await sleep(RESTART_LOOK_MS);
}
