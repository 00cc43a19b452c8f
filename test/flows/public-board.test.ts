import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { inspectScreen, openAxeDevice } from './axe.fixture.ts';

/** A stranger has the link of a board and no account. */
describe.skipIf(!hasChromium)('a board by its link', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let stranger: Device;
  let link: { id: string; url: string; token: string };

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    await addItem('Pack');
    link = await post(`/boards/${scene.boardId}/links`, {});
    stranger = await app.openDevice();
  }, 120_000);
  afterAll(() => app?.stop());

  async function post(path: string, body: unknown) {
    const answer = await scene.as(scene.owner, 'POST', path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  }

  const addItem = (title: string) =>
    post(`/boards/${scene.boardId}/items`, { title, groupId: scene.groupId });

  const pathOf = ({ url }: { url: string }) => new URL(url).pathname;

  const cell = (page: Page, title: string) => page.getByRole('cell', { name: title, exact: true });

  it('SPEC B8: shows the board read-only and live, to somebody who is not signed in', async () => {
    const { page } = stranger;
    await page.goto(pathOf(link));
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
    await cell(page, 'Pack').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await addItem('Ship');
    await cell(page, 'Ship').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(await page.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex');
    expect(await page.content()).not.toContain(scene.owner.email);
  });

  it('web W41: axe finds nothing, as table and as cards, at a desk and on a phone', async () => {
    const { page } = await openAxeDevice(app);
    const shows = () => page.getByText('Ship', { exact: true });
    const table = { name: 'public table', open: () => page.goto(pathOf(link)), shows };
    expect((await inspectScreen(page, table)).findings).toEqual([]);
    const choose = () => page.getByText('Cards', { exact: true }).click();
    const cards = { name: 'public cards', open: choose, shows };
    expect((await inspectScreen(page, cards)).findings).toEqual([]);
  });

  it('live L35: shows nothing any more once it is revoked, also after a reload', async () => {
    const { page } = stranger;
    await scene.as(scene.owner, 'DELETE', `/board-links/${link.id}`, undefined);
    await page.getByRole('heading', { name: 'This link shows nothing any more' }).waitFor();
    expect(await page.content()).not.toContain('Pack');
    await page.reload();
    await page.getByRole('heading', { name: 'This link shows nothing any more' }).waitFor();
    expect(await page.evaluate(() => localStorage.getItem('boardwire.offline'))).toBeNull();
  });
});
