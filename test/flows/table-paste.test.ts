import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { dialogOf, expectNotice } from './screens.fixture.ts';
import {
  cellAt,
  focusAt,
  OPTIONS,
  pasteText,
  startTable,
  type TableScene,
  textAt,
} from './table.fixture.ts';

/** Cells as in a spreadsheet: ranges, paste, fill, undo. */
describe.skipIf(!hasChromium)('ranges of the table', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Status', 'status', { options: OPTIONS });
    await scene.addColumn('Budget', 'number');
    await scene.addColumn('Due', 'date');
    for (const title of ['Alpha', 'Beta', 'Gamma', 'Delta']) await scene.addItem(title);
    page = await scene.show(await scene.open(scene.scene.owner));
    other = await scene.show(await scene.open(scene.scene.member));
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const shows = (title: string, name: string, text: string) =>
    expect.poll(() => textAt(other, title, column(name))).toBe(text);
  const marked = () => page.locator('[data-field][aria-selected="true"]').count();
  const undo = async () => {
    await page.keyboard.press('Control+z');
  };

  it('web W5: a block from a spreadsheet fills the cells from the active one, each by its type', async () => {
    await cellAt(page, 'Alpha', column('Status')).click();
    await pasteText(page, 'In progress\t1,250.5\t31/12/2026\r\ndone\t80\t1 Apr 2026\r\n');
    await shows('Alpha', 'Budget', '1,250.5');
    await shows('Alpha', 'Status', 'In progress');
    await shows('Beta', 'Status', 'Done');
    await shows('Alpha', 'Due', 'Dec 31, 2026');
    await shows('Beta', 'Due', 'Apr 1, 2026');
  });

  it('web W6: the paste is one step back, and one step forth again', async () => {
    await undo();
    for (const title of ['Alpha', 'Beta'])
      for (const name of ['Status', 'Budget', 'Due']) await shows(title, name, '');
    await page.keyboard.press('Control+Shift+z');
    await shows('Alpha', 'Budget', '1,250.5');
    await shows('Beta', 'Status', 'Done');
  });

  it('web W5: what does not fit is listed before, and lines below the last row become items', async () => {
    await cellAt(page, 'Delta', 'title').click();
    await pasteText(page, 'Delta\tLater\tmany\nEpsilon\tDone\t7');
    const dialog = dialogOf(page, 'Paste into the board');
    await dialog.getByText('“Later” is none of the choices.').waitFor();
    await dialog.getByText('“many” is no number.').waitFor();
    await dialog.getByLabel('Add 1 line below the last row as a new item').waitFor();
    await dialog.getByRole('button', { name: 'Paste' }).click();
    await shows('Epsilon', 'Budget', '7');
    await shows('Epsilon', 'Status', 'Done');
    await shows('Delta', 'Status', '');
    // The dialog gives the focus back to the cell, so that keys go on there.
    await expect.poll(() => focusAt(page)).toBe('Delta title');
    await undo();
    await cellAt(other, 'Epsilon', 'title').waitFor({ state: 'detached' });
  });

  it('web W4: a drag marks cells, Shift and arrows mark more, Delete clears them in one step', async () => {
    await cellAt(page, 'Alpha', column('Status')).hover();
    await page.mouse.down();
    await cellAt(page, 'Beta', column('Budget')).hover();
    await page.mouse.up();
    expect(await marked()).toBe(4);
    await page.keyboard.press('Shift+ArrowRight');
    expect(await marked()).toBe(6);
    await page.keyboard.press('Delete');
    for (const name of ['Status', 'Budget', 'Due']) await shows('Beta', name, '');
    await undo();
    for (const name of ['Status', 'Budget', 'Due'])
      await expect.poll(() => textAt(other, 'Beta', column(name))).not.toBe('');
  });

  it('web W5: copied cells come back as text and as an HTML table', async () => {
    const copied = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(event);
      return [clipboardData.getData('text/plain'), clipboardData.getData('text/html')];
    });
    expect(copied[0]).toBe('In progress\t1250.5\t2026-12-31\nDone\t80\t2026-04-01');
    expect(copied[1]).toContain('<tr><td>Done</td><td>80</td><td>2026-04-01</td></tr>');
  });

  it('web W5: one copied cell fills all that is marked', async () => {
    await cellAt(page, 'Gamma', column('Budget')).click();
    await page.keyboard.press('Shift+ArrowDown');
    await pasteText(page, '42');
    await shows('Gamma', 'Budget', '42');
    await shows('Delta', 'Budget', '42');
  });

  it('web W5: the handle and Ctrl D fill what they pass', async () => {
    await cellAt(page, 'Alpha', column('Due')).click();
    const handle = await page.locator('[data-fill]').boundingBox();
    if (!handle) throw new Error('the active cell has a handle');
    await page.mouse.move(handle.x + 4, handle.y + 4);
    await page.mouse.down();
    await cellAt(page, 'Beta', column('Due')).hover();
    await cellAt(page, 'Gamma', column('Due')).hover();
    await page.mouse.up();
    await shows('Gamma', 'Due', 'Dec 31, 2026');
    await shows('Beta', 'Due', 'Dec 31, 2026');
    await cellAt(page, 'Gamma', column('Due')).click();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => focusAt(page)).toBe(`Delta ${column('Due')}`);
    await page.keyboard.press('Control+d');
    await shows('Delta', 'Due', 'Dec 31, 2026');
  });

  it('web W6: undo does not take from others what they wrote since, unless it is said', async () => {
    await cellAt(page, 'Alpha', column('Budget')).click();
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await shows('Alpha', 'Budget', '1');
    await cellAt(other, 'Alpha', column('Budget')).click();
    await other.keyboard.type('2');
    await other.keyboard.press('Enter');
    await expect.poll(() => textAt(page, 'Alpha', column('Budget'))).toBe('2');
    await undo();
    await expectNotice(page, '1 value was changed by someone since and stayed');
    expect(await textAt(other, 'Alpha', column('Budget'))).toBe('2');
    await page.getByRole('button', { name: 'Undo anyway' }).click();
    await shows('Alpha', 'Budget', '1,250.5');
  });
});
