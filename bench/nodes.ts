import { cpus } from 'node:os';
import { startCluster, type BenchCluster } from './lib/cluster.ts';
import { median, round, type BenchResult, type Figure } from './lib/figures.ts';
import type { BenchOptions } from './lib/options.ts';
import { measurePeople, say, type Crowd, type Measured } from './load.ts';
import { renewTokens, setStage, type Stage } from './people/set-scene.ts';

const PAIRS = 5;
const BOARDS = 40;
const ITEMS_PER_BOARD = 100;
/** From bench.md P10, where the machine has a core for each node. */
const THROUGHPUT_TARGET = 1.7;
const CORES_FOR_IT = 4;

/** P10: two api and two worker processes on Redis against one of each, by people who hardly pause. */
export async function run({ isQuick, seed }: BenchOptions): Promise<BenchResult> {
  const crowd: Crowd = {
    people: isQuick ? 12 : 120,
    seconds: isQuick ? 3 : 10,
    pauseMs: 40,
    seed,
  };
  const cluster = await startCluster('redis', 1);
  try {
    const [url = ''] = cluster.apis.map((api) => api.url);
    const size = { boards: BOARDS, itemsPerBoard: ITEMS_PER_BOARD };
    let stage = await setStage(url, cluster.adminUrl, size);
    const pairs: { one: Measured; two: Measured }[] = [];
    for (let pair = 0; pair < (isQuick ? 1 : PAIRS); pair += 1) {
      stage = await renewTokens(url, stage);
      pairs.push(await measurePair(cluster, stage, crowd));
    }
    const title = `Two api and two worker processes on Redis against one of each, ${crowd.people} people, seed ${seed}`;
    return { id: 'P10', title, figures: toFigures(pairs) };
  } finally {
    await cluster.stop();
  }
}

async function measurePair(cluster: BenchCluster, stage: Stage, crowd: Crowd) {
  const one = await measurePeople(cluster, stage, crowd);
  const removePair = await cluster.addPair();
  try {
    return { one, two: await measurePeople(cluster, stage, crowd) };
  } finally {
    await removePair();
  }
}

function toFigures(pairs: readonly { one: Measured; two: Measured }[]): Figure[] {
  const errors = new Set(
    pairs.flatMap(({ one, two }) => [...one.report.errors, ...two.report.errors]),
  );
  for (const error of errors) say(error);
  const figure = (
    name: string,
    unit: string,
    read: (measured: Measured) => number,
    target: { text: string; isReached(ratio: number): boolean },
  ): Figure => {
    const ratio = median(pairs.map(({ one, two }) => read(two) / read(one)));
    return {
      name,
      unit,
      ours: round(median(pairs.map(({ two }) => read(two)))),
      baseline: round(median(pairs.map(({ one }) => read(one)))),
      ratio: round(ratio),
      target: target.text,
      isReached: target.isReached(ratio),
    };
  };
  const told = { text: 'told', isReached: () => true };
  const cores = cpus().length;
  const throughput =
    cores < CORES_FOR_IT
      ? { ...told, text: `told: with ${cores} cores the CPU of an action is the figure` }
      : {
          text: `ratio ≥ ${THROUGHPUT_TARGET}`,
          isReached: (ratio: number) => ratio >= THROUGHPUT_TARGET,
        };
  const cpu = (part: 'api' | 'worker' | 'postgres') => (measured: Measured) => measured.cpuUs[part];
  const sum = ({ cpuUs }: Measured) => cpuUs.api + cpuUs.worker + cpuUs.postgres;
  return [
    figure('actions', '/s', ({ report }) => report.done / report.seconds, throughput),
    figure('CPU of an action, all processes', 'µs', sum, told),
    figure('CPU of an action, api', 'µs', cpu('api'), told),
    figure('CPU of an action, worker', 'µs', cpu('worker'), told),
    figure('CPU of an action, Postgres', 'µs', cpu('postgres'), told),
    figure('edit a cell', 'ms p95', p95Of('edit a cell'), told),
    figure('see an edit of others', 'ms p95', p95Of('see an edit of others'), told),
    figure('memory of the api processes', 'MB', ({ memoryMb }) => memoryMb.api, told),
  ];
}

function p95Of(action: 'edit a cell' | 'see an edit of others') {
  return ({ report }: Measured) => report.actions[action]?.ms.p95 ?? Number.NaN;
}
