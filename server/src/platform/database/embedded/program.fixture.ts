import { openSync } from 'node:fs';
import { pino } from 'pino';
import type { BinariesSource } from './binaries.ts';
import type { EmbeddedPostgresParts } from './embedded-postgres.ts';
import { startWithParts } from './embedded-postgres.ts';
import { EmbeddedPostgresError } from './errors.ts';

/** What the program tells its test, a line of JSON each. */
export type Report =
  | { kind: 'ready'; pid: number; adminUrl: string; appUrl: string; tookMs: number }
  | { kind: 'refused'; problem: string; message: string }
  | { kind: 'state'; state: string; pid: number | null; reason: string; atMs: number }
  | { kind: 'stopped'; result: string };

/** What the test tells the program. */
export interface ProgramOrder {
  dataDir: string;
  /** Starts as if no earlier Postgres could be there (mutant of fault F4b). */
  ignoreOrphan?: boolean;
  /** Programs of Postgres to use in place of those in node_modules. */
  source?: BinariesSource;
  /** Leaves the server running on SIGTERM. */
  releaseAtEnd?: boolean;
}

/** The smallest program on the embedded Postgres: starts it, stops it on SIGTERM and SIGINT. */
async function main(order: ProgramOrder): Promise<void> {
  const startedAt = performance.now();
  const postgres = await startWithParts(
    {
      dataDir: order.dataDir,
      log: pino({ level: 'silent' }),
      onStateChange: ({ state, pid, reason }) =>
        report({ kind: 'state', state, pid, reason, atMs: Date.now() }),
    },
    {
      ...(order.ignoreOrphan ? blindParts(order.dataDir) : {}),
      ...(order.source ? { source: order.source } : {}),
    },
  );
  const { adminUrl, appUrl } = postgres;
  const tookMs = performance.now() - startedAt;
  const stayAlive = setInterval(() => undefined, 1_000);
  const end = async () => {
    if (order.releaseAtEnd) await postgres.release();
    else report({ kind: 'stopped', result: await postgres.stop() });
    clearInterval(stayAlive);
  };
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
  // Last: whoever reads this may signal at once.
  report({ kind: 'ready', pid: postgres.pid() ?? 0, adminUrl, appUrl, tookMs });
}

function blindParts(dataDir: string): EmbeddedPostgresParts {
  const descriptor = openSync(dataDir, 'r');
  const lock = { descriptor, release: () => undefined };
  return { findRunning: () => Promise.resolve({ kind: 'nobody', lock }) };
}

function report(line: Report): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

main(JSON.parse(process.argv[2] ?? '{}') as ProgramOrder).catch((error: unknown) => {
  const problem = error instanceof EmbeddedPostgresError ? error.problem : 'unexpected';
  report({ kind: 'refused', problem, message: (error as Error).message });
  process.exitCode = 1;
});
