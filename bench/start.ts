import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeDataFolder } from '../server/src/platform/database/embedded/data-folder.ts';
import { describeLogins } from '../server/src/platform/database/embedded/logins.ts';
import { loadPasswords } from '../server/src/platform/database/embedded/passwords.ts';
import { timeCleanClone, timeInstallation } from './lib/clean-clone.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { readPostgresCommand, readTreeMemoryBytes } from './lib/process-tree.ts';
import { findFreePort, startProcess, type ServerProcess } from './lib/processes.ts';

const PAIRS = 5;
/** Each takes as long as an installation. */
const CLONE_PAIRS = 3;
const SETTLE_MS = 5_000;
/** From bench.md P6. */
const CLONE_TARGET_MS = 60_000;
const WARM_TARGET_MS = 2_000;
const MEMORY_TARGET_MB = 300;

const bootstrap = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));
const baselineProgram = fileURLToPath(new URL('./start-baseline.mjs', import.meta.url));

/** P6: from the command to the first answered request, from a clean clone too, and the memory of everything at rest. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const startOurs = () =>
    start([bootstrap], { BOARDWIRE_DATA: folder, LOG_LEVEL: 'warn' }, '/api/v1/instance/status');
  try {
    const first = await startOurs();
    const environment = describeBaseline(folder, first.server.pid);
    await first.server.stop();
    const startBaseline = () => start([baselineProgram], environment, '/');
    // Warm-up.
    await (await startBaseline()).server.stop();
    const pairs: Pair<Measured>[] = [];
    for (let pair = 0; pair < PAIRS; pair += 1)
      pairs.push({ ours: await measure(startOurs), baseline: await measure(startBaseline) });
    return {
      id: 'P6',
      title: `Start and memory at rest, ${PAIRS} pairs; clean clone with npm's own warm cache, ${CLONE_PAIRS} pairs`,
      figures: [describeFirst(first.elapsedMs), ...describeWarm(pairs), await measureClones()],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Pair<T> {
  ours: T;
  baseline: T;
}

interface Started {
  server: ServerProcess;
  elapsedMs: number;
}

interface Measured {
  startMs: number;
  memoryMb: number;
}

async function start(
  args: string[],
  environment: Record<string, string>,
  path: string,
): Promise<Started> {
  const port = String(await findFreePort());
  const startedAtMs = performance.now();
  const server = await startProcess(args, { ...environment, PORT: port });
  const response = await fetch(server.url + path);
  if (!response.ok) throw new Error(`the first request was answered ${response.status}`);
  return { server, elapsedMs: performance.now() - startedAtMs };
}

async function measure(begin: () => Promise<Started>): Promise<Measured> {
  const { server, elapsedMs } = await begin();
  await sleep(SETTLE_MS);
  const memoryMb = readTreeMemoryBytes(server.pid) / 1_048_576;
  await server.stop();
  return { startMs: elapsedMs, memoryMb };
}

/** What the baseline needs to start the Postgres that runs now once more. */
function describeBaseline(dataDir: string, pid: number): Record<string, string> {
  const folder = describeDataFolder(dataDir);
  const { appUrl } = describeLogins(folder, { kind: 'socket' }, loadPasswords(folder.passwords));
  return { POSTGRES_COMMAND: JSON.stringify(readPostgresCommand(pid)), DATABASE_URL: appUrl };
}

async function measureClones(): Promise<Figure> {
  // Fills what the cache lacks; not counted.
  await timeCleanClone();
  const pairs: Pair<number>[] = [];
  for (let pair = 0; pair < CLONE_PAIRS; pair += 1)
    pairs.push({ ours: await timeCleanClone(), baseline: await timeInstallation() });
  const figure = compare('clean clone to the first page', 'ms', pairs);
  return { ...figure, target: `≤ ${CLONE_TARGET_MS}`, isReached: figure.ours <= CLONE_TARGET_MS };
}

function describeFirst(elapsedMs: number): Figure {
  return {
    name: 'first start, empty data folder',
    unit: 'ms',
    ours: round(elapsedMs),
    baseline: null,
    ratio: null,
    target: 'none',
    isReached: true,
  };
}

function describeWarm(pairs: Pair<Measured>[]): Figure[] {
  const of = (key: keyof Measured) =>
    pairs.map(({ ours, baseline }) => ({ ours: ours[key], baseline: baseline[key] }));
  const { p95 } = spreadOf(pairs.map(({ ours }) => ours.startMs));
  const memory = compare('memory at rest, server and Postgres', 'MB', of('memoryMb'));
  return [
    {
      ...compare('warm start to the first answer', 'ms', of('startMs')),
      target: `≤ ${WARM_TARGET_MS}`,
      isReached: p95 <= WARM_TARGET_MS,
      details: { 'p95 ms': round(p95) },
    },
    { ...memory, target: `≤ ${MEMORY_TARGET_MB}`, isReached: memory.ours <= MEMORY_TARGET_MB },
  ];
}

function compare(name: string, unit: string, pairs: Pair<number>[]) {
  return {
    name,
    unit,
    ours: round(median(pairs.map(({ ours }) => ours))),
    baseline: round(median(pairs.map(({ baseline }) => baseline))),
    ratio: round(median(pairs.map(({ ours, baseline }) => ours / baseline))),
  };
}
