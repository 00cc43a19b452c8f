import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launchChromium } from '../test/harness/chromium.ts';
import { startBenchServer } from './lib/bench-server.ts';
import { fillStore, registerUsers, type BenchBoard, type BenchUser } from './lib/board-store.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { findFreePort, startProcess, type ServerProcess } from './lib/processes.ts';
import { openWriters } from './live-writers.ts';
import { measureKanban, measureTable } from './web-scroll.ts';
import { BARS, openDevice, type Scene, VIEWPORT } from './web-scene.ts';
import { timeOpening, timeUntilCount, typeSlowly, watchKeys } from './web-page.ts';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 20);
/** A board that is open writes its copy by then. */
const SETTLE_MS = 2_500;
const KEYS = 30;
const REMOTE_EDITS_PER_S = 200;
const WRITERS = 20;
/** No text of the boards has this number or one of the next. */
const FIRST_WORD = 1_100;
/** What the search waits for more letters, which is not its work. */
const SEARCH_PAUSE_MS = 80;
const baselineSource = fileURLToPath(new URL('./web-baseline.mjs', import.meta.url));
const webFolder = fileURLToPath(new URL('../web/dist/', import.meta.url));

/** P12: the bars W31 to W36 in headless Chromium, beside a bare windowed list of the same rows. */
export async function run(): Promise<BenchResult> {
  const bench = await startBenchServer();
  const browser = await launchChromium();
  const baselines: ServerProcess[] = [];
  try {
    const users = await registerUsers(bench.server.url, WRITERS);
    const sceneOf = async (itemsPerBoard: number): Promise<Scene> => {
      const store = await fillStore(bench.adminUrl, users, { boards: 1, itemsPerBoard });
      const board = store.boards[0] as BenchBoard;
      const bare = await startBaseline(bench.server, users, board);
      baselines.push(bare);
      const url = `${bench.server.url}/boards/${board.boardId}`;
      return { browser, server: bench.server, users, board, url, bareUrl: bare.url };
    };
    const [medium, large] = [await sceneOf(5_000), await sceneOf(10_000)];
    const figures = [
      await measureCold(medium),
      await measureWarm(medium),
      ...(await measureTable(large)),
      await measureKanban(large),
      ...(await measureKeys(large)),
      await measureSearch(large),
      measureScript(),
    ];
    return { id: 'P12', title: 'The board page in headless Chromium', figures };
  } finally {
    await browser.close();
    for (const baseline of baselines) await baseline.stop();
    await bench.stop();
  }
}

async function startBaseline(
  server: ServerProcess,
  users: readonly BenchUser[],
  board: BenchBoard,
): Promise<ServerProcess> {
  return startProcess([baselineSource], {
    SNAPSHOT_URL: `${server.url}/api/v1/boards/${board.boardId}/snapshot`,
    AUTHORIZATION: `Bearer ${users[0]?.token}`,
    PORT: String(await findFreePort()),
  });
}

async function measureCold(scene: Scene): Promise<Figure> {
  const pairs: [number, number][] = [];
  for (let index = 0; index < RUNS; index += 1) {
    const [context, page] = await openDevice(scene);
    const ours = await timeOpening(page, scene.url);
    await context.close();
    const bare = await scene.browser.newContext({ viewport: VIEWPORT });
    pairs.push([ours, await timeOpening(await bare.newPage(), scene.bareUrl)]);
    await bare.close();
  }
  return compare('W31 5,000 items × 12 columns drawn, cold, p95', pairs, BARS.coldMs);
}

async function measureWarm(scene: Scene): Promise<Figure> {
  const [context, page] = await openDevice(scene);
  const bare = await context.newPage();
  await timeOpening(page, scene.url);
  await page.waitForTimeout(SETTLE_MS);
  const pairs: [number, number][] = [];
  for (let index = 0; index < RUNS; index += 1) {
    // A page behind another one draws a frame a second.
    await page.bringToFront();
    const ours = await timeOpening(page, scene.url);
    await page.waitForTimeout(SETTLE_MS);
    await bare.bringToFront();
    pairs.push([ours, await timeOpening(bare, scene.bareUrl)]);
  }
  await context.close();
  return compare('W31 the same, warm, p95', pairs, BARS.warmMs);
}

/** Keys in a cell, alone and under a storm of other people's edits; the baseline is a bare field under the same. */
async function measureKeys(scene: Scene): Promise<Figure[]> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const bare = await context.newPage();
  await timeOpening(bare, scene.bareUrl);
  await bare.locator('#field').focus();
  const typeBare = await watchTyping(bare);
  await page.bringToFront();
  const cell = page.getByRole('gridcell').filter({ hasText: 'Item 1 of the quarterly' }).first();
  await cell.click();
  await page.keyboard.press('F2');
  const type = await watchTyping(page);
  const [bareMs, alone] = [await typeBare(), await type()];
  const writers = await openWriters(scene.server.url, scene.users, scene.board);
  let isTyping = true;
  const storm = (async () => {
    while (isTyping) await writers.run(REMOTE_EDITS_PER_S, 1);
  })();
  const [bareStormy, stormy] = [await typeBare(), await type()];
  isTyping = false;
  await storm;
  writers.close();
  await context.close();
  return [
    compareKeys('W33 a key in a cell until it is painted, p95', alone, bareMs),
    compareKeys(
      `W34 the same while others make ${REMOTE_EDITS_PER_S} edits a second, p95`,
      stormy,
      bareStormy,
    ),
  ];
}

/** Types into what has the focus of a page; how long each key took. */
async function watchTyping(page: Page): Promise<() => Promise<number[]>> {
  const keys = await watchKeys(page);
  return async () => {
    await page.bringToFront();
    const before = (await keys()).length;
    await typeSlowly(page, KEYS);
    return (await keys()).slice(before);
  };
}

function compareKeys(name: string, sample: number[], bareMs: number[]): Figure {
  const { p95, median: p50 } = spreadOf(sample);
  const { p95: bareP95, median: bareP50 } = spreadOf(bareMs);
  return {
    name,
    unit: 'ms',
    ours: round(p95),
    baseline: round(bareP95),
    ratio: round(p95 / bareP95),
    target: `≤ ${BARS.keyMs}`,
    isReached: p95 <= BARS.keyMs,
    details: { 'p50 ms': round(p50), 'p50 of the baseline ms': round(bareP50) },
  };
}

async function measureSearch(scene: Scene): Promise<Figure> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const times: number[] = [];
  const field = page.getByRole('searchbox').or(page.locator('[role=search] input')).first();
  await page.locator('[role="treegrid"]').click({ position: { x: 200, y: 60 } });
  await page.keyboard.press('/');
  for (let index = 0; index < RUNS; index += 1) {
    // Two words may find as many lines; from all of them each is a change.
    await field.fill('');
    await page.waitForTimeout(SETTLE_MS / 2);
    const search = () => field.fill(`Item ${FIRST_WORD + index}`);
    times.push((await timeUntilCount(page, search)) - SEARCH_PAUSE_MS);
  }
  await context.close();
  const { p95, median: p50 } = spreadOf(times);
  return {
    name: 'W35 10,000 items searched until the lines change, p95',
    unit: 'ms',
    ours: round(p95),
    baseline: null,
    ratio: null,
    target: `≤ ${BARS.filterMs}`,
    isReached: p95 <= BARS.filterMs,
    details: { 'p50 ms': round(p50), 'pause for more letters, not counted ms': SEARCH_PAUSE_MS },
  };
}

/** What a browser has to read before the first screen: the entry and what it imports at once. */
function measureScript(): Figure {
  const html = readFileSync(`${webFolder}index.html`, 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file);
  const bytes = files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(`${webFolder}${file}`)).length,
    0,
  );
  return {
    name: `W36 first script, ${files.length} files`,
    unit: 'kB gzip',
    ours: round(bytes / 1_000),
    baseline: null,
    ratio: null,
    target: `≤ ${BARS.scriptKb}`,
    isReached: bytes / 1_000 <= BARS.scriptKb,
  };
}

function compare(name: string, pairs: readonly [number, number][], barMs: number): Figure {
  const ours = spreadOf(pairs.map(([first]) => first));
  const bare = spreadOf(pairs.map(([, second]) => second));
  return {
    name,
    unit: 'ms',
    ours: round(ours.p95),
    baseline: round(bare.p95),
    ratio: round(median(pairs.map(([first, second]) => first / second))),
    target: `≤ ${barMs}`,
    isReached: ours.p95 <= barMs,
    details: { 'p50 ms': round(ours.median), 'p50 of the baseline ms': round(bare.median) },
  };
}
