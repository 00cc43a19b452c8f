import type { BrowserContext, Page } from 'playwright-core';

/** A line of a list, ours or the baseline's, or a card. */
const ROW_DRAWN = () =>
  [...document.querySelectorAll('[role="row"], article')].some((row) =>
    row.textContent?.includes('of the quarterly report'),
  ) && performance.now();

/** Milliseconds from the start of the navigation until lines of the board are drawn. */
export async function timeOpening(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  const drawn = await page.waitForFunction(ROW_DRAWN, undefined, { polling: 'raf' });
  return (await drawn.jsonValue()) as number;
}

/** Times between frames while the list is scrolled through for `durationMs`, in milliseconds. */
export function scrollThrough(page: Page, durationMs: number): Promise<number[]> {
  return page.evaluate(async (duration) => {
    const row = document.querySelector('[role="row"][style*="top"], .row, [role="row"], article');
    let box: Element | null = row;
    while (box !== null && !(box.scrollHeight > box.clientHeight + 1_000)) box = box.parentElement;
    if (box === null) throw new Error('nothing scrolls');
    const frames: number[] = [];
    const startedAtMs = performance.now();
    let lastMs = startedAtMs;
    let step = 180;
    while (lastMs - startedAtMs < duration) {
      box.scrollTop += step;
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1 || box.scrollTop <= 0)
        step = -step;
      const nowMs = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
      frames.push(nowMs - lastMs);
      lastMs = nowMs;
    }
    box.scrollTop = 0;
    return frames.slice(1);
  }, durationMs);
}

/** Counts what the thread that runs scripts, lays out and paints is busy, in milliseconds of CPU time. */
export async function watchCpu(
  context: BrowserContext,
  page: Page,
): Promise<() => Promise<number>> {
  const session = await context.newCDPSession(page);
  // Not the time on the clock: what else the machine does is no work of the page.
  await session.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
  await session.send('Performance.enable');
  const readMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
  };
  const startMs = await readMs();
  return async () => {
    const busyMs = (await readMs()) - startMs;
    await session.detach();
    return busyMs;
  };
}

/** Megabytes of the page's heap after a garbage collection. */
export async function readHeapMb(context: BrowserContext, page: Page): Promise<number> {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 2 ** 20;
}

/** Notes for each key how long it took until the frame after it was drawn. */
export async function watchKeys(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const painted: number[] = [];
    (globalThis as unknown as { painted: number[] }).painted = painted;
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => painted.push(performance.now() - timeStamp));
          port1.start();
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  return () => page.evaluate(() => (globalThis as unknown as { painted: number[] }).painted);
}

/** Types with a pause between the keys, as a person does. */
export async function typeSlowly(page: Page, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await page.keyboard.press('x');
    await page.waitForTimeout(60);
  }
}

/** Milliseconds from `act` until the number of lines that the grid names is another one. */
export async function timeUntilCount(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const grid = document.querySelector('[role="treegrid"]');
    const counted = globalThis as unknown as { changed: Promise<number>; actedAtMs: number };
    // The input event comes first, with the frame behind it.
    addEventListener('input', ({ timeStamp }) => (counted.actedAtMs = timeStamp), {
      capture: true,
    });
    counted.changed = new Promise((resolve) => {
      new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - counted.actedAtMs));
      }).observe(grid as Element, { attributes: true, attributeFilter: ['aria-rowcount'] });
    });
  });
  await act();
  return page.evaluate(() => (globalThis as unknown as { changed: Promise<number> }).changed);
}
