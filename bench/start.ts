import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { findFreePort, readMemoryBytes, startProcess } from './lib/processes.ts';

const WARM_STARTS = 7;
const SETTLE_MS = 5_000;
/** From bench.md P6. */
const WARM_TARGET_MS = 2_000;
const MEMORY_TARGET_MB = 300;

const bootstrap = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url));

/** P6: from the command to the first answered request, and the memory of everything at rest. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const start = async () => {
    const port = String(await findFreePort());
    const startedAtMs = performance.now();
    const server = await startProcess([bootstrap], {
      BOARDWIRE_DATA: folder,
      PORT: port,
      LOG_LEVEL: 'warn',
    });
    const response = await fetch(`${server.url}/api/v1/instance/status`);
    if (!response.ok) throw new Error(`the first request was answered ${response.status}`);
    return { server, elapsedMs: performance.now() - startedAtMs };
  };
  try {
    const first = await start();
    await first.server.stop();
    const warmMs: number[] = [];
    for (let attempt = 0; attempt < WARM_STARTS; attempt += 1) {
      const { server, elapsedMs } = await start();
      warmMs.push(elapsedMs);
      await server.stop();
    }
    const last = await start();
    await sleep(SETTLE_MS);
    const memoryMb = measureMemory(last.server.pid) / 1_048_576;
    await last.server.stop();
    return {
      id: 'P6',
      title: 'Start and memory at rest',
      figures: figuresOf(first.elapsedMs, warmMs, memoryMb),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(firstMs: number, warmMs: number[], memoryMb: number): Figure[] {
  const warm = spreadOf(warmMs);
  const alone = { baseline: null, ratio: null };
  return [
    {
      name: 'first start, empty data folder',
      unit: 'ms',
      ours: round(firstMs),
      ...alone,
      target: 'none',
      isReached: true,
    },
    {
      name: 'warm start to the first answer',
      unit: 'ms',
      ours: round(warm.median),
      ...alone,
      target: `≤ ${WARM_TARGET_MS}`,
      isReached: warm.p95 <= WARM_TARGET_MS,
      details: { 'p95 ms': round(warm.p95) },
    },
    {
      name: 'memory at rest, server and Postgres',
      unit: 'MB',
      ours: round(memoryMb),
      ...alone,
      target: `≤ ${MEMORY_TARGET_MB}`,
      isReached: memoryMb <= MEMORY_TARGET_MB,
    },
  ];
}

/** The program and the Postgres of its data folder with all its processes. */
function measureMemory(pid: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = readParent(Number(name));
    if (parent !== null) parents.set(Number(name), parent);
  }
  const isOurs = (candidate: number): boolean =>
    candidate === pid || (parents.has(candidate) && isOurs(parents.get(candidate) ?? 0));
  return [...parents.keys()].filter(isOurs).reduce((sum, own) => sum + readMemoryBytes(own), 0);
}

function readParent(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
  } catch {
    return null;
  }
}
