import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { expectNotice, logIn } from './screens.fixture.ts';

const REASON = 'A backup is made';

/** The operator stops changes while somebody works. */
describe.skipIf(!hasChromium)('a read-only server', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let operator: Person;
  let worker: Device;
  let console: Device;

  beforeAll(async () => {
    app = await startTestApp();
    operator = await registerPerson(app.server);
    scene = await createBoardScene(app.server);
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, {
      title: 'Pack',
      groupId: scene.groupId,
    });
    worker = await openDeviceOf(scene.owner);
    console = await openDeviceOf(operator);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openDeviceOf(person: Person): Promise<Device> {
    const device = await app.openDevice();
    await logIn(device.page, person);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    return device;
  }

  async function openBoard(page: Page): Promise<void> {
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
    await pillOf(page, 'Saved').waitFor();
  }

  async function rename(page: Page, from: string, to: string): Promise<void> {
    await cellOf(page, from, 'Item').click();
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
    await rowOf(page, to).waitFor();
  }

  const titlesOnServer = async () => {
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    return body.data.items.map((item: { values: { title: string } }) => item.values.title);
  };
  const bannerOf = (page: Page) => page.getByRole('main').getByText(REASON);

  it('web W28: the owner turns it on in the settings, with a reason', async () => {
    const { page } = console;
    await openBoard(worker.page);
    await page.goto('/instance/settings');
    await page.getByRole('button', { name: 'Take no changes' }).click();
    await page.getByText('Fill in this field').waitFor();
    await page.getByLabel('Reason that everybody is told').fill(REASON);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Take changes again' }).waitFor();
    await page.getByRole('status').filter({ hasText: REASON }).waitFor();
  });

  it('web W28: an edit waits and says so, the banner tells why, and a form is refused in words', async () => {
    const { page } = worker;
    await rename(page, 'Pack', 'Pack it');
    await pillOf(page, 'Read-only for now').waitFor();
    await bannerOf(page).waitFor();
    expect(await titlesOnServer()).toEqual(['Pack']);
    const fits = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    expect(fits).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: 'Board settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Board settings' });
    await dialog.getByLabel('Board name').fill('Renamed');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await dialog.getByText(/^This server takes no changes for now/).waitFor();
    await page.keyboard.press('Escape');
    // Nothing is lost by a reload either.
    await page.reload();
    await rowOf(page, 'Pack it').waitFor();
    await pillOf(page, 'Read-only for now').waitFor();
    expect(await titlesOnServer()).toEqual(['Pack']);
  });

  it('web W28, W30: once changes are taken again, what waited is sent and the banner goes', async () => {
    await console.page.getByRole('button', { name: 'Take changes again' }).click();
    await expectNotice(console.page, 'Changes are taken again');
    const { page } = worker;
    await pillOf(page, 'Saved').waitFor();
    expect(await titlesOnServer()).toEqual(['Pack it']);
    await bannerOf(page).waitFor({ state: 'detached' });
    await console.page.getByRole('button', { name: 'Take no changes' }).waitFor();
  });
});
