import { fileURLToPath } from 'node:url';
import type { Client } from '@boardwire/sdk/client';
import type { Live } from '@boardwire/sdk/live';
import type { LiveBoard } from '@boardwire/sdk/live/live-board-types';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium, launchChromium } from '../harness/chromium.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';

declare global {
  interface Window {
    connect(token: string, boardId: string): Promise<void>;
    boards: { client: Client; live: Live; board: LiveBoard };
  }
}

const LIMIT = { timeout: 30_000, interval: 50 };
const from = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe.skipIf(!hasChromium)('live L19: the tabs of a real browser', () => {
  let server: TestServer;
  let scene: BoardScene;
  let browser: Browser;
  let context: BrowserContext;
  let script: string;

  beforeAll(async () => {
    server = await startTestServer();
    scene = await createBoardScene(server);
    browser = await launchChromium();
    const { outputFiles } = await build({
      stdin: {
        contents: `import { createClient } from ${JSON.stringify(from('sdk/src/client.ts'))};
          import { createLive } from ${JSON.stringify(from('sdk/src/live.ts'))};
          window.connect = async (accessToken, boardId) => {
            const client = createClient({ accessToken });
            const live = createLive(client);
            const opened = await live.openBoard(boardId);
            if (!opened.ok) throw new Error(opened.error.message);
            window.boards = { client, live, board: opened.data };
          };`,
        resolveDir: from('sdk/src'),
      },
      bundle: true,
      write: false,
      format: 'iife',
      alias: { '@boardwire/contract': from('contract/src') },
    });
    script = outputFiles[0]?.text ?? '';
    return async () => {
      await browser.close();
      await server.stop();
    };
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  /** A tab that follows the board; `sockets` counts the connections that it opens itself. */
  async function openTab(): Promise<{ page: Page; sockets: () => number }> {
    const page = await context.newPage();
    let sockets = 0;
    page.on('websocket', () => (sockets += 1));
    await load(page);
    return { page, sockets: () => sockets };
  }

  async function load(page: Page): Promise<void> {
    await page.goto(`${server.url}/health/live`);
    await page.evaluate(script);
    const { token } = scene.owner;
    await page.evaluate(([who, board]) => window.connect(who, board), [
      token,
      scene.boardId,
    ] as const);
  }

  const statusOf = (page: Page) => page.evaluate(() => window.boards.board.status());
  const waitingOf = (page: Page) => page.evaluate(() => window.boards.live.status().waitingCount);
  const titlesOf = (page: Page) =>
    page.evaluate(() =>
      [...window.boards.board.view().items.values()].map(({ values }) => values['title']),
    );
  /** Adds an item without waiting for the answer. */
  const add = (page: Page, title: string) =>
    page.evaluate(
      ([groupId, text]) => {
        const { board } = window.boards;
        const input = { boardId: board.id, groupId, id: crypto.randomUUID(), title: text };
        board.mutate({ op: 'items.create', input });
      },
      [scene.groupId, title] as const,
    );
  async function stored(): Promise<unknown[]> {
    const path = `/boards/${scene.boardId}/items`;
    const { body } = await server.call('GET', path, { token: scene.owner.token });
    return body.data.map(({ values }: { values: Record<string, unknown> }) => values['title']);
  }
  const countOf = (titles: readonly unknown[], title: string) =>
    titles.filter((each) => each === title).length;

  it('share one connection; when its tab closes, another one takes over with what waits', async () => {
    const first = await openTab();
    await expect.poll(() => statusOf(first.page), LIMIT).toBe('live');
    const second = await openTab();
    await expect.poll(() => statusOf(second.page), LIMIT).toBe('live');
    expect([first.sockets(), second.sockets()]).toEqual([1, 0]);

    await add(second.page, 'by way of the first');
    await expect.poll(() => titlesOf(first.page), LIMIT).toContain('by way of the first');
    await expect.poll(() => waitingOf(second.page), LIMIT).toBe(0);

    await Promise.all([add(second.page, 'amid the change'), first.page.close()]);
    await expect.poll(() => second.sockets(), LIMIT).toBe(1);
    await add(second.page, 'by itself');
    await expect.poll(() => waitingOf(second.page), LIMIT).toBe(0);
    await expect.poll(stored, LIMIT).toContain('by itself');
    const titles = await stored();
    expect(countOf(titles, 'amid the change')).toBe(1);
    expect(countOf(titles, 'by way of the first')).toBe(1);
    await expect.poll(async () => (await titlesOf(second.page)).length, LIMIT).toBe(titles.length);
  });

  it('keep edits over a reload, and send each once', async () => {
    const written = `written in a tunnel ${crypto.randomUUID()}`;
    const { page } = await openTab();
    await expect.poll(() => statusOf(page), LIMIT).toBe('live');
    await context.setOffline(true);
    await expect.poll(() => statusOf(page), LIMIT).toBe('offline');
    await add(page, written);
    await expect.poll(() => waitingOf(page), LIMIT).toBe(1);
    // A page that is left may come online for a moment: what counts from here on is that it is sent once.
    expect(countOf(await stored(), written)).toBe(0);
    await page.goto('about:blank');

    await context.setOffline(false);
    await load(page);
    await expect.poll(() => waitingOf(page), LIMIT).toBe(0);
    await expect.poll(async () => countOf(await stored(), written), LIMIT).toBe(1);
    await expect.poll(() => titlesOf(page), LIMIT).toContain(written);
  });
});
