import { startCluster, type BenchCluster } from './lib/cluster.ts';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { growOrganization } from './lib/grow-store.ts';
import type { BenchOptions } from './lib/options.ts';
import { cpuMicrosecondsEach, readCpuUsed, readMemoryMb, type CpuUsed } from './lib/server-cpu.ts';
import { runPeople } from './people/run-people.ts';
import type { ActionResult, LoadReport, Scene } from './people/scene.ts';
import { readSendWaits, setStage, type Stage } from './people/set-scene.ts';

const BOARDS = 20;
const ITEMS_PER_BOARD = 100;
const WARM_UP_S = 3;
const PAUSE_MS = 400;
/** From bench.md P1 and P5. */
const P95_TARGET_MS = 50;
const SENT_TARGET_MS = 100;

/** People who join boards, read, edit, comment and look into their inboxes, on as many nodes as are asked for. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const cluster = await startCluster(options.engine, options.nodes);
  try {
    const [url = ''] = cluster.apis.map((api) => api.url);
    const size = { boards: BOARDS, itemsPerBoard: ITEMS_PER_BOARD };
    const stage = await setStage(url, cluster.adminUrl, size);
    const userIds = stage.users.map(({ userId }) => userId);
    const items = Math.max(1, options.items - BOARDS * ITEMS_PER_BOARD);
    await growOrganization(cluster.adminUrl, { ...stage, userIds, items }, say);
    const measured = await measurePeople(cluster, stage, {
      people: options.people,
      seconds: options.seconds,
      pauseMs: PAUSE_MS,
      seed: options.seed,
    });
    return {
      id: 'people',
      title: `${options.people} people, seed ${options.seed}, ${options.nodes} × api and worker, ${options.engine}`,
      figures: toFigures(measured),
    };
  } finally {
    await cluster.stop();
  }
}

/** How people act in one run. */
export type Crowd = Pick<Scene, 'people' | 'seconds' | 'pauseMs' | 'seed'>;

/** What one run of people measured, on both sides. */
export interface Measured {
  report: LoadReport;
  /** Of one action. */
  cpuUs: CpuUsed;
  memoryMb: { api: number; worker: number };
  /** From the row of a message to the end of its attempt. */
  sendWaitsMs: number[];
}

/** Lets people act on all nodes, and reads what that took of the processes. */
export async function measurePeople(
  cluster: BenchCluster,
  stage: Stage,
  crowd: Crowd,
): Promise<Measured> {
  const readings: CpuUsed[] = [];
  const read = () => void readings.push(readCpuUsed(cluster));
  const since = new Date();
  const urls = cluster.apis.map(({ url }) => url);
  const report = await runPeople(
    { ...stage, ...crowd, urls, warmUpS: WARM_UP_S },
    { onMeasuring: read, onMeasured: read },
  );
  const [before, after] = readings;
  if (before === undefined || after === undefined) throw new Error('the load measured nothing');
  return {
    report,
    cpuUs: cpuMicrosecondsEach(before, after, report.done),
    memoryMb: { api: readMemoryMb(cluster.apis), worker: readMemoryMb(cluster.workers) },
    sendWaitsMs: await readSendWaits(cluster.adminUrl, stage.organizationId, since),
  };
}

const bare = { baseline: null, ratio: null };

function toFigures(measured: Measured): Figure[] {
  const { actions, errors } = measured.report;
  for (const error of errors) say(error);
  const waits = spreadOf(measured.sendWaitsMs);
  return [
    ...Object.entries(actions).map(([name, result]) => toFigure(name, result)),
    {
      ...bare,
      name: 'a notification until it is sent',
      unit: 'ms p95',
      ours: round(waits.p95),
      target: `≤ ${SENT_TARGET_MS}`,
      isReached: waits.p95 <= SENT_TARGET_MS,
      details: { 'p50 ms': round(waits.median), count: measured.sendWaitsMs.length },
    },
    toCpuFigure(measured),
  ];
}

function toFigure(name: string, { ms, perSecond, errors, count }: ActionResult): Figure {
  return {
    ...bare,
    name,
    unit: 'ms p95',
    ours: round(ms.p95),
    target: `≤ ${P95_TARGET_MS}, no errors`,
    isReached: ms.p95 <= P95_TARGET_MS && errors === 0,
    details: {
      'p50 ms': round(ms.median),
      'p99 ms': round(ms.p99),
      '/s': round(perSecond),
      count,
      errors,
    },
  };
}

function toCpuFigure({ report, cpuUs, memoryMb }: Measured): Figure {
  return {
    ...bare,
    name: 'CPU of an action, all processes',
    unit: 'µs',
    ours: round(cpuUs.api + cpuUs.worker + cpuUs.postgres),
    target: 'told',
    isReached: true,
    details: {
      'api µs': round(cpuUs.api),
      'worker µs': round(cpuUs.worker),
      'Postgres µs': round(cpuUs.postgres),
      'actions/s': round(report.done / report.seconds),
      'api MB': round(memoryMb.api),
      'worker MB': round(memoryMb.worker),
    },
  };
}

/** Tells whoever waits. */
export function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}
