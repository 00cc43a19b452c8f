import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startBenchServer } from './lib/bench-server.ts';
import { fillStore, growStore, registerUsers, type BenchUser } from './lib/board-store.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { isQuickRun, type BenchOptions } from './lib/options.ts';
import { readTreeMemoryBytes } from './lib/process-tree.ts';
import { findFreePort, readCpuSeconds, startProcess, type ServerProcess } from './lib/processes.ts';
import { openBareScreens, type BareScreens } from './live-bare.ts';
import { createDeliveries, type Deliveries } from './live-deliveries.ts';
import { openScreens, type Place, type Screen } from './live-screens.ts';
import { openWriters, type Writers } from './live-writers.ts';

const SCREENS = isQuickRun ? 50 : 1_000;
const USERS = 40;
const WRITERS = 20;
const PAIRS = isQuickRun ? 1 : 5;
const RUN_S = isQuickRun ? 1 : 4;
const RETURNING = SCREENS / 2;
const MISSED = 100;
/** From bench.md P3: mutations a second, and the p99 from the acknowledgement to the last screen. */
const RATES = [
  [10, 45],
  [50, 75],
  [200, 110],
] as const;
/** Items in the store besides, P9, at the middle rate; a million takes minutes to fill, so it has to be asked for. */
const STORE_SIZES = isQuickRun
  ? []
  : process.env['BENCH_MILLION'] === undefined
    ? [100_000]
    : [100_000, 1_000_000];
const CPU_RATIO_TARGET = 1.5;
/** From live.md: aims. */
const IDLE_KB_TARGET = 40;
const CATCH_UP_TARGET_MS = 2_000;
/** Connections settle, garbage goes. */
const REST_MS = 4_000;

const builtMain = fileURLToPath(new URL('../server/dist/main.js', import.meta.url));
const baselineSource = fileURLToPath(new URL('./live-baseline.mjs', import.meta.url));

interface Scene {
  /** The first takes the writers, the last the screens; often they are one. */
  nodes: ServerProcess[];
  baseline: ServerProcess;
  users: BenchUser[];
  place: Place;
  writers: Writers;
  screens: Screen[];
  bare: BareScreens;
  deliveries: Deliveries;
  bareDeliveries: Deliveries;
  /** CPU time of one mutation without screens, in seconds. */
  writeCpuS: number;
}

/** P3: one board on 1,000 screens, from the acknowledged write to the last of them, beside bare frames over ws. */
export async function run({ engine, nodes: count }: BenchOptions): Promise<BenchResult> {
  const bench = await startBenchServer(undefined, {}, engine);
  const nodes = [bench.server];
  const port = String(await findFreePort());
  const baseline = await startProcess([baselineSource], { PORT: port });
  try {
    const { server, adminUrl, environment } = bench;
    while (nodes.length < count)
      nodes.push(
        await startProcess([builtMain, '--role', 'api'], {
          ...environment,
          PORT: String(await findFreePort()),
        }),
      );
    const users = await registerUsers(server.url, USERS);
    const store = await fillStore(adminUrl, users, { boards: 1, itemsPerBoard: 500 });
    const [board] = store.boards;
    if (board === undefined) throw new Error('no board');
    const writers = await openWriters(server.url, users.slice(0, WRITERS), board);
    const figures: Figure[] = [];
    const { writeCpuS, since } = await measureWrites(nodes, writers);
    const place = { board: board.boardId, epoch: 1, since };
    const [idle, opened] = await measureIdle({ nodes, baseline, users, place });
    figures.push(idle);
    const scene = { nodes, baseline, users, place, writers, ...opened, writeCpuS };
    for (const [rate, target] of RATES)
      figures.push(...(await measureRate(scene, { rate, name: `${rate}/s` }, target)));
    let size = 0;
    for (const wanted of STORE_SIZES) {
      await growStore(adminUrl, users, wanted - size);
      size = wanted;
      const [rate, target] = RATES[1];
      const name = `${rate}/s with ${wanted.toLocaleString('en')} items`;
      figures.push(...(await measureRate(scene, { rate, name }, target)).slice(0, 1));
    }
    figures.push(await measureCatchUp(scene));
    const title = `One board on ${SCREENS} screens, ${WRITERS} writers, ${count} nodes, ${engine}`;
    return { id: 'P3', title, figures };
  } finally {
    await Promise.all([baseline, ...nodes.slice(1)].map((each) => each.stop()));
    await bench.stop();
  }
}

function screenNodeOf({ nodes }: Pick<Scene, 'nodes'>): ServerProcess {
  const last = nodes.at(-1);
  if (last === undefined) throw new Error('no nodes');
  return last;
}

function readCpuOf(nodes: readonly ServerProcess[]): number {
  return nodes.reduce((sum, { pid }) => sum + readCpuSeconds(pid), 0);
}

/** What a mutation costs that nobody sees; and where the board stands then. */
async function measureWrites(nodes: readonly ServerProcess[], writers: Writers) {
  await writers.run(200, 2);
  const before = readCpuOf(nodes);
  const done = await writers.run(100, RUN_S);
  return {
    writeCpuS: (readCpuOf(nodes) - before) / done.length,
    since: Math.max(...done.map(({ seq }) => seq)),
  };
}

type Opened = Pick<Scene, 'screens' | 'bare' | 'deliveries' | 'bareDeliveries'>;

/** What a connection costs that hears nothing, in memory. */
async function measureIdle(
  scene: Pick<Scene, 'nodes' | 'baseline' | 'users' | 'place'>,
): Promise<[Figure, Opened]> {
  const { baseline, users, place } = scene;
  const server = screenNodeOf(scene);
  const [deliveries, bareDeliveries] = [createDeliveries(), createDeliveries()];
  const kbOf = async <T>({ pid }: ServerProcess, open: () => Promise<T>) => {
    const before = readTreeMemoryBytes(pid);
    const result = await open();
    await sleep(REST_MS);
    return [(readTreeMemoryBytes(pid) - before) / SCREENS / 1_024, result] as const;
  };
  const [ourKb, screens] = await kbOf(server, () =>
    openScreens(server.url, users, place, { count: SCREENS, onSeq: deliveries.onSeq }),
  );
  await deliveries.settle([], 0);
  const [bareKb, bare] = await kbOf(baseline, () =>
    openBareScreens(baseline.url, SCREENS, bareDeliveries.onSeq),
  );
  const figure: Figure = {
    name: 'memory of a connection at rest',
    unit: 'kB',
    ours: round(ourKb),
    baseline: round(bareKb),
    ratio: round(ourKb / bareKb),
    target: `≤ ${IDLE_KB_TARGET}`,
    isReached: ourKb <= IDLE_KB_TARGET,
  };
  return [figure, { screens, bare, deliveries, bareDeliveries }];
}

/** One run of ours and of the baseline. */
interface Pair {
  lastMs: number[];
  ackMs: number[];
  bareMs: number[];
  cpuUs: number;
  writeFreeCpuUs: number;
  bareCpuUs: number;
  framesPerS: number;
}

async function measureRate(
  scene: Scene,
  { rate, name }: { rate: number; name: string },
  targetMs: number,
): Promise<Figure[]> {
  await scene.writers.run(rate, 1);
  const pairs: Pair[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) pairs.push(await runPair(scene, rate));
  const last = spreadOf(pairs.flatMap(({ lastMs }) => lastMs));
  const bare = spreadOf(pairs.flatMap(({ bareMs }) => bareMs));
  const ack = spreadOf(pairs.flatMap(({ ackMs }) => ackMs));
  const pick = (name: 'cpuUs' | 'bareCpuUs' | 'writeFreeCpuUs' | 'framesPerS') =>
    median(pairs.map((pair) => pair[name]));
  const cpuRatio = median(pairs.map(({ cpuUs, bareCpuUs }) => cpuUs / bareCpuUs));
  return [
    {
      name: `${name}, acknowledged to the last of ${SCREENS} screens, p99`,
      unit: 'ms',
      ours: round(last.p99),
      baseline: round(bare.p99),
      ratio: round(last.p99 / bare.p99),
      target: `≤ ${targetMs}`,
      isReached: last.p99 <= targetMs,
      details: {
        'p50 ms': round(last.median),
        'ack p50 ms': round(ack.median),
        'ack p99 ms': round(ack.p99),
        'frames/s to a screen': round(pick('framesPerS')),
      },
    },
    {
      name: `${name}, CPU of a delivery`,
      unit: 'µs',
      ours: round(pick('cpuUs')),
      baseline: round(pick('bareCpuUs')),
      ratio: round(cpuRatio),
      target: `ratio ≤ ${CPU_RATIO_TARGET}`,
      isReached: cpuRatio <= CPU_RATIO_TARGET,
      details: { 'without the write µs': round(pick('writeFreeCpuUs')) },
    },
  ];
}

async function runPair(scene: Scene, rate: number): Promise<Pair> {
  const { nodes, baseline, writers, screens, bare, deliveries, bareDeliveries } = scene;
  const framesBefore = screens[0]?.frames ?? 0;
  await deliveries.settle([], 0);
  const before = readCpuOf(nodes);
  const acked = await writers.run(rate, RUN_S);
  const reached = await deliveries.settle(
    acked.map(({ seq }) => seq),
    SCREENS,
  );
  const cpuS = readCpuOf(nodes) - before;
  const bareBefore = readCpuSeconds(baseline.pid);
  const sent = await bare.run(rate, RUN_S);
  const bareReached = await bareDeliveries.settle([...sent.keys()], SCREENS);
  const bareCpuS = readCpuSeconds(baseline.pid) - bareBefore;
  const count = acked.length * SCREENS;
  return {
    // A frame may be read before the acknowledgement that was sent first: other connections, other buffers.
    lastMs: acked.map(({ seq, ackedAtMs }) => Math.max(0, (reached.get(seq) ?? 0) - ackedAtMs)),
    ackMs: acked.map(({ sentAtMs, ackedAtMs }) => ackedAtMs - sentAtMs),
    bareMs: [...sent].map(([seq, sentAtMs]) => (bareReached.get(seq) ?? 0) - sentAtMs),
    cpuUs: (cpuS / count) * 1e6,
    writeFreeCpuUs: ((cpuS - acked.length * scene.writeCpuS) / count) * 1e6,
    bareCpuUs: (bareCpuS / count) * 1e6,
    framesPerS: ((screens[0]?.frames ?? 0) - framesBefore) / RUN_S,
  };
}

/** Half of the screens lose their connections, miss changes and come back all at once. */
async function measureCatchUp(scene: Scene): Promise<Figure> {
  const { users, place, writers, screens } = scene;
  const leaving = screens.splice(0, RETURNING);
  const since = leaving[0]?.seq ?? 0;
  for (const { socket } of leaving) socket.close();
  const missed = await writers.run(50, MISSED / 50);
  const last = Math.max(...missed.map(({ seq }) => seq));
  const caughtUpMs: number[] = [];
  const startedAtMs = performance.now();
  const onSeq = (seq: number, atMs: number) => {
    if (seq === last) caughtUpMs.push(atMs - startedAtMs);
  };
  const options = { count: RETURNING, onSeq, isAtOnce: true };
  const returned = await openScreens(screenNodeOf(scene).url, users, { ...place, since }, options);
  while (returned.some(({ seq }) => seq < last)) await sleep(10);
  const { p99, median: p50 } = spreadOf(caughtUpMs);
  return {
    name: `${RETURNING} screens come back at once, caught up, p99`,
    unit: 'ms',
    ours: round(p99),
    baseline: null,
    ratio: null,
    target: `≤ ${CATCH_UP_TARGET_MS}`,
    isReached: p99 <= CATCH_UP_TARGET_MS,
    details: {
      'p50 ms': round(p50),
      gaps: returned.reduce((sum, { gaps }) => sum + gaps, 0),
      repeats: returned.reduce((sum, { repeats }) => sum + repeats, 0),
    },
  };
}
