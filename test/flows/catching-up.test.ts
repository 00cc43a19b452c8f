import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import type { Device } from './app.fixture.ts';
import { pillOf } from './board-screen.fixture.ts';
import { cellAt, startTable, type TableScene, textAt } from './table.fixture.ts';

const ITEMS = 12;
/** Edits of all items, one after the other: 240 changes. */
const ROUNDS = 20;

/** Somebody comes back to a board that the others went on with. */
describe.skipIf(!hasChromium)('catching up', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let device: Device;
  let page: Page;
  const ids: string[] = [];

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Note', 'text');
    await scene.addColumn('Mine', 'text');
    for (let at = 0; at < ITEMS; at += 1) ids.push((await scene.addItem(`Item ${at}`)).id);
    // What the page asks for is held up below: no worker may ask in its stead.
    device = await scene.open(scene.scene.member, { serviceWorkers: 'block' });
    page = await scene.show(device);
    await pillOf(page, 'Saved').waitFor();
    await page.mouse.move(5, 5);
  }, 120_000);
  afterAll(() => scene?.app.stop());
  afterEach(async () => {
    await device.context.setOffline(false);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  const column = (name: string) => scene.columns.get(name) ?? '';

  async function leave(): Promise<void> {
    await device.context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
  }

  async function editByOthers(name: string): Promise<void> {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const values = { [column('Note')]: `${name} ${round}` };
      const action = { kind: 'update', values };
      await scene.add(`/boards/${scene.scene.boardId}/items/bulk`, { itemIds: ids, action });
    }
  }

  /** What the column of the others shows, each time that another frame of the page shows something else. */
  function recordNotes(): Promise<void> {
    return page.evaluate((field) => {
      const seen: string[] = [];
      Object.assign(window, { seenNotes: seen });
      const look = () => {
        const cells = document.querySelectorAll(`[role="gridcell"][data-field="${field}"]`);
        const texts = [...cells].map((cell) => cell.textContent ?? '');
        const all = [...new Set(texts)].toSorted().join(', ');
        if (seen.at(-1) !== all) seen.push(all);
        requestAnimationFrame(look);
      };
      look();
    }, column('Note'));
  }
  const seenNotes = () =>
    page.evaluate(() => (window as unknown as { seenNotes: string[] }).seenNotes);

  it('web W22, W30: changes that were missed are drawn once, not one after the other', async () => {
    await leave();
    await editByOthers('Replay');
    await recordNotes();
    await device.context.setOffline(false);
    await cellAt(page, 'Item 0', column('Note')).getByText(`Replay ${ROUNDS}`).waitFor();
    await pillOf(page, 'Saved').waitFor();
    expect(await seenNotes()).toEqual(['', `Replay ${ROUNDS}`]);
  });

  it('web W22: it says how many changes are to come; one can edit, and all is drawn once', async () => {
    await page.reload();
    await pillOf(page, 'Saved').waitFor();
    await leave();
    await editByOthers('Snapshot');
    // The log goes no further back: the board has to be read as a whole.
    await scene.app.server.database.query('update boards set log_floor = seq where id = $1', [
      scene.scene.boardId,
    ]);
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/boards\/[^/]+\/snapshot/, async (route) => {
      await released;
      await route.continue();
    });
    await recordNotes();
    await device.context.setOffline(false);
    await pillOf(page, `Catching up, ${ITEMS * ROUNDS} changes`).waitFor();
    await cellAt(page, 'Item 0', column('Mine')).click();
    await page.keyboard.type('meanwhile');
    await page.keyboard.press('Enter');
    expect(await textAt(page, 'Item 0', column('Mine'))).toBe('meanwhile');
    await expect
      .poll(async () => (await scene.values(ids[0] ?? ''))[column('Mine')])
      .toBe('meanwhile');
    expect(await seenNotes()).toEqual([`Replay ${ROUNDS}`]);
    release();
    await cellAt(page, 'Item 0', column('Note')).getByText(`Snapshot ${ROUNDS}`).waitFor();
    await pillOf(page, 'Saved').waitFor();
    expect(await seenNotes()).toEqual([`Replay ${ROUNDS}`, `Snapshot ${ROUNDS}`]);
    expect(await textAt(page, 'Item 0', column('Mine'))).toBe('meanwhile');
  });
});
