import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { BenchBoard, BenchUser } from './lib/board-store.ts';
import type { ServerProcess } from './lib/processes.ts';

export const VIEWPORT = { width: 1_440, height: 900 };

/** The bars of web.md, in milliseconds, megabytes and kilobytes. */
export const BARS = {
  coldMs: 1_500,
  warmMs: 300,
  frameMs: 33,
  heapMb: 150,
  keyMs: 16,
  filterMs: 100,
  scriptKb: 200,
};

/** A board with the page that shows it, and the bare list of the same rows. */
export interface Scene {
  browser: Browser;
  server: ServerProcess;
  users: BenchUser[];
  board: BenchBoard;
  url: string;
  bareUrl: string;
}

/** A browser of its own, signed in: nothing is cached. */
export async function openDevice({ browser, server }: Scene): Promise<[BrowserContext, Page]> {
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
