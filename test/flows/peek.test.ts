import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { panelOf } from './item-screen.fixture.ts';
import { cellAt, focusAt, startTable, type TableScene } from './table.fixture.ts';
import { cardOf } from './view-screen.fixture.ts';

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Looking into items from the keyboard, where there is room beside the board and where there is none. */
describe.skipIf(!hasChromium)('peeking', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  const ids: string[] = [];

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Note', 'text');
    for (let at = 0; at < 4; at += 1) ids.push((await scene.addItem(`Item ${at}`)).id);
    page = await scene.show(await scene.open(scene.scene.owner));
  }, 120_000);
  afterAll(() => scene?.app.stop());
  afterEach(async () => {
    await page.setViewportSize(DESK);
    await panelOf(page).focus({ timeout: 1 }).catch(ignore);
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
  });

  const ignore = () => undefined;
  const isAt = (place: string) => expect.poll(() => focusAt(page)).toBe(place);
  const isInside = () =>
    page.evaluate(() => document.activeElement?.closest('[data-item-panel]') !== null);
  const opened = () => new URL(page.url()).searchParams.get('item');
  const shows = (title: string) =>
    panelOf(page)
      .getByRole('textbox', { name: 'Title' })
      .and(page.locator(`:has-text("${title}")`))
      .waitFor();
  const covered = () => page.locator('[inert] [role="treegrid"]');
  const goToLine = async (title: string) => {
    await cellAt(page, title, scene.columns.get('Note') ?? '').click();
    await page.keyboard.press('Escape');
    await isAt(title);
  };

  it('web W2: beside the board it is told what is shown, and the focus stays', async () => {
    await goToLine('Item 1');
    await page.keyboard.press('Space');
    await panelOf(page).waitFor();
    await page.getByText('Item 1 is shown beside the board').waitFor({ state: 'attached' });
    await isAt('Item 1');
    expect(await covered().count()).toBe(0);
  });

  it('web W2: what another way opens stays open, and is worked on', async () => {
    await goToLine('Item 1');
    await page.keyboard.press('Space');
    await shows('Item 1');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Item 3');
    await page.getByRole('option', { name: /Item 3/ }).waitFor();
    await page.keyboard.press('Enter');
    await shows('Item 3');
    await expect.poll(isInside).toBe(true);
    // Neither a change of the table nor a step of its focus leads away from it.
    await page.getByLabel('Select Item 2').check();
    await goToLine('Item 2');
    await page.getByRole('button', { name: 'Clear selection' }).click();
    expect(opened()).toBe(ids[3]);
    await shows('Item 3');
  });

  it('web W8: what the way back of the browser opens is worked on, too', async () => {
    await goToLine('Item 3');
    await page.keyboard.press('Enter');
    await shows('Item 3');
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    await goToLine('Item 1');
    await page.keyboard.press('Space');
    await shows('Item 1');
    await page.evaluate(() => history.go(-2));
    await shows('Item 3');
    await expect.poll(isInside).toBe(true);
  });

  it('web W8: where the panel covers the board, Space opens the item, and Escape leads back to its row', async () => {
    await goToLine('Item 2');
    // The widest window without room beside the board.
    await page.setViewportSize({ ...DESK, width: 831 });
    await isAt('Item 2');
    await page.keyboard.press('Space');
    await covered().waitFor();
    await expect.poll(isInside).toBe(true);
    expect(opened()).toBe(ids[2]);
    // The focus itself tells of it.
    expect(await page.getByText('Item 2 is shown beside').count()).toBe(0);
    // The way back of the browser leads to the board, too.
    await page.goBack();
    await covered().waitFor({ state: 'detached' });
    await isAt('Item 2');
    await page.keyboard.press('Space');
    await covered().waitFor();
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    await isAt('Item 2');
    // From there the keys go on.
    await page.keyboard.press('ArrowDown');
    await isAt('Item 3');
  });

  it('web W8: a window that becomes narrow takes the focus into what covers the board now', async () => {
    await goToLine('Item 1');
    await page.keyboard.press('Space');
    await shows('Item 1');
    expect(await isInside()).toBe(false);
    await page.setViewportSize(PHONE);
    await covered().waitFor();
    await expect.poll(isInside).toBe(true);
    await page.keyboard.press('Escape');
    await isAt('Item 1');
  });

  it('web W8: on a narrow kanban Space opens the card, and Escape leads back to it', async () => {
    await page.setViewportSize(PHONE);
    await page.goto(`/boards/${scene.scene.boardId}?view=kanban`);
    await cardOf(page, 'Item 1').focus();
    await page.keyboard.press('Space');
    await shows('Item 1');
    await expect.poll(isInside).toBe(true);
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? '');
    await expect.poll(focused).toBe(ids[1]);
  });
});
