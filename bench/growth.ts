import { startCluster, type BenchCluster } from './lib/cluster.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { growOrganization } from './lib/grow-store.ts';
import type { BenchOptions } from './lib/options.ts';
import { measurePeople, say, type Crowd } from './load.ts';
import { fillStore, type BenchBoard } from './lib/board-store.ts';
import type { Action } from './people/scene.ts';
import { renewTokens, setStage, type Stage } from './people/set-scene.ts';

/** From bench.md P9: for each ten-fold. */
const GROWTH_TARGET = 1.5;
const RUNS = 3;
const BOARDS = 20;
const ITEMS_PER_BOARD = 100;
/** As P2 has it. */
const LARGE_BOARD_ITEMS = 5_000;
const QUICK_BOARD_ITEMS = 200;
const SNAPSHOTS = 15;

/** What is compared from size to size, by the benchmark that it stands for. */
const COMPARED: readonly (readonly [string, Action])[] = [
  ['P1 read an item', 'read an item'],
  ['P1 list 50 items', 'list 50 items'],
  ['P1 list boards', 'list boards'],
  ['P1 update over REST', 'edit over REST'],
  ['P2 open a board of 100', 'open a board'],
  ['P4 edit a cell', 'edit a cell'],
  ['P4 see an edit of others', 'see an edit of others'],
  ['comment', 'comment'],
  ['read comments', 'read comments'],
  ['read the inbox', 'read the inbox'],
  ['read the activity', 'read the activity'],
  ['P5 notify', 'notify'],
];

/** What was measured at one size, by name: p95 in milliseconds, or CPU of an action in µs. */
type AtSize = Map<string, number>;

/** P9: the same people do the same while the store grows; each size against the one before it. */
export async function run(options: BenchOptions): Promise<BenchResult> {
  const crowd: Crowd = {
    people: options.isQuick ? 10 : 40,
    seconds: options.isQuick ? 3 : 15,
    pauseMs: 300,
    seed: options.seed,
  };
  const cluster = await startCluster(options.engine, 1);
  try {
    const [url = ''] = cluster.apis.map((api) => api.url);
    const size = { boards: BOARDS, itemsPerBoard: ITEMS_PER_BOARD };
    let stage = await setStage(url, cluster.adminUrl, size);
    const itemsPerBoard = options.isQuick ? QUICK_BOARD_ITEMS : LARGE_BOARD_ITEMS;
    const { boards: large } = await fillStore(cluster.adminUrl, stage.users.slice(0, 1), {
      boards: 1,
      itemsPerBoard,
    });
    const sizes: AtSize[] = [];
    let items = 0;
    for (const wanted of options.sizes) {
      const userIds = stage.users.map(({ userId }) => userId);
      const growth = { ...stage, userIds, items: wanted - items };
      await growOrganization(cluster.adminUrl, growth, say);
      items = wanted;
      stage = await renewTokens(url, stage);
      sizes.push(await measureSize(cluster, stage, crowd, large[0], options));
    }
    const title = `From ${options.sizes.map((each) => each.toLocaleString('en')).join(' to ')} items, ten events each; ${options.engine}, seed ${options.seed}`;
    return { id: 'P9', title, figures: compare(options.sizes, sizes) };
  } finally {
    await cluster.stop();
  }
}

async function measureSize(
  cluster: BenchCluster,
  stage: Stage,
  crowd: Crowd,
  large: BenchBoard | undefined,
  { isQuick }: BenchOptions,
): Promise<AtSize> {
  const samples = new Map<string, number[]>();
  const add = (name: string, value: number) =>
    samples.set(name, [...(samples.get(name) ?? []), value]);
  for (let run = 0; run < (isQuick ? 1 : RUNS); run += 1) {
    const { report, cpuUs, sendWaitsMs } = await measurePeople(cluster, stage, crowd);
    for (const [name, action] of COMPARED) {
      const result = report.actions[action];
      if (result !== undefined && result.count > 0) add(name, result.ms.p95);
    }
    if (sendWaitsMs.length > 0) add('P5 accepted to sent', spreadOf(sendWaitsMs).p95);
    add('CPU µs of an action, api', cpuUs.api);
    add('CPU µs of an action, worker', cpuUs.worker);
    add('CPU µs of an action, Postgres', cpuUs.postgres);
    for (const error of report.errors) say(error);
  }
  const [{ url } = { url: '' }] = cluster.apis;
  add('P2 snapshot after a change', await timeSnapshots(url, stage, large));
  return new Map([...samples].map(([name, values]) => [name, median(values)]));
}

/** The first read of the large board after each of some changes; p95. */
async function timeSnapshots(
  url: string,
  { users }: Stage,
  board: BenchBoard | undefined,
): Promise<number> {
  const headers = {
    authorization: `Bearer ${users[0]?.token}`,
    'content-type': 'application/json',
  };
  const timesMs: number[] = [];
  for (let count = 0; count < SNAPSHOTS; count += 1) {
    const changed = await fetch(`${url}/api/v1/items/${board?.itemIds[count]}`, {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ values: { title: `Title ${Date.now()}` } }),
    });
    if (!changed.ok) throw new Error(await changed.text());
    const startedAtMs = performance.now();
    const response = await fetch(`${url}/api/v1/boards/${board?.boardId}/snapshot`, { headers });
    await response.arrayBuffer();
    timesMs.push(performance.now() - startedAtMs);
  }
  return spreadOf(timesMs).p95;
}

function compare(sizes: readonly number[], measured: readonly AtSize[]): Figure[] {
  const names = [...(measured[0]?.keys() ?? [])];
  return names.flatMap((name) =>
    measured.map((at, index): Figure => {
      const ours = at.get(name) ?? Number.NaN;
      const before = measured[index - 1]?.get(name) ?? null;
      const ratio = before === null ? null : ours / before;
      return {
        name: `${name}, ${sizes[index]?.toLocaleString('en')} items`,
        unit: name.startsWith('CPU') ? 'µs' : 'ms p95',
        ours: round(ours),
        baseline: before === null ? null : round(before),
        ratio: ratio === null ? null : round(ratio),
        target: before === null ? 'the first size' : `ratio < ${GROWTH_TARGET}`,
        isReached: ratio === null || ratio < GROWTH_TARGET,
      };
    }),
  );
}
