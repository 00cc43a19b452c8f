import { fileURLToPath } from 'node:url';
import type { Client } from '@boardwire/sdk/client';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../harness/chromium.ts';
import { startTestServer } from '../harness/server.ts';
import type { TestServer } from '../harness/server.ts';

declare global {
  interface Window {
    client: Client;
  }
}

const sdk = fileURLToPath(new URL('../../sdk/src/client.ts', import.meta.url));
const contract = fileURLToPath(new URL('../../contract/src', import.meta.url));
const password = 'seven quiet geese keep a lighthouse';

describe.skipIf(!hasChromium)('security S7: the client in a real browser', () => {
  let server: TestServer;
  let browser: Browser;
  let context: BrowserContext;
  let script: string;

  beforeAll(async () => {
    server = await startTestServer();
    browser = await launchChromium();
    const { outputFiles } = await build({
      stdin: {
        contents: `import { createClient } from ${JSON.stringify(sdk)};
          window.client = createClient({ tokenDelivery: 'cookie' });`,
        resolveDir: contract,
      },
      bundle: true,
      write: false,
      format: 'iife',
      alias: { '@boardwire/contract': contract },
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

  /** A page of the server's own origin with a client, as after a reload. */
  async function openTab(url = server.url): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${url}/health/live`);
    await page.evaluate(script);
    return page;
  }

  const signUp = (page: Page, email: string) =>
    page.evaluate((input) => window.client.authentication.register(input), {
      email,
      password,
      name: 'Ada',
    });
  const restore = (page: Page) => page.evaluate(() => window.client.restore());

  it('keeps the refresh token where no script can read it', async () => {
    const page = await openTab();
    const answer = await signUp(page, 'cookie@example.test');
    expect(answer).toMatchObject({ ok: true, data: { status: 'signedIn', refreshToken: null } });
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(
      await page.evaluate(
        () => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }),
      ),
    ).toBe('{}');
  });

  it('survives a reload, and a visitor is told that nobody is signed in', async () => {
    expect(await restore(await openTab())).toEqual({ ok: true, data: { status: 'signedOut' } });
    await signUp(await openTab(), 'reload@example.test');
    const state = await restore(await openTab());
    expect(state).toMatchObject({
      data: { status: 'signedIn', account: { email: 'reload@example.test' } },
    });
  });

  it('is renewed by many tabs at once without any of them losing it', async () => {
    await signUp(await openTab(), 'tabs@example.test');
    const tabs = await Promise.all(Array.from({ length: 5 }, () => openTab()));
    for (let round = 0; round < 3; round += 1) {
      const states = await Promise.all(tabs.map(restore));
      expect(states.every((state) => state.ok && state.data.status === 'signedIn')).toBe(true);
      await Promise.all(tabs.map((tab) => tab.evaluate(script)));
    }
  });

  it('ends in every tab with a log-out in one, and is not restored', async () => {
    const [here, there] = [await openTab(), await openTab()];
    await signUp(here, 'leave@example.test');
    await restore(there);
    await here.evaluate(() => window.client.authentication.logOut());
    await there.waitForFunction(() => window.client.session.get().status === 'ended');
    expect(await context.cookies()).toEqual([]);
    expect(await restore(await openTab())).toEqual({ ok: true, data: { status: 'signedOut' } });
  });

  it('two instances on one machine leave each other’s sessions alone', async () => {
    const other = await startTestServer();
    try {
      await signUp(await openTab(server.url), 'here@example.test');
      await signUp(await openTab(other.url), 'there@example.test');
      for (const [url, email] of [
        [server.url, 'here@example.test'],
        [other.url, 'there@example.test'],
      ] as const) {
        const state = await restore(await openTab(url));
        expect(state).toMatchObject({ data: { status: 'signedIn', account: { email } } });
      }
    } finally {
      await other.stop();
    }
  });
});
