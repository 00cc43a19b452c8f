import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type TestApp } from './app.fixture.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { startProxy, type Proxy } from './proxy.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** What stands between a browser and the server, and what a person sees of that. */
describe.skipIf(!hasChromium)('a board behind a proxy', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let proxy: Proxy;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    proxy = await startProxy(app.url);
    await add('Pack');
    const { context } = await app.openDevice({ baseURL: proxy.url, serviceWorkers: 'allow' });
    page = await context.newPage();
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await proxy?.stop();
  });

  const add = (title: string) =>
    scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, {
      title,
      groupId: scene.groupId,
    });

  async function readItems(): Promise<{ values: { title: string } }[]> {
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    return body.data.items;
  }

  /** The shell, the frame and the board are kept a few seconds after the page has settled. */
  async function waitUntilKept(): Promise<void> {
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForFunction(() => localStorage.getItem('boardwire.offline') !== null);
    await expect.poll(() => readStore(page, 'copies'), { timeout: 20_000 }).toContain('Pack');
  }

  it('web W30: what another person left here without a log-out goes when a board is kept', async () => {
    await expect.poll(() => readStore(page, 'copies'), { timeout: 20_000 }).toContain('Pack');
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('boardwire-live');
          opening.addEventListener('success', () => {
            const db = opening.result;
            const writing = db.transaction('copies', 'readwrite');
            const copy = { boardId: 'b', savedAtMs: 0, snapshot: { name: 'Theirs' } };
            writing.objectStore('copies').put({ scope: 'another', copy }, ['another', 'b']);
            writing.addEventListener('complete', () => {
              db.close();
              resolve();
            });
          });
        }),
    );
    expect(await readStore(page, 'copies')).toContain('Theirs');
    await page.reload();
    await expect.poll(() => readStore(page, 'copies'), { timeout: 20_000 }).not.toContain('Theirs');
  });

  it('web W20: a server that takes the call and says nothing does not blank the page', async () => {
    await waitUntilKept();
    proxy.become('silent');
    const startedAtMs = Date.now();
    await page.goto(`/boards/${scene.boardId}`);
    await rowOf(page, 'Pack').waitFor();
    // Calls are given up after thirty seconds: long before that the copy stands there.
    expect(Date.now() - startedAtMs).toBeLessThan(15_000);
  });

  it('web W20, W30: what is written then waits, and goes out when the server answers again', async () => {
    await cellOf(page, 'Pack', 'Item').click();
    await page.keyboard.type('Pack the boxes');
    await page.keyboard.press('Enter');
    await rowOf(page, 'Pack the boxes').waitFor();
    await pillOf(page, /waiting/).waitFor();
    await add('From elsewhere');
    proxy.become('open');
    await pillOf(page, 'Saved').waitFor();
    await page.mouse.move(5, 5);
    await rowOf(page, 'From elsewhere').waitFor();
    const titles = (await readItems()).map(({ values }) => values.title);
    expect(titles.toSorted()).toEqual(['From elsewhere', 'Pack the boxes']);
  });

  it('web W25: an edit that is refused after a reload is told of, and can be copied', async () => {
    const { boardId, owner } = scene;
    const made = await scene.as(owner, 'POST', `/boards/${boardId}/columns`, {
      name: 'Memo',
      type: 'text',
    });
    await page.mouse.move(5, 5);
    await page.getByRole('columnheader', { name: 'Memo' }).waitFor();
    proxy.become('silent');
    await pillOf(page, /^Offline/).waitFor();
    await cellOf(page, 'From elsewhere', 'Item').click();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('By hand');
    await page.keyboard.press('Enter');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    await expect.poll(() => readStore(page, 'mutations')).toContain('By hand');
    await scene.as(owner, 'DELETE', `/columns/${made.body.data.id}`);
    await page.goto('/');
    proxy.become('open');
    await page.goto(`/boards/${boardId}`);
    const told = page.getByRole('region', { name: 'One edit was not saved' });
    await told.getByText(/By hand/).waitFor();
    await pillOf(page, 'Saved').waitFor();
    await told.getByRole('button', { name: 'Got it' }).click();
    await told.waitFor({ state: 'detached' });
  });

  it('web W29: where upgrades are blocked the board works, and says to administrators why it is slower', async () => {
    proxy.become('blocksUpgrades');
    await pillOf(page, /^Offline/).waitFor();
    await pillOf(page, 'Saved').click();
    const note = page.getByRole('dialog');
    await note.getByText('does not pass WebSocket upgrades on', { exact: false }).waitFor();
    await note.getByText('/api/live', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await add('Polled');
    await page.mouse.move(5, 5);
    await rowOf(page, 'Polled').waitFor();
    await cellOf(page, 'Polled', 'Item').click();
    await page.keyboard.type('Posted');
    await page.keyboard.press('Enter');
    const titles = async () => (await readItems()).map(({ values }) => values.title);
    await expect.poll(titles, { timeout: 20_000 }).toContain('Posted');
    await pillOf(page, 'Saved').waitFor();
  });

  it('web W26: who lost the board while offline sees one sentence, and nothing that waited stays', async () => {
    const { context } = await app.openDevice({ baseURL: proxy.url, serviceWorkers: 'allow' });
    proxy.become('open');
    const theirs = await context.newPage();
    await logIn(theirs, scene.member);
    await theirs.getByRole('button', { name: /^Account menu of / }).waitFor();
    await theirs.goto(`/boards/${scene.boardId}`);
    await pillOf(theirs, 'Saved').waitFor();
    await expect.poll(() => readStore(theirs, 'copies'), { timeout: 20_000 }).toContain('Posted');
    proxy.become('silent');
    await pillOf(theirs, /^Offline/).waitFor();
    await cellOf(theirs, 'Posted', 'Item').click();
    await theirs.keyboard.type('Secret plan');
    await theirs.keyboard.press('Enter');
    await pillOf(theirs, 'Offline – 1 waiting').waitFor();
    await expect.poll(() => readStore(theirs, 'mutations')).toContain('Secret plan');
    const visibility = { visibility: 'private' };
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, visibility);
    proxy.become('open');
    await theirs
      .getByRole('heading', { name: 'You no longer have access to this board' })
      .waitFor();
    const told = theirs.getByRole('region', { name: 'One edit was not saved' });
    await told.getByText('a board that you can no longer open').waitFor();
    await expect.poll(() => readStore(theirs, 'mutations')).not.toContain('Secret plan');
    await expect.poll(() => readStore(theirs, 'copies')).not.toContain('Posted');
    expect(await theirs.getByText('Secret plan').count()).toBe(0);
  });
});

/** All that the browser's database has in one store, as text. */
function readStore(page: Page, name: 'copies' | 'mutations'): Promise<string> {
  return page.evaluate(
    (store) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('boardwire-live');
        opening.addEventListener('error', () => reject(opening.error ?? new Error('closed')));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const reading = db.transaction(store).objectStore(store).getAll();
          reading.addEventListener('success', () => {
            db.close();
            const rows = reading.result as { parts?: Blob[] }[];
            const texts = rows.flatMap(({ parts = [] }) => parts.map((part) => part.text()));
            Promise.all(texts).then((all) => resolve(JSON.stringify(rows) + all.join('')), reject);
          });
        });
      }),
    name,
  );
}
