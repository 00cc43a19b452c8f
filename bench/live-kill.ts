import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../server/src/platform/database/embedded/embedded-postgres.ts';
import { createLog } from '../server/src/platform/log.ts';
import { fillStore, registerUsers, type BenchUser } from './lib/board-store.ts';
import { round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { startTwoNodes, type TwoNodes } from './lib/two-nodes.ts';
import { openScreen, openScreens, type Screen } from './live-screens.ts';
import { openWriters } from './live-writers.ts';

const SCREENS = 500;
const USERS = 40;
const WRITERS = 20;
const EDITS_PER_S = 50;
const RUN_S = 8;
const KILL_AFTER_MS = 2_000;
const TARGET_MS = 2_000;
const SETTLE_MS = 30_000;

const main = fileURLToPath(new URL('../server/dist/main.js', import.meta.url));

/** `kill -9` of one of two nodes in the middle of a broadcast: its screens come back on the other. */
export async function run(): Promise<BenchResult> {
  const folder = mkdtempSync(join(tmpdir(), 'boardwire-bench-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    log: createLog('silent'),
  });
  const nodes = await startTwoNodes(main, {
    DATABASE_URL: postgres.appUrl,
    DATABASE_ADMIN_URL: postgres.adminUrl,
    BOARDWIRE_DATA: join(folder, 'data'),
  });
  try {
    const figure = await measure(nodes, postgres.adminUrl);
    return {
      id: 'L42',
      title: `kill -9 of one of two nodes, ${SCREENS} screens`,
      figures: [figure],
    };
  } finally {
    await nodes.stop();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(nodes: TwoNodes, adminUrl: string): Promise<Figure> {
  const users = await registerUsers(nodes.a.url, USERS);
  const [board] = (await fillStore(adminUrl, users, { boards: 1, itemsPerBoard: 500 })).boards;
  if (board === undefined) throw new Error('no board');
  const place = { board: board.boardId, epoch: 1, since: 0 };
  const options = { count: SCREENS, onSeq: () => undefined };
  const screens = await openScreens(nodes.b.url, users, place, options);
  const writers = await openWriters(nodes.a.url, users.slice(0, WRITERS), board);
  const editing = writers.run(EDITS_PER_S, RUN_S);
  await sleep(KILL_AFTER_MS);
  nodes.killB();
  const killedAtMs = performance.now();
  const backMs: number[] = [];
  const returned = await Promise.all(
    screens.map(async (screen, index) => {
      const user = users[index % users.length] as BenchUser;
      const standing = { ...place, since: screen.seq };
      const again = await openScreen(nodes.a.url, user, standing, () => undefined);
      backMs.push(performance.now() - killedAtMs);
      return again;
    }),
  );
  const head = Math.max(...(await editing).map(({ seq }) => seq));
  await waitForAll(returned, head);
  const { median: p50, p99 } = spreadOf(backMs);
  const all = [...screens, ...returned];
  const gaps = all.reduce((sum, screen) => sum + screen.gaps, 0);
  const lost = returned.filter(({ seq }) => seq < head).length;
  return {
    name: 'caught up on the other node, p99',
    unit: 'ms',
    ours: round(p99),
    baseline: null,
    ratio: null,
    target: `≤ ${TARGET_MS}, no gap, no repeat, nothing lost`,
    isReached: p99 <= TARGET_MS && gaps + lost === 0,
    details: {
      'p50 ms': round(p50),
      gaps,
      repeats: all.reduce((sum, screen) => sum + screen.repeats, 0),
      'screens that lost something': lost,
    },
  };
}

async function waitForAll(screens: readonly Screen[], seq: number): Promise<void> {
  const giveUpAtMs = performance.now() + SETTLE_MS;
  while (screens.some((screen) => screen.seq < seq) && performance.now() < giveUpAtMs)
    await sleep(20);
}
