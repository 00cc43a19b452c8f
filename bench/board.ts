import { fileURLToPath } from 'node:url';
import { runBesideBaseline } from './lib/bench-server.ts';
import { fillStore, registerUsers, type BenchBoard } from './lib/board-store.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { runLoad } from './lib/load.ts';
import { isQuickRun, type BenchOptions } from './lib/options.ts';
import { readCpuSeconds, type ServerProcess } from './lib/processes.ts';

const ITEMS = isQuickRun ? 500 : 5_000;
const CONNECTIONS = 10;
const PAIRS = isQuickRun ? 1 : 5;
const RUN_S = isQuickRun ? 1 : 3;
const WARM_UP_S = 1;
/** Reads after a change, of each, one after the other. */
const READS = 15;
/** From bench.md P2. */
const RATIO_TARGET = 0.8;
const UNCHANGED_TARGET_MS = 1;

const baselineSource = fileURLToPath(new URL('./board-baseline.ts', import.meta.url));

interface Scene {
  server: ServerProcess;
  baseline: ServerProcess;
  token: string;
  board: BenchBoard;
}

/** P2: the snapshot of a large board, beside JSON straight from SQL. */
export function run({ engine }: BenchOptions): Promise<BenchResult> {
  return runBesideBaseline(baselineSource, engine, async ({ server, adminUrl }, baseline) => {
    const users = await registerUsers(server.url, 1);
    const { boards } = await fillStore(adminUrl, users, { boards: 1, itemsPerBoard: ITEMS });
    const [board] = boards;
    if (board === undefined) throw new Error('no board');
    const scene = { server, baseline, token: users[0]?.token ?? '', board };
    const figures = [
      await measureChanged(scene),
      await measureLoad(scene),
      await measureUnchanged(scene),
    ];
    return { id: 'P2', title: `Snapshot, ${ITEMS} items × 12 columns, ${engine}`, figures };
  });
}

const pathOf = ({ boardId }: BenchBoard) => `/api/v1/boards/${boardId}/snapshot`;

/** The first read after a change: nothing of it is in memory. */
async function measureChanged({ server, baseline, token, board }: Scene): Promise<Figure> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
  const pairs: { ours: number; raw: number }[] = [];
  for (let count = -2; count < READS; count += 1) {
    const response = await fetch(`${server.url}/api/v1/items/${board.itemIds[0]}`, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ values: { title: `Title ${count}` } }),
    });
    if (!response.ok) throw new Error(await response.text());
    const ours = await timeRead(`${server.url}${pathOf(board)}`, headers);
    const raw = await timeRead(`${baseline.url}/boards/${board.boardId}`, {});
    if (count >= 0) pairs.push({ ours, raw });
  }
  const ratio = median(pairs.map(({ ours, raw }) => raw / ours));
  return {
    name: 'first read after a change',
    unit: 'ms',
    ours: round(median(pairs.map(({ ours }) => ours))),
    baseline: round(median(pairs.map(({ raw }) => raw))),
    ratio: round(ratio),
    target: `ratio ≥ ${RATIO_TARGET}`,
    isReached: ratio >= RATIO_TARGET,
  };
}

async function timeRead(url: string, headers: Record<string, string>): Promise<number> {
  const startedAtMs = performance.now();
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return performance.now() - startedAtMs;
}

/** Whole answers on many connections, while nobody edits. */
async function measureLoad({ server, baseline, token, board }: Scene): Promise<Figure> {
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' };
  const ours = [{ method: 'GET' as const, url: `${server.url}${pathOf(board)}`, headers }];
  const raw = [
    { method: 'GET' as const, url: `${baseline.url}/boards/${board.boardId}`, headers: {} },
  ];
  await runLoad(ours, CONNECTIONS, WARM_UP_S);
  await runLoad(raw, CONNECTIONS, WARM_UP_S);
  const pairs: { ours: number; raw: number }[] = [];
  const tailsMs: number[] = [];
  let cpuS = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const before = readCpuSeconds(server.pid);
    const result = await runLoad(ours, CONNECTIONS, RUN_S);
    cpuS += readCpuSeconds(server.pid) - before;
    tailsMs.push(result.p99Ms);
    const { perSecond } = await runLoad(raw, CONNECTIONS, RUN_S);
    pairs.push({ ours: result.perSecond, raw: perSecond });
  }
  const ratio = median(pairs.map((pair) => pair.ours / pair.raw));
  const reads = pairs.reduce((sum, pair) => sum + pair.ours * RUN_S, 0);
  return {
    name: `whole board, ${CONNECTIONS} connections`,
    unit: 'requests/s',
    ours: round(median(pairs.map((pair) => pair.ours))),
    baseline: round(median(pairs.map((pair) => pair.raw))),
    ratio: round(ratio),
    target: `≥ ${RATIO_TARGET}`,
    isReached: ratio >= RATIO_TARGET,
    details: { 'p99 ms': round(median(tailsMs)), 'CPU µs': round((cpuS * 1e6) / reads) },
  };
}

/** Somebody who has the board already asks whether it changed. */
async function measureUnchanged({ server, token, board }: Scene): Promise<Figure> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${token}`,
    'accept-encoding': 'gzip',
  };
  const url = `${server.url}${pathOf(board)}`;
  const first = await fetch(url, { headers });
  await first.arrayBuffer();
  const etag = first.headers.get('etag');
  if (etag === null) throw new Error('the snapshot has no ETag');
  headers['if-none-match'] = etag;
  const timesMs: number[] = [];
  for (let count = 0; count < 1_000; count += 1) {
    const startedAtMs = performance.now();
    const { status } = await fetch(url, { headers });
    timesMs.push(performance.now() - startedAtMs);
    if (status !== 304) throw new Error(`an unchanged board answered ${status}`);
  }
  const { median: p50, p95, p99 } = spreadOf(timesMs.slice(200));
  return {
    name: 'unchanged: 304, one connection, with the client’s share',
    unit: 'ms',
    ours: round(p50),
    baseline: null,
    ratio: null,
    target: `≤ ${UNCHANGED_TARGET_MS}`,
    isReached: p50 <= UNCHANGED_TARGET_MS,
    details: { 'p95 ms': round(p95), 'p99 ms': round(p99) },
  };
}
