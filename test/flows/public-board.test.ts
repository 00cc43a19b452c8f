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

  it('SPEC B8: an item opens to be read, with its text and without its comments', async () => {
    const { page } = await openAxeDevice(app);
    const path = `/boards/${scene.boardId}`;
    const note = await post(`${path}/columns`, { type: 'longText', name: 'Notes' });
    const map = await post(`${path}/columns`, { type: 'link', name: 'Map' });
    const item = await addItem('Load the van');
    await scene.as(scene.owner, 'PATCH', `/items/${item.id}`, {
      values: { [map.id]: { url: `https://example.com/${'harbour'.repeat(20)}` } },
    });
    await post(`${path}/items`, { title: 'Ropes', parentId: item.id });
    const said = (text: string) => ({
      blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text }] }],
    });
    await post(`/items/${item.id}/comments`, { body: said('Not for visitors') });
    await scene.as(scene.owner, 'PUT', `/items/${item.id}/texts/${note.id}`, {
      document: said('Heavy things first'),
    });
    await page.goto(pathOf(link));
    await page.getByRole('button', { name: 'Load the van' }).click();
    const dialog = page.getByRole('dialog', { name: 'Load the van' });
    await dialog.getByText('Heavy things first').waitFor();
    expect(new URL(page.url()).searchParams.get('item')).toBe(item.id);
    expect(await page.content()).not.toContain('Not for visitors');
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    const own = {
      name: 'public item',
      open: () => page.goto(page.url()),
      shows: () => dialog.getByText('Heavy'),
    };
    expect((await inspectScreen(page, own)).findings).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    const box = await dialog.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    await dialog.getByRole('button', { name: 'Ropes' }).click();
    await page.getByRole('dialog', { name: 'Ropes' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('SPEC B8, web W14: everybody’s views can be chosen, and stand in the address', async () => {
    const { page } = await app.openDevice();
    const filter = {
      join: 'and',
      parts: [{ field: 'title', operator: 'contains', value: 'ship' }],
    };
    const view = await post(`/boards/${scene.boardId}/views`, {
      name: 'Only ships',
      settings: { filter },
    });
    await page.goto(pathOf(link));
    await cell(page, 'Pack').waitFor();
    await page.getByLabel('View', { exact: true }).selectOption({ label: 'Only ships' });
    await cell(page, 'Pack').waitFor({ state: 'detached' });
    await cell(page, 'Ship').waitFor();
    expect(new URL(page.url()).searchParams.get('view')).toBe(view.id);
    await page.reload();
    await cell(page, 'Ship').waitFor();
    expect(await cell(page, 'Pack').count()).toBe(0);
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
