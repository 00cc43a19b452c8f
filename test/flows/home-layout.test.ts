import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { createBoardScene } from '../harness/boards.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** More than this and people press what they did not mean (Core Web Vitals: 0.1 is good). */
const MOST_SHIFT = 0.1;

describe.skipIf(!hasChromium)('web W45: home', { timeout: 120_000 }, () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  }, 120_000);
  afterAll(() => app?.stop());

  it('shows its parts at once, in whatever order they come', async () => {
    const scene = await createBoardScene(app.server);
    const { owner, organizationId, workspaceId, as } = scene;
    for (const name of ['Launch', 'Support', 'Roadmap', 'Hiring', 'Events']) {
      const { body } = await as(owner, 'POST', `/workspaces/${workspaceId}/boards`, { name });
      await as(owner, 'PUT', `/boards/${body.data.id}/favourite`, {});
    }
    const { page, context } = await app.openDevice();
    await logIn(page, owner);
    await page.waitForURL(/\/o\//);
    // The favourites, which stand above the rest, come last.
    await page.route(/\/favourites/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      await route.continue();
    });
    await page.addInitScript(() => {
      const global = globalThis as unknown as { shift: number };
      global.shift = 0;
      const count = (entries: PerformanceObserverEntryList) => {
        for (const entry of entries.getEntries() as unknown as { value: number }[])
          global.shift += entry.value;
      };
      new PerformanceObserver(count).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`/o/${organizationId}`);
    const main = page.getByRole('main');
    await main.getByRole('heading', { name: 'Favourites' }).waitFor();
    await main.getByText('Roadmap').last().waitFor();
    const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
    expect(shift).toBeLessThan(MOST_SHIFT);
    await context.close();
  });
});
