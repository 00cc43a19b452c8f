import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { holdDatabase } from './held-database.fixture.ts';
import { logIn, submitForm } from './screens.fixture.ts';

/** A page beside tabs of other builds, and before a server of an older one. */
describe.skipIf(!hasChromium)('a page among other builds', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, {
      title: 'Pack',
      groupId: scene.groupId,
    });
    device = await app.openDevice();
    page = device.page;
  }, 120_000);
  afterAll(() => app?.stop());

  /** A tab that has a version of the database open and does not let go of it. */
  async function openHolder(version: number): Promise<Page> {
    const tab = await device.context.newPage();
    await tab.goto('/health/live');
    await holdDatabase(tab, version);
    return tab;
  }

  it('web W23: while an older tab locks the database the board works, and says what is missing', async () => {
    const older = await openHolder(2);
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    const pill = pillOf(page, 'Not kept: close older tabs');
    await pill.click();
    await page
      .getByRole('dialog')
      .getByText(/^A tab with an older version/)
      .waitFor();
    await page.keyboard.press('Escape');
    await cellOf(page, 'Pack', 'Item').click();
    await page.keyboard.type('Pack the boxes');
    await page.keyboard.press('Enter');
    const titles = async () => {
      const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
      return body.data.items.map((item: { values: { title: string } }) => item.values.title);
    };
    await expect.poll(titles, { timeout: 20_000 }).toEqual(['Pack the boxes']);
    await older.close();
    await pillOf(page, 'Saved').waitFor();
  });

  it('web W28: a newer tab gets the database, and this one asks to be loaded anew', async () => {
    const newer = await openHolder(4);
    await page.getByText('A new version is here.').waitFor();
    await rowOf(page, 'Pack the boxes').waitFor();
    await newer.close();
  });

  it('web W42: where somebody is, is told to a server that takes it, and to no other', async () => {
    const register = async (isOlder: boolean): Promise<object> => {
      const stranger = await app.openDevice({ timezoneId: 'Asia/Tokyo', serviceWorkers: 'block' });
      if (isOlder)
        await stranger.page.route('**/api/v1/instance/status', async (route) => {
          const answer = await route.fetch();
          const body = await answer.json();
          delete body.data.features;
          await route.fulfill({ response: answer, json: body });
        });
      const isAsked = (request: Request) => request.url().endsWith('/auth/register');
      const asked = stranger.page.waitForRequest(isAsked);
      await stranger.page.goto('/register');
      const email = `${crypto.randomUUID()}@example.test`;
      const values = { Name: 'Grace', 'E-mail': email, Password: 'seven quiet geese keep a light' };
      await submitForm(stranger.page, values, 'Create account');
      const sent = (await asked).postDataJSON() as object;
      await stranger.context.close();
      return sent;
    };
    expect(await register(false)).toMatchObject({ locale: 'en-GB', timeZone: 'Asia/Tokyo' });
    const sent = Object.keys(await register(true));
    expect(sent.filter((key) => key === 'locale' || key === 'timeZone')).toEqual([]);
  });
});
