import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { cellOf, pillOf, rowOf, write } from './board-screen.fixture.ts';
import { editorOf, type ItemScene, openItemScene } from './item-screen.fixture.ts';

/** Edits that were refused when nobody looked at their board any more. */
describe.skipIf(!hasChromium)('edits that were not saved', { timeout: 120_000 }, () => {
  let place: ItemScene;
  let page: Page;

  beforeAll(async () => {
    place = await openItemScene({ serviceWorkers: 'allow' });
    page = place.bob.page;
  }, 120_000);
  afterEach(() => page.context().setOffline(false));
  afterAll(() => place?.app.stop());

  const cardOf = (on: Page): Locator => on.getByRole('region', { name: /not saved$/ });
  const asAda = (method: string, path: string, body?: unknown) =>
    place.scene.as(place.scene.owner, method, path, body);

  /** What this browser keeps of edits. */
  const readQueue = () =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const opening = indexedDB.open('boardwire-live');
          opening.addEventListener('success', () => {
            const db = opening.result;
            const reading = db.transaction('mutations').objectStore('mutations').getAll();
            reading.addEventListener('success', () => {
              db.close();
              resolve(JSON.stringify(reading.result));
            });
          });
        }),
    );

  /** Bob writes without a connection, and goes somewhere else. */
  async function writeOffline(title: string, act: () => Promise<unknown>): Promise<void> {
    await page.goto(`/boards/${place.scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
    await rowOf(page, title).waitFor();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.context().setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await act();
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: 'Home' })
      .click();
    await page.waitForURL((url) => !url.pathname.startsWith('/boards/'));
  }

  it('web W25: are told of on any page and in one tab, with their values, until somebody has seen it', async () => {
    const column = await place.addColumn('Note', 'text');
    await place.addItem('Boxes');
    await writeOffline('Boxes', () => write(page, 'Boxes', 'Note', 'Bring tape'));
    await asAda('DELETE', `/columns/${column.id}`);
    const other = await page.context().newPage();
    await page.context().setOffline(false);
    await other.goto('/');
    const pages = [page, other];
    const shown = async () => {
      const counts = await Promise.all(pages.map((each) => cardOf(each).count()));
      return pages.filter((_each, index) => counts[index] === 1);
    };
    await expect.poll(async () => (await shown()).length, { timeout: 20_000 }).toBe(1);
    // The other one knows of it as well, and waits for its turn.
    const countTurns = () =>
      other.evaluate(async () => {
        const { pending = [] } = await navigator.locks.query();
        return pending.filter(({ name }) => name === 'boardwire:not-saved').length;
      });
    await expect.poll(countTurns, { timeout: 20_000 }).toBe(1);
    expect(await shown()).toHaveLength(1);
    const [first] = await shown();
    await cardOf(first as Page)
      .getByText('Bring tape')
      .waitFor();
    // Whoever shows it goes: the other one tells it.
    const next = first === page ? other : page;
    await (first as Page).goto('about:blank');
    const card = cardOf(next);
    await card.getByRole('button', { name: 'Copy: Bring tape' }).click();
    expect(await next.evaluate(() => navigator.clipboard.readText())).toBe('Bring tape');
    await card.getByRole('link', { name: 'Open the board' }).waitFor();
    await next.reload();
    await card.getByRole('button', { name: 'Got it' }).click();
    await card.waitFor({ state: 'detached' });
    await page.goto('/');
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await other.close();
    await page.reload();
    await page.goto(`/boards/${place.scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
    expect(await cardOf(page).count()).toBe(0);
  });

  it('web W25: of the board that is open are told with all their words, and can be copied', async () => {
    const { id } = await place.addItem('Lamps');
    await place.openItem(page, id);
    await page.context().setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await editorOf(page, 'Comment').click();
    await page.keyboard.type('Wrap them in paper');
    await page.keyboard.press('Control+Enter');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    await expect.poll(readQueue).toContain('Wrap them in paper');
    await page.goto('about:blank');
    await asAda('DELETE', `/items/${id}`);
    await page.context().setOffline(false);
    await page.goto(`/boards/${place.scene.boardId}`);
    const card = cardOf(page);
    await card.getByText(/Wrap them in paper/).waitFor();
    await card.getByRole('button', { name: /^Copy: / }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
      'Wrap them in paper',
    );
    await card.getByRole('button', { name: 'Got it' }).click();
    await card.waitFor({ state: 'detached' });
  });

  it('web W23: of a board that was deleted keep their values', async () => {
    await writeOffline('Boxes', async () => {
      await cellOf(page, 'Boxes', 'Item').click();
      await page.keyboard.type('Crates');
      await page.keyboard.press('Enter');
    });
    await asAda('DELETE', `/boards/${place.scene.boardId}`);
    await page.context().setOffline(false);
    const card = cardOf(page);
    await card.getByText('Crates').waitFor();
    await card.getByText(/in the trash/).waitFor();
    expect(await card.getByRole('link').count()).toBe(0);
    await card.getByRole('button', { name: 'Got it' }).click();
    await asAda('POST', `/boards/${place.scene.boardId}/restore`, {});
  });

  it('web W26: of a board that was lost between two visits are told by their number alone', async () => {
    await writeOffline('Boxes', async () => {
      await cellOf(page, 'Boxes', 'Item').click();
      await page.keyboard.type('Salaries');
      await page.keyboard.press('Enter');
    });
    await page.goto('about:blank');
    await asAda('PUT', `/boards/${place.scene.boardId}/visibility`, { visibility: 'private' });
    await page.context().setOffline(false);
    await page.goto(`/boards/${place.scene.boardId}`);
    await cardOf(page).getByText('a board that you can no longer open').waitFor();
    expect(await page.getByText('Salaries').count()).toBe(0);
    await expect.poll(readQueue, { timeout: 20_000 }).not.toContain('Salaries');
    await cardOf(page).getByRole('button', { name: 'Got it' }).click();
    await cardOf(page).waitFor({ state: 'detached' });
  });
});
