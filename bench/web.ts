import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../test/harness/chromium.ts';
import { startBenchServer } from './lib/bench-server.ts';
import { fillStore, registerUsers, type BenchBoard, type BenchUser } from './lib/board-store.ts';
import { median, round, spreadOf, type BenchResult, type Figure } from './lib/figures.ts';
import { findFreePort, startProcess, type ServerProcess } from './lib/processes.ts';
import { openWriters } from './live-writers.ts';
import {
  readHeapMb,
  scrollThrough,
  timeOpening,
  timeUntilCount,
  typeSlowly,
  watchKeys,
} from './web-page.ts';

const RUNS = Number(process.env['BENCH_RUNS'] ?? 20);
const SCROLL_MS = 4_000;
/** A board that is open writes its copy by then. */
const SETTLE_MS = 2_500;
const KEYS = 30;
const REMOTE_EDITS_PER_S = 200;
const WRITERS = 20;
/** What the search waits for more letters, which is not its work. */
const SEARCH_PAUSE_MS = 80;
const VIEWPORT = { width: 1_440, height: 900 };

/** The bars of web.md, in milliseconds, megabytes and kilobytes. */
const BARS = {
  coldMs: 1_500,
  warmMs: 300,
  frameMs: 33,
  heapMb: 150,
  keyMs: 16,
  filterMs: 100,
  scriptKb: 200,
};

const baselineSource = fileURLToPath(new URL('./web-baseline.mjs', import.meta.url));
const webFolder = fileURLToPath(new URL('../web/dist/', import.meta.url));

/** A board with the page that shows it, and the bare list of the same rows. */
interface Scene {
  browser: Browser;
  server: ServerProcess;
  users: BenchUser[];
  board: BenchBoard;
  url: string;
  bareUrl: string;
}

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
      ...(await measureScroll(large)),
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

/** A browser of its own, signed in: nothing is cached. */
async function openDevice({ browser, server }: Scene): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const response = await context.request.post(`${server.url}/api/v1/auth/login`, {
    headers: { origin: server.url },
    data: {
      email: 'bench-0@example.test',
      password: 'violet ladder under a quiet harbour',
      tokenDelivery: 'cookie',
    },
  });
  if (!response.ok()) throw new Error(await response.text());
  // The app asks for a session where one was left open.
  await context.addInitScript(() => localStorage.setItem('boardwire.session', 'open'));
  return [context, await context.newPage()];
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

async function measureScroll(scene: Scene): Promise<Figure[]> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const bare = await context.newPage();
  await timeOpening(bare, scene.bareUrl);
  const frames: [number[], number[]] = [[], []];
  for (let pair = 0; pair < 5; pair += 1) {
    await page.bringToFront();
    frames[0].push(...(await scrollThrough(page, SCROLL_MS)));
    await bare.bringToFront();
    frames[1].push(...(await scrollThrough(bare, SCROLL_MS)));
  }
  const [heapMb, bareMb] = [await readHeapMb(context, page), await readHeapMb(context, bare)];
  await context.close();
  const [ours, bareFrames] = frames.map(spreadOf) as [
    ReturnType<typeof spreadOf>,
    ReturnType<typeof spreadOf>,
  ];
  const longest = Math.max(...frames[0]);
  return [
    {
      name: 'W32 frames while 10,000 items are scrolled, p95',
      unit: 'ms',
      ours: round(ours.p95),
      baseline: round(bareFrames.p95),
      ratio: round(ours.p95 / bareFrames.p95),
      target: `none > ${BARS.frameMs}`,
      isReached: longest <= BARS.frameMs,
      details: {
        'p50 ms': round(ours.median),
        'p99 ms': round(ours.p99),
        'longest ms': round(longest),
        'longest of the baseline ms': round(Math.max(...frames[1])),
      },
    },
    {
      name: 'W32 heap with 10,000 items',
      unit: 'MB',
      ours: round(heapMb),
      baseline: round(bareMb),
      ratio: round(heapMb / bareMb),
      target: `≤ ${BARS.heapMb}`,
      isReached: heapMb <= BARS.heapMb,
    },
  ];
}

/** Keys in a cell, alone and under a storm of other people's edits; the baseline is a bare field. */
async function measureKeys(scene: Scene): Promise<Figure[]> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const bare = await context.newPage();
  await timeOpening(bare, scene.bareUrl);
  await bare.locator('#field').focus();
  const bareKeys = await watchKeys(bare);
  await typeSlowly(bare, KEYS);
  const bareMs = await bareKeys();
  await page.bringToFront();
  const cell = page.getByRole('gridcell').filter({ hasText: 'Item 1 of the quarterly' }).first();
  await cell.click();
  await page.keyboard.press('F2');
  const keys = await watchKeys(page);
  await typeSlowly(page, KEYS);
  const alone = [...(await keys())];
  const writers = await openWriters(scene.server.url, scene.users, scene.board);
  const storm = writers.run(REMOTE_EDITS_PER_S, 4);
  await typeSlowly(page, KEYS);
  const stormy = (await keys()).slice(alone.length);
  await storm;
  writers.close();
  await context.close();
  const figureOf = (name: string, sample: number[]): Figure => {
    const { p95, median: p50 } = spreadOf(sample);
    const bareP95 = spreadOf(bareMs).p95;
    return {
      name,
      unit: 'ms',
      ours: round(p95),
      baseline: round(bareP95),
      ratio: round(p95 / bareP95),
      target: `≤ ${BARS.keyMs} beyond the baseline's frame`,
      isReached: p95 <= Math.max(BARS.keyMs, bareP95 + 1),
      details: { 'p50 ms': round(p50) },
    };
  };
  return [
    figureOf('W33 a key in a cell until it is painted, p95', alone),
    figureOf(`W34 the same while others make ${REMOTE_EDITS_PER_S} edits a second, p95`, stormy),
  ];
}

async function measureSearch(scene: Scene): Promise<Figure> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const times: number[] = [];
  for (let index = 0; index < RUNS; index += 1) {
    await page.keyboard.press('Escape');
    await page.locator('[role="treegrid"]').click({ position: { x: 200, y: 60 } });
    await page.keyboard.press('/');
    const field = page
      .getByRole('search')
      .getByRole('searchbox')
      .or(page.locator('[role=search] input'));
    times.push(
      (await timeUntilCount(page, () => field.first().fill(`Item ${index + 11}`))) -
        SEARCH_PAUSE_MS,
    );
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
