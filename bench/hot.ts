import { loadConfig } from '../server/src/platform/config/config.ts';
import { createLog } from '../server/src/platform/log.ts';
import { createRawWriter } from './hot-baseline.ts';
import {
  createClients,
  planWrite,
  runHotLoad,
  type HotClient,
  type HotResult,
  type Write,
} from './hot-load.ts';
import { openHotSockets } from './hot-sockets.ts';
import { openWriter } from './hot-writer.ts';
import { buildWithoutSocketLimits, startBenchServer } from './lib/bench-server.ts';
import { fillStore, growStore, registerUsers, type BenchBoard } from './lib/board-store.ts';
import { median, round, type BenchResult, type Figure } from './lib/figures.ts';
import { isQuickRun, type BenchOptions } from './lib/options.ts';
import { readCpuSeconds } from './lib/processes.ts';

const CLIENTS = 64;
const BOARDS = 200;
const ITEMS_PER_BOARD = 50;
const PAIRS = isQuickRun ? 1 : 5;
const RUN_S = isQuickRun ? 1 : 3;
const WARM_UP_S = 2;
/** From bench.md P4. */
const HOT_TARGET = 3_000;
const MANY_TARGET = 4_000;
const RATIO_TARGET = 0.8;
/** Items in the store besides, P9; a million takes minutes to fill, so it has to be asked for. */
const STORE_SIZES = isQuickRun
  ? []
  : process.env['BENCH_MILLION'] === undefined
    ? [100_000]
    : [100_000, 1_000_000];

/** One way to write, with its clients and the process whose CPU time counts. */
interface Way {
  name: string;
  write: Write;
  clients: HotClient[];
  pid: number;
}

/** P4: durable mutations on one hot board and on many, beside the same rows in the same batches without checks. */
export async function run({ engine }: BenchOptions): Promise<BenchResult> {
  const bench = await startBenchServer(await buildWithoutSocketLimits(), {}, engine);
  const { server, adminUrl, environment } = bench;
  const users = await registerUsers(server.url, 2);
  const store = await fillStore(adminUrl, users, {
    boards: BOARDS,
    itemsPerBoard: ITEMS_PER_BOARD,
  });
  const raw = createRawWriter(adminUrl);
  const inProcess = await openWriter(loadConfig(environment), createLog('warn'));
  const socketClients = createClients(users, CLIENTS);
  const sockets = await openHotSockets(server.url, socketClients);
  const newClients = () => createClients(users, CLIENTS);
  const ways: Way[] = [
    { name: 'in process', write: inProcess.write, clients: newClients(), pid: process.pid },
    { name: 'sockets', write: sockets.write, clients: socketClients, pid: server.pid },
  ];
  const baseline = { name: 'raw', write: raw.write, clients: newClients(), pid: process.pid };
  try {
    const figures: Figure[] = [];
    const measureAll = async (size: string, places: [string, BenchBoard[], number][]) => {
      for (const [place, boards, target] of places) {
        for (const way of ways)
          figures.push(
            await measure(`${place}, ${way.name}${size}`, target, { way, baseline, boards }),
          );
      }
    };
    const hot: [string, BenchBoard[], number] = ['one board', store.boards.slice(0, 1), HOT_TARGET];
    await measureAll('', [hot, [`${BOARDS} boards`, store.boards, MANY_TARGET]]);
    let size = BOARDS * ITEMS_PER_BOARD;
    for (const wanted of STORE_SIZES) {
      await growStore(adminUrl, users, wanted - size);
      size = wanted;
      await measureAll(`, ${wanted.toLocaleString('en')} items`, [hot]);
    }
    return {
      id: 'P4',
      title: `Durable mutations, ${CLIENTS} clients, ${BOARDS} boards, ${engine}`,
      figures,
    };
  } finally {
    sockets.close();
    await inProcess.close();
    await raw.close();
    await bench.stop();
  }
}

async function measure(
  name: string,
  target: number,
  { way, baseline, boards }: { way: Way; baseline: Way; boards: BenchBoard[] },
): Promise<Figure> {
  const load = ({ write, clients }: Way, durationS: number) =>
    runHotLoad(write, clients, boards, durationS);
  // One by one at first: on a cold server thousands at once would ask for a connection each.
  const [client] = way.clients;
  if (client !== undefined) for (const board of boards) await way.write(planWrite(client, board));
  await load(way, WARM_UP_S);
  await load(baseline, WARM_UP_S);
  const pairs: { ours: HotResult; raw: HotResult }[] = [];
  let cpuS = 0;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const before = readCpuSeconds(way.pid);
    const ours = await load(way, RUN_S);
    cpuS += readCpuSeconds(way.pid) - before;
    pairs.push({ ours, raw: await load(baseline, RUN_S) });
  }
  const perSecond = median(pairs.map(({ ours }) => ours.perSecond));
  const ratio = median(pairs.map(({ ours, raw }) => ours.perSecond / raw.perSecond));
  const mutations = pairs.reduce((sum, { ours }) => sum + ours.perSecond * RUN_S, 0);
  return {
    name,
    unit: 'mutations/s',
    ours: round(perSecond),
    baseline: round(median(pairs.map(({ raw }) => raw.perSecond))),
    ratio: round(ratio),
    target: `≥ ${target}, ratio ≥ ${RATIO_TARGET}`,
    isReached: perSecond >= target && ratio >= RATIO_TARGET,
    details: {
      'p50 ms': round(median(pairs.map(({ ours }) => ours.latencyMs.median))),
      'p99 ms': round(median(pairs.map(({ ours }) => ours.latencyMs.p99))),
      'CPU µs': round((cpuS * 1e6) / mutations),
    },
  };
}
