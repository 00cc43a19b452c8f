import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { logIn } from './screens.fixture.ts';

const SECOND_MS = 1_000;
/** Longer than the page takes for idle. */
const IDLE_MS = 301 * SECOND_MS;

/** The server was updated while a page was open. */
describe.skipIf(!hasChromium)('a page of the build before', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, {
      title: 'Pack',
      groupId: scene.groupId,
    });
    device = await app.openDevice();
    page = device.page;
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.clock.install();
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
  }, 120_000);
  afterAll(() => app?.stop());

  const mark = () => page.evaluate(() => void Object.assign(window, { isOldPage: true }));
  const isMarked = () => page.evaluate(() => 'isOldPage' in window);
  const notice = () => page.getByText('A new version is here.');

  it('web W28: says so once the server has another build, and not before', async () => {
    const look = async () => {
      await page.clock.fastForward(61 * SECOND_MS);
      const looked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/');
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await (await looked).finished();
    };
    await look();
    expect(await notice().count()).toBe(0);
    await page.route(`${app.url}/`, async (route) => {
      if (route.request().resourceType() !== 'fetch') return route.continue();
      const answer = await route.fetch();
      const body = (await answer.text()).replace(
        /(type="module"[^>]*src="[^"]*?)\.js"/,
        '$1-next.js"',
      );
      await route.fulfill({ response: answer, body });
    });
    await look();
    await notice().waitFor();
  });

  it('web W28, W30: is not loaded anew while edits wait, nor asks an empty chair about them', async () => {
    await mark();
    await page.context().setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await cellOf(page, 'Pack', 'Item').click();
    await page.keyboard.type('Pack the boxes');
    await page.keyboard.press('Enter');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    await page.clock.fastForward(IDLE_MS);
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    expect([await isMarked(), asked]).toEqual([true, []]);
    await page.context().setOffline(false);
    await pillOf(page, 'Saved').waitFor();
  });

  it('web W28: is loaded anew when nobody has touched it for a while', async () => {
    expect(await isMarked()).toBe(true);
    await page.clock.fastForward(IDLE_MS);
    await expect.poll(isMarkedOrLoading, { timeout: 20_000 }).toBe(false);
    await rowOf(page, 'Pack the boxes').waitFor();
    expect([asked, device.problems.faults.filter(isUnexpected)]).toEqual([[], []]);
  });

  const isMarkedOrLoading = () => isMarked().catch(() => true);
});

/** Offline, the browser notes each call that it could not send. */
function isUnexpected(fault: string): boolean {
  return !fault.includes('ERR_INTERNET_DISCONNECTED');
}
