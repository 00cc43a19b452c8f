import type { BrowserContext, Page } from 'playwright-core';
import { round, spreadOf, type Figure } from './lib/figures.ts';
import { readHeapMb, scrollThrough, timeOpening, watchCpu } from './web-page.ts';
import { BARS, openDevice, type Scene } from './web-scene.ts';

const SCROLL_MS = 4_000;
const PAIRS = 5;

/** Frames of one page, and what the thread that draws them did for them. */
interface Scrolled {
  frames: number[];
  cpuMs: number;
}

/** The table of 10,000 items, and the heap that it takes. */
export async function measureTable(scene: Scene): Promise<Figure[]> {
  const [context, page] = await openDevice(scene);
  await timeOpening(page, scene.url);
  const bare = await openBare(context, scene);
  const figure = await measurePairs(context, page, bare);
  const [heapMb, bareMb] = [await readHeapMb(context, page), await readHeapMb(context, bare)];
  await context.close();
  return [
    { name: 'W32 frames while 10,000 items are scrolled, p95', ...figure },
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

/** The same items as cards of six columns; one of them is scrolled. */
export async function measureKanban(scene: Scene): Promise<Figure> {
  const [context, page] = await openDevice(scene);
  const settings = JSON.stringify({ kanbanBy: await findStatus(scene) });
  await timeOpening(page, `${scene.url}?view=kanban&with=${encodeURIComponent(settings)}`);
  const bare = await openBare(context, scene);
  const figure = await measurePairs(context, page, bare);
  await context.close();
  return { name: 'W32 the same while a kanban of them is scrolled, p95', ...figure };
}

async function openBare(context: BrowserContext, { bareUrl }: Scene): Promise<Page> {
  const bare = await context.newPage();
  await timeOpening(bare, bareUrl);
  return bare;
}

async function findStatus({ server, users, board }: Scene): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/boards/${board.boardId}/snapshot`, {
    headers: { authorization: `Bearer ${users[0]?.token}` },
  });
  const { data } = (await response.json()) as { data: { columns: { id: string; type: string }[] } };
  return data.columns.find(({ type }) => type === 'status')?.id ?? '';
}

async function measurePairs(
  context: BrowserContext,
  page: Page,
  bare: Page,
): Promise<Omit<Figure, 'name'>> {
  const [ours, theirs]: [Scrolled, Scrolled] = [
    { frames: [], cpuMs: 0 },
    { frames: [], cpuMs: 0 },
  ];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    await scroll(context, page, ours);
    await scroll(context, bare, theirs);
  }
  const [spread, bareSpread] = [spreadOf(ours.frames), spreadOf(theirs.frames)];
  const longest = Math.max(...ours.frames);
  const [cpuMs, bareCpuMs] = [ours, theirs].map((each) => each.cpuMs / each.frames.length);
  return {
    unit: 'ms',
    ours: round(spread.p95),
    baseline: round(bareSpread.p95),
    ratio: round(spread.p95 / bareSpread.p95),
    target: `none > ${BARS.frameMs}`,
    isReached: longest <= BARS.frameMs,
    details: {
      'p50 ms': round(spread.median),
      'p99 ms': round(spread.p99),
      'longest ms': round(longest),
      'longest of the baseline ms': round(Math.max(...theirs.frames)),
      'CPU a frame ms': round(cpuMs ?? Number.NaN),
      'of the baseline ms': round(bareCpuMs ?? Number.NaN),
    },
  };
}

/** A page behind another one draws a frame a second, so each is brought to the front first. */
async function scroll(context: BrowserContext, page: Page, sum: Scrolled): Promise<void> {
  await page.bringToFront();
  const readCpuMs = await watchCpu(context, page);
  sum.frames.push(...(await scrollThrough(page, SCROLL_MS)));
  sum.cpuMs += await readCpuMs();
}
