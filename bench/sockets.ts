import { setTimeout as sleep } from 'node:timers/promises';
import { openProxy } from '../scripts/nodes/proxy.ts';
import { watchApi, type ApiFigures } from '../test/chaos/api-watch.ts';
import { fillStore, registerUsers, type BenchBoard, type BenchUser } from './lib/board-store.ts';
import { startCluster, type BenchCluster } from './lib/cluster.ts';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { isQuickRun } from './lib/options.ts';
import { openScreen, type Place, type Screen } from './live-screens.ts';
import { openWriters, type Writers } from './live-writers.ts';

const SCREENS = isQuickRun ? 60 : 1_000;
const USERS = 40;
const WRITERS = 10;
/** Changes that were made while everybody was away. */
const MISSED_PER_S = 25;
const MISSED_S = 4;
/** Edits go on while a node is killed. */
const EDITS_PER_S = 20;
const EDITS_S = 10;
const SETTLE_MS = 30_000;
const CALL_PAUSE_MS = 50;
/** From reliability.md, F18. */
const JOINED_TARGET_MS = 10_000;
const API_TARGET_MS = 500;

interface Scene {
  cluster: BenchCluster;
  /** The one address. */
  url: string;
  users: BenchUser[];
  board: BenchBoard;
  /** On the node that stays. */
  writers: Writers;
}

/** Fault F18 over two nodes behind one address: everybody comes back at once, and one of the nodes is killed. */
export async function run(): Promise<BenchResult> {
  const cluster = await startCluster('redis', 2);
  const listBackends = () =>
    cluster.apis.map(({ url }) => ({ port: () => Number(new URL(url).port), isReady: () => true }));
  const proxy = await openProxy({ port: 0, listBackends });
  try {
    const url = `http://127.0.0.1:${proxy.port}`;
    const users = await registerUsers(url, USERS);
    const store = await fillStore(cluster.adminUrl, users, { boards: 1, itemsPerBoard: 500 });
    const [board] = store.boards;
    if (board === undefined) throw new Error('no board');
    const writers = await openWriters(cluster.apis[0]?.url ?? '', users.slice(0, WRITERS), board);
    const scene = { cluster, url, users, board, writers };
    const place = { board: board.boardId, epoch: 1, since: 0 };
    const first = await openAll(
      scene,
      Array.from({ length: SCREENS }, () => place),
    );
    const figures = [toFigure('opened at once', first)];
    for (const { socket } of first.screens) socket.close();
    const missed = await writers.run(MISSED_PER_S, MISSED_S);
    const back = await openAll(
      scene,
      first.screens.map(({ seq }) => ({ ...place, since: seq })),
    );
    await settle(back.screens, Math.max(...missed.map(({ seq }) => seq)));
    figures.push(toFigure(`back at once, each missed ${missed.length} changes`, back));
    figures.push(await killOne(scene, place, back.screens));
    const title = `${SCREENS} screens of one board over two api processes behind one address, on Redis`;
    return { id: 'F18', title, figures };
  } finally {
    proxy.close();
    await cluster.stop();
  }
}

/** Screens that joined, and what that took. */
interface Opened {
  screens: Screen[];
  joinedMs: number[];
  api: ApiFigures;
}

async function openAll(scene: Scene, places: readonly Place[]): Promise<Opened> {
  const stopCalls = watchCalls(scene);
  const startedAtMs = performance.now();
  const joinedMs: number[] = [];
  const screens = await Promise.all(
    places.map(async (place, index) => {
      const screen = await openOne(scene, place, index);
      joinedMs.push(performance.now() - startedAtMs);
      return screen;
    }),
  );
  return { screens, joinedMs, api: await stopCalls() };
}

function openOne({ url, users }: Scene, place: Place, index: number): Promise<Screen> {
  const user = users[index % users.length];
  if (user === undefined) throw new Error('no users');
  return openScreen(url, user, place, () => undefined);
}

/** `kill -9` of the second node while people edit: its screens come back on the other one by the same address. */
async function killOne(scene: Scene, place: Place, screens: readonly Screen[]): Promise<Figure> {
  const { cluster, writers } = scene;
  const victim = cluster.apis[1];
  if (victim === undefined) throw new Error('no second node');
  let killedAtMs = 0;
  const joinedMs: number[] = [];
  const cut = new Set<Screen>();
  const returned: Screen[] = [];
  const returns: Promise<void>[] = [];
  const comeBack = async (screen: Screen, index: number) => {
    returned.push(await openOne(scene, { ...place, since: screen.seq }, index));
    joinedMs.push(performance.now() - killedAtMs);
  };
  const cuts = screens.map(async (screen, index) => {
    // A node that is killed says nothing before.
    await screen.socket.next('bye').catch(() => {
      cut.add(screen);
      returns.push(comeBack(screen, index));
    });
  });
  const editing = writers.run(EDITS_PER_S, EDITS_S);
  await sleep(1_000);
  const stopCalls = watchCalls(scene);
  killedAtMs = performance.now();
  process.kill(victim.pid, 'SIGKILL');
  const edits = await editing;
  await Promise.all(returns);
  const api = await stopCalls();
  const head = Math.max(...edits.map(({ seq }) => seq));
  const stayed = screens.filter((screen) => !cut.has(screen));
  await settle([...stayed, ...returned], head);
  void Promise.allSettled(cuts);
  const figure = toFigure(`one node killed: its ${cut.size} screens on the other one`, {
    screens: returned,
    joinedMs,
    api,
  });
  const behind = [...stayed, ...returned].filter(({ seq }) => seq < head).length;
  return {
    ...figure,
    isReached: figure.isReached && behind === 0 && cut.size > 0,
    details: { ...figure.details, stayed: stayed.length, 'lost something': behind },
  };
}

function watchCalls({ url, users, board }: Scene): () => Promise<ApiFigures> {
  return watchApi({
    url,
    token: users[0]?.token ?? '',
    calls: [
      { method: 'GET', path: `/boards/${board.boardId}` },
      { method: 'GET', path: `/boards/${board.boardId}/items?limit=50` },
    ],
    pauseMs: CALL_PAUSE_MS,
    isPatient: true,
  });
}

async function settle(screens: readonly Screen[], seq: number): Promise<void> {
  const giveUpAtMs = performance.now() + SETTLE_MS;
  while (screens.some((screen) => screen.seq < seq) && performance.now() < giveUpAtMs)
    await sleep(20);
}

function toFigure(name: string, { screens, joinedMs, api }: Opened): Figure {
  const { median: p50, p99 } = spreadOf(joinedMs);
  const all = Math.max(...joinedMs);
  const gaps = screens.reduce((sum, screen) => sum + screen.gaps, 0);
  const repeats = screens.reduce((sum, screen) => sum + screen.repeats, 0);
  const isExact = gaps + repeats + api.refused.length === 0;
  return {
    name,
    unit: 'ms until all had joined',
    ours: round(all),
    baseline: null,
    ratio: null,
    target: `≤ ${JOINED_TARGET_MS}, API p95 ≤ ${API_TARGET_MS}, no gap, no repeat, none refused`,
    isReached: all <= JOINED_TARGET_MS && api.p95Ms <= API_TARGET_MS && isExact,
    details: {
      'p50 ms': round(p50),
      'p99 ms': round(p99),
      'API p95 ms': api.p95Ms,
      'API calls': api.calls,
      refused: api.refused.length,
      'made again': api.retried,
      gaps,
      repeats,
    },
  };
}
