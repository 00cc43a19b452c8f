import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { buildTargets } from '../../scripts/lib/build.mjs';
import { launchChromium } from '../harness/chromium.ts';
import { startTestServer, type TestServer } from '../harness/server.ts';
import { watchProblems, type Problems } from './problems.fixture.ts';

/** The built web app, served by the real program, and a browser to use it with. */
export interface TestApp {
  server: TestServer;
  url: string;
  /** A device of its own: no cookies, nothing stored. */
  openDevice(options?: BrowserContextOptions): Promise<Device>;
  stop(): Promise<void>;
}

/** One person's browser. */
export interface Device {
  context: BrowserContext;
  page: Page;
  problems: Problems;
}

/** Generous, for a busy machine: everything waits for a condition. */
const WAIT_MS = 20_000;

/** One browser for all files of a worker: to start one takes longer than a device of one's own. */
let shared: Promise<Browser> | undefined;

async function openBrowser(): Promise<Browser> {
  const browser = await (shared ??= launchChromium());
  if (browser.isConnected()) return browser;
  shared = launchChromium();
  return shared;
}

/** Builds what is older than its sources and starts the program with an empty database, and a browser unless one is shared. */
export async function startTestApp(
  environment: Record<string, string> = {},
  browserOf = openBrowser,
): Promise<TestApp> {
  await buildTargets({ isForced: false });
  const server = await startTestServer(environment);
  const browser = await browserOf();
  const contexts: BrowserContext[] = [];
  return {
    server,
    url: server.url,
    async openDevice(options = {}) {
      const context = await browser.newContext({
        baseURL: server.url,
        locale: 'en-GB',
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        // It would take the whole app into its store for each device; flows without a network ask for it.
        serviceWorkers: 'block',
        ...options,
      });
      contexts.push(context);
      context.setDefaultTimeout(WAIT_MS);
      const problems = await watchProblems(context);
      return { context, page: await context.newPage(), problems };
    },
    async stop() {
      await Promise.all(contexts.map((context) => context.close()));
      await server.stop();
    },
  };
}
