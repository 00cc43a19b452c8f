import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import {
  cellAt,
  focusAt,
  OPTIONS,
  rowOf,
  startTable,
  type TableScene,
  textAt,
} from './table.fixture.ts';

/** The table by keys alone. */
describe.skipIf(!hasChromium)('the table by keys', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Status', 'status', { options: OPTIONS });
    await scene.addColumn('Note', 'text');
    await scene.addColumn('Budget', 'number');
    for (const title of ['Alpha', 'Beta', 'Gamma', 'Delta'])
      ids.set(title, (await scene.addItem(title)).id);
    page = await scene.show(await scene.open(scene.scene.owner));
    other = await scene.show(await scene.open(scene.scene.member));
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const isAt = (place: string) => expect.poll(() => focusAt(page)).toBe(place);
  const column = (name: string) => scene.columns.get(name) ?? '';

  it('web W38: the table is one stop of the Tab key, and arrows lead from line to line', async () => {
    await page.getByRole('treegrid').focus();
    await press('ArrowDown');
    await isAt('Alpha');
    const stops = page.locator('[role="treegrid"] [tabindex="0"]');
    expect(await stops.count()).toBe(1);
    await press('ArrowDown', 'ArrowDown');
    await isAt('Gamma');
    expect(await page.getByRole('treegrid').getAttribute('aria-rowcount')).toBe('7');
    expect(await rowOf(page, 'Gamma').getAttribute('aria-rowindex')).toBe('5');
  });

  it('web W3: right goes into the cells, Escape out of them', async () => {
    await press('ArrowRight');
    await isAt('Gamma title');
    await press('ArrowRight', 'ArrowRight');
    await isAt(`Gamma ${column('Note')}`);
    await press('Escape');
    await isAt('Gamma');
  });

  it('web W4: typing replaces, F2 edits, Enter goes down, Tab right, Escape restores, Delete clears', async () => {
    await cellAt(page, 'Alpha', column('Note')).click();
    await page.keyboard.type('first');
    await press('Enter');
    await isAt(`Beta ${column('Note')}`);
    await page.keyboard.type('second');
    await press('Tab');
    await isAt(`Beta ${column('Budget')}`);
    await press('ArrowLeft', 'F2');
    await page.keyboard.type(' thought');
    await press('Enter', 'ArrowUp', 'ArrowUp', 'F2');
    await page.keyboard.type(' never');
    await press('Escape');
    await cellAt(other, 'Beta', column('Note')).getByText('second thought').waitFor();
    await expect.poll(() => textAt(other, 'Alpha', column('Note'))).toBe('first');
    await press('Delete');
    await expect.poll(() => textAt(other, 'Alpha', column('Note'))).toBe('');
  });

  it('web W4: Home, End and Ctrl go to the edges', async () => {
    await press('End');
    await isAt(`Alpha ${column('Budget')}`);
    await press('Home');
    await isAt('Alpha title');
    await press('Control+End');
    await isAt(`Delta ${column('Budget')}`);
    await press('Control+Home');
    await isAt('Alpha title');
  });

  it('web W3: a letter sets the status of all selected items in one step', async () => {
    await press('Escape', 'x', 'ArrowDown', 'x', 's');
    await page.getByRole('combobox', { name: 'Status' }).waitFor();
    await page.keyboard.type('done');
    await press('Enter');
    for (const title of ['Alpha', 'Beta'])
      await cellAt(other, title, column('Status')).getByText('Done').waitFor();
    expect(await textAt(other, 'Gamma', column('Status'))).toBe('');
    await press('Escape', 'Escape', 'Control+z');
    for (const title of ['Alpha', 'Beta'])
      await expect.poll(() => textAt(other, title, column('Status'))).toBe('');
  });

  it('web W37: Alt and arrows move a row, which keeps the focus and is announced', async () => {
    await cellAt(page, 'Delta', 'title').click();
    await press('Escape', 'Alt+ArrowUp', 'Alt+ArrowUp');
    await isAt('Delta');
    const order = () =>
      other.evaluate(() =>
        [...document.querySelectorAll('[data-item] [data-field="title"] > span[id]')].map(
          (title) => title.textContent,
        ),
      );
    await expect.poll(order).toEqual(['Alpha', 'Delta', 'Beta', 'Gamma']);
    await page
      .getByText(/Delta.* 2 of 4/)
      .first()
      .waitFor({ state: 'attached' });
  });

  it('web W38: the focus stays on its cell while others put rows before it', async () => {
    await cellAt(page, 'Gamma', column('Note')).click();
    await scene.add(`/items/${ids.get('Gamma')}/move`, { before: ids.get('Alpha') });
    await cellAt(other, 'Gamma', 'title').waitFor();
    await expect.poll(() => rowOf(other, 'Gamma').getAttribute('aria-rowindex')).toBe('3');
    await isAt(`Gamma ${column('Note')}`);
    await page.keyboard.type('still here');
    await press('Enter');
    await cellAt(other, 'Gamma', column('Note')).getByText('still here').waitFor();
  });
});
