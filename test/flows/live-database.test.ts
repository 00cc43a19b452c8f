import { fileURLToPath } from 'node:url';
import type { BoardCopies } from '@boardwire/sdk/live/board-copies';
import type { PendingStore } from '@boardwire/sdk/live/pending-store';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../harness/chromium.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { holdDatabase } from './held-database.fixture.ts';

declare global {
  interface Window {
    copies: BoardCopies;
    store: PendingStore;
    outdated: number;
    mayKeep: boolean;
  }
}

const from = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const SCRIPT = `import { createIndexedDbCopies } from ${JSON.stringify(from('sdk/src/live/board-copies.ts'))};
  import { createIndexedDbStore } from ${JSON.stringify(from('sdk/src/live/indexed-db.ts'))};
  window.outdated = 0;
  window.mayKeep = true;
  const onOutdated = () => (window.outdated += 1);
  window.copies = createIndexedDbCopies({ scope: 'ada', mayKeep: () => window.mayKeep, onOutdated });
  window.store = createIndexedDbStore('ada', onOutdated);`;

/** So many that a copy is written in ten parts, with a pause after each. */
const ITEMS = 1_000;

describe.skipIf(!hasChromium)('the database of live boards in a real browser', () => {
  let server: TestServer;
  let browser: Browser;
  let context: BrowserContext;
  let script: string;

  beforeAll(async () => {
    server = await startTestServer();
    browser = await launchChromium();
    const { outputFiles } = await build({
      stdin: { contents: SCRIPT, resolveDir: from('sdk/src') },
      bundle: true,
      write: false,
      format: 'iife',
      alias: { '@boardwire/contract': from('contract/src') },
    });
    script = outputFiles[0]?.text ?? '';
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  async function openPage(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${server.url}/health/live`);
    return page;
  }

  async function openTab(): Promise<Page> {
    const page = await openPage();
    await page.evaluate(script);
    return page;
  }

  const save = (page: Page, boardId: string) =>
    page.evaluate(
      ([id, count]) => {
        const items = Array.from({ length: count }, (_, index) => ({ id: `item ${index}` }));
        const snapshot = { epoch: 1, seq: 1, permissions: [], items } as never;
        return window.copies.save({ boardId: id, savedAtMs: 1, snapshot });
      },
      [boardId, ITEMS] as const,
    );
  const keptIn = (page: Page, ...boardIds: string[]) =>
    page.evaluate(async (ids) => {
      const found = await Promise.all(ids.map((id) => window.copies.load(id)));
      return ids.filter((_id, index) => found[index] !== null);
    }, boardIds);
  /** Everything that is there, permits included. */
  const countRows = (page: Page) =>
    page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const opening = indexedDB.open('boardwire-live');
          opening.addEventListener('success', () => {
            const counting = opening.result.transaction('copies').objectStore('copies').count();
            counting.addEventListener('success', () => {
              opening.result.close();
              resolve(counting.result);
            });
          });
        }),
    );

  it('web W30: a copy that is being written when another tab logs out is not kept', async () => {
    const [leaving, writing] = [await openTab(), await openTab()];
    await save(writing, 'before');
    expect(await keptIn(leaving, 'before')).toEqual(['before']);
    // The other tab has not heard of it, and goes on.
    const late = save(writing, 'late');
    await leaving.evaluate(() => window.copies.wipe());
    await late;
    await save(writing, 'later');
    expect(await keptIn(leaving, 'before', 'late', 'later')).toEqual([]);
    expect(await countRows(leaving)).toBe(0);
  });

  it('web W30: nor is one whose own session ended meanwhile', async () => {
    const page = await openTab();
    const late = save(page, 'late');
    await page.evaluate(() => (window.mayKeep = false));
    await late;
    expect(await keptIn(page, 'late')).toEqual([]);
  });

  it('web W30: a tab that hears of the log-out late takes its own copies back, not those of a new log-in', async () => {
    const [leaving, late] = [await openTab(), await openTab()];
    await save(late, 'before');
    await late.evaluate(() => window.copies.release());
    expect(await countRows(leaving)).toBe(0);
    await save(late, 'again');
    await leaving.evaluate(() => window.copies.wipe());
    await save(leaving, 'new');
    await late.evaluate(() => window.copies.release());
    expect(await keptIn(leaving, 'again', 'new')).toEqual(['new']);
  });

  const load = (page: Page) =>
    page.evaluate(() =>
      window.store.load().then(
        () => 'read',
        (error: Error) => error.name,
      ),
    );

  it('live L19: an older tab that keeps the database locked is told of, and not waited for', async () => {
    const older = await openPage();
    await holdDatabase(older, 2);
    const page = await openTab();
    expect(await load(page)).toBe('StoreBlocked');
    expect(await load(page)).toBe('StoreBlocked');
    await older.evaluate(() => window.held.close());
    await expect.poll(() => load(page)).toBe('read');
    expect(await page.evaluate(() => window.outdated)).toBe(0);
  });

  it('web W28: a newer build finds the database free, and this one says that it is outdated', async () => {
    const page = await openTab();
    expect(await load(page)).toBe('read');
    await holdDatabase(await openPage(), 4);
    await expect.poll(() => page.evaluate(() => window.outdated)).toBeGreaterThan(0);
    expect(await load(page)).toBe('VersionError');
  });
});
