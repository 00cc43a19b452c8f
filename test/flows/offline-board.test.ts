import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { cellOf, pillOf, rowOf } from './board-screen.fixture.ts';
import { logIn } from './screens.fixture.ts';

/** Somebody works in a tunnel. */
describe.skipIf(!hasChromium)('a board without the server', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    device = await app.openDevice({ serviceWorkers: 'allow' });
    const { page } = device;
    await logIn(page, scene.owner);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, {
      title: 'Pack',
      groupId: scene.groupId,
    });
    await openBoard(page);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openBoard(page: Page): Promise<void> {
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
    await pillOf(page, 'Saved').waitFor();
  }

  /** The shell and a copy of the board are kept a few seconds after the page has settled. */
  async function waitUntilKept(page: Page): Promise<void> {
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.waitForFunction(() => localStorage.getItem('boardwire.offline') !== null);
    await expect.poll(() => countCopies(page), { timeout: 20_000 }).toBeGreaterThan(0);
  }

  function countCopies(page: Page): Promise<number> {
    return page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('boardwire-live');
          opening.addEventListener('error', () => reject(opening.error ?? new Error('closed')));
          opening.addEventListener('success', () => {
            const db = opening.result;
            const counting = db
              .transaction('copies')
              .objectStore('copies')
              .index('savedAt')
              .count();
            counting.addEventListener('success', () => {
              resolve(counting.result);
              db.close();
            });
          });
        }),
    );
  }

  /** Counts the copies that a page stores, from its next document on. */
  async function watchKeeping(page: Page): Promise<void> {
    await page.addInitScript(() => {
      const { put } = IDBObjectStore.prototype;
      Object.assign(window, { keptCopies: 0 });
      IDBObjectStore.prototype.put = function count(...row) {
        if (this.name === 'copies') (window as unknown as { keptCopies: number }).keptCopies += 1;
        return put.apply(this, row);
      };
    });
  }
  const countKept = (page: Page) =>
    page.evaluate(() => (window as unknown as { keptCopies: number }).keptCopies);

  /** As if the tab was put aside. */
  async function putAside(page: Page): Promise<void> {
    await page.evaluate(() => {
      const hidden = { get: () => 'hidden', configurable: true };
      Object.defineProperty(document, 'visibilityState', hidden);
      document.dispatchEvent(new Event('visibilitychange'));
    });
  }

  async function renameByApi(title: string): Promise<void> {
    const board = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    const path = `/items/${board.body.data.items[0].id}`;
    expect((await scene.as(scene.owner, 'PATCH', path, { values: { title } })).status).toBe(200);
  }

  async function rename(page: Page, from: string, to: string): Promise<void> {
    await cellOf(page, from, 'Item').click();
    await page.keyboard.type(to);
    await page.keyboard.press('Enter');
    await rowOf(page, to).waitFor();
  }

  const titleOnServer = async () => {
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    return body.data.items.map((item: { values: { title: string } }) => item.values.title);
  };

  it('web W23, W30: a reload while offline shows the board with the edits that wait', async () => {
    const { page } = device;
    await waitUntilKept(page);
    await page.context().setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await rename(page, 'Pack', 'Pack the boxes');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    await page.reload();
    await rowOf(page, 'Pack the boxes').waitFor();
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    expect(await titleOnServer()).toEqual(['Pack']);
  });

  it('web W23: each edit that waits can be read and given up', async () => {
    const { page } = device;
    await rename(page, 'Pack the boxes', 'Wrong');
    await pillOf(page, 'Offline – 2 waiting').click();
    const list = page.getByRole('dialog', { name: '2 edits wait' });
    await list.getByText(/^Item of [A-Z]+-1 → Wrong$/).waitFor();
    await list.getByRole('button', { name: /^Discard: .*Wrong$/ }).click();
    await page.keyboard.press('Escape');
    await rowOf(page, 'Pack the boxes').waitFor();
    await pillOf(page, 'Offline – 1 waiting').waitFor();
  });

  it('web W12, W23: a view is changed while offline; saving it says why it stays unsaved', async () => {
    const { page } = device;
    await page.getByRole('button', { name: 'Group by' }).click();
    await page.getByRole('menuitemradio', { name: 'Nothing' }).click();
    await page.keyboard.press('Escape');
    for (const [item, reason] of [
      ['Save for me', /cannot be reached/],
      ['Save for everybody', /^You are offline: the view stays as you see it/],
    ] as const) {
      await page.getByRole('button', { name: 'Save view' }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
      const dialog = page.getByRole('dialog', { name: item });
      await dialog.getByRole('textbox').fill('Flat');
      await dialog.getByRole('button', { name: 'Create view' }).click();
      await dialog.getByText(reason).waitFor();
      expect(await dialog.getByRole('textbox').inputValue()).toBe('Flat');
      await page.keyboard.press('Escape');
    }
    await page.getByRole('link', { name: /^Table.*not saved/ }).waitFor();
    await pillOf(page, 'Offline – 1 waiting').waitFor();
  });

  it('web W20, W23: an item opens in a page that was started without the server', async () => {
    const { page } = device;
    await page.goto(`/boards/${scene.boardId}`);
    await rowOf(page, 'Pack the boxes')
      .getByRole('button', { name: /comment/i })
      .click();
    await page.getByRole('complementary', { name: 'Item', exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('web W23, W30: what is left is sent once the server is back, and only then it is saved', async () => {
    const { page } = device;
    const { database } = app.server;
    await database.query('begin');
    await database.query('select 1 from boards where id = $1 for update', [scene.boardId]);
    try {
      await page.context().setOffline(false);
      // For as long as the server cannot write it, it is being saved.
      await pillOf(page, /^Saving/).waitFor();
      expect(await titleOnServer()).toEqual(['Pack']);
      expect(await pillOf(page, /^Saving/).isVisible()).toBe(true);
    } finally {
      await database.query('commit');
    }
    await pillOf(page, 'Saved').waitFor();
    expect(await titleOnServer()).toEqual(['Pack the boxes']);
    await page.reload();
    await rowOf(page, 'Pack the boxes').waitFor();
    await pillOf(page, 'Saved').waitFor();
  });

  it('web W30: log-out leaves no copy behind', async () => {
    const { page, context } = device;
    const other = await context.newPage();
    await watchKeeping(other);
    await openBoard(other);
    const hasKept = (times: number) =>
      expect.poll(() => countKept(other), { timeout: 20_000 }).toBe(times);
    await hasKept(1);
    // While somebody is logged in, a tab that is put aside keeps what it shows.
    await renameByApi('Pack them');
    await rowOf(other, 'Pack them').waitFor();
    await putAside(other);
    await hasKept(2);
    // What it shows since then it has not kept, and must not any more.
    await renameByApi('Pack all of them');
    await rowOf(other, 'Pack all of them').waitFor();
    await page.getByRole('button', { name: /^Account menu of / }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL(/log-in/);
    await expect.poll(() => countCopies(page), { timeout: 20_000 }).toBe(0);
    // Nor does a tab that had the board open, when it is put aside later.
    await other.getByRole('dialog', { name: 'Your session ended' }).waitFor();
    await putAside(other);
    // Counted after whatever was written before.
    expect(await countCopies(other)).toBe(0);
    expect(await countKept(other)).toBe(2);
    expect(await page.evaluate(() => localStorage.getItem('boardwire.offline'))).toBeNull();
  });
});
