import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasFullChromium, launchFullChromium } from '../harness/full-chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { logIn } from './screens.fixture.ts';

describe.skipIf(!hasFullChromium)('pushes in the browser', { timeout: 120_000 }, () => {
  let browser: Browser;
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;
  let registrationId: string;
  let session: CDPSession;

  beforeAll(async () => {
    browser = await launchFullChromium();
    app = await startTestApp({}, () => Promise.resolve(browser));
    scene = await createBoardScene(app.server);
    device = await app.openDevice({
      permissions: ['notifications'],
      serviceWorkers: 'allow',
    });
    const { page, context } = device;
    session = await context.newCDPSession(page);
    const registered = new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first !== undefined) resolve(first.registrationId);
      });
    });
    await session.send('ServiceWorker.enable');
    await logIn(page, scene.member);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    registrationId = await registered;
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await browser?.close();
  });

  const push = (data: string) =>
    session.send('ServiceWorker.deliverPushMessage', { origin: app.url, registrationId, data });
  const shown = (page: Page) =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.ready;
      const notifications = await worker.getNotifications();
      return notifications.map(({ title, body, tag, data }) => ({ title, body, tag, data }));
    });

  it('web W50: a push is shown with its words, and the same one again takes its place', async () => {
    const { page } = device;
    const said = { title: 'Ada assigned you', body: 'Pack', url: '/boards/x', tag: 'one' };
    await push(JSON.stringify(said));
    await push(JSON.stringify({ ...said, body: 'Pack the boxes' }));
    await expect
      .poll(() => shown(page))
      .toEqual([
        { title: said.title, body: 'Pack the boxes', tag: 'one', data: { url: '/boards/x' } },
      ]);
  });

  it('web W50: going where a notification leads loads nothing anew: what is open stays', async () => {
    const { page } = device;
    await page.evaluate(() => Object.assign(globalThis, { isStillHere: true }));
    const url = `${app.url}/settings/profile`;
    const answered = await page.evaluate(async (target) => {
      const { port1, port2 } = new MessageChannel();
      const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
      navigator.serviceWorker.dispatchEvent(
        new MessageEvent('message', { data: { type: 'go', url: target }, ports: [port2] }),
      );
      return answer;
    }, url);
    expect(answered).toBe(true);
    await page.waitForURL(url);
    expect(await page.evaluate(() => 'isStillHere' in globalThis)).toBe(true);
  });

  it('bad input: a push that cannot be read still says where it is from', async () => {
    await push('{"title": 7');
    await expect
      .poll(async () => (await shown(device.page)).map(({ title }) => title))
      .toContain('Boardwire');
  });
});
