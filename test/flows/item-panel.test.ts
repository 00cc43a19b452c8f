import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { expectNotice } from './screens.fixture.ts';
import { eventually, type ItemScene, openItemScene, panelOf } from './item-screen.fixture.ts';

/** An item beside its board, and as a page of its own. */
describe.skipIf(!hasChromium)('the item panel', { timeout: 120_000 }, () => {
  let place: ItemScene;
  let page: Page;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    place = await openItemScene();
    ({ page } = place.ada);
    await place.addColumn('Note', 'text');
    await place.addColumn('Amount', 'number', { unit: 'EUR', decimals: 2 });
    await place.addColumn('Done', 'checkbox');
    const options = [
      { id: crypto.randomUUID(), name: 'Stuck', color: 'red' },
      { id: crypto.randomUUID(), name: 'Ready', color: 'green' },
    ];
    await place.addColumn('State', 'status', { options });
    for (const title of ['Pack', 'Ship', 'Invoice']) ids[title] = (await place.addItem(title)).id;
  }, 120_000);
  afterAll(() => place?.app.stop());

  const open = (title: string) => place.openItem(page, ids[title] ?? '');
  const titleIn = () => panelOf(page).getByRole('textbox', { name: 'Title' }).inputValue();
  const readValues = async (title: string) =>
    (await place.scene.as(place.scene.owner, 'GET', `/items/${ids[title]}`)).body.data.values;

  it('web W8: it has its own address, a page of its own, and backs out one layer at a time', async () => {
    await open('Ship');
    await panelOf(page).getByRole('button', { name: 'Open as a page' }).click();
    await page.waitForURL(new RegExp(`/boards/${place.scene.boardId}/items/${ids['Ship']}$`));
    expect(await titleIn()).toBe('Ship');
    // A link to the page works by itself, too.
    await page.reload();
    await panelOf(page).getByRole('button', { name: 'Back to the panel' }).waitFor();
    await panelOf(page).focus();
    await page.keyboard.press('Escape');
    await page.waitForURL(new RegExp(`item=${ids['Ship']}`));
    await panelOf(page).getByRole('textbox', { name: 'Title' }).focus();
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor();
    await page.keyboard.press('Escape');
    await panelOf(page).waitFor({ state: 'detached' });
    await page.waitForURL((url) => !url.search.includes('item='));
    const focused = await eventually(
      () => page.evaluate(() => document.activeElement?.textContent ?? ''),
      (text) => text.includes('Ship'),
    );
    expect(focused).toContain('Ship');
  });

  it('web W2: J and K go to the next and the previous item', async () => {
    await open('Pack');
    await panelOf(page).focus();
    await page.keyboard.press('j');
    expect(await eventually(titleIn, (title) => title === 'Ship')).toBe('Ship');
    await page.keyboard.press('j');
    expect(await eventually(titleIn, (title) => title === 'Invoice')).toBe('Invoice');
    await page.keyboard.press('k');
    expect(await eventually(titleIn, (title) => title === 'Ship')).toBe('Ship');
    expect(page.url()).toContain(ids['Ship']);
  });

  it('web W9: Ctrl+. copies its key, Ctrl+Shift+, its link', async () => {
    await open('Ship');
    await panelOf(page).focus();
    await page.keyboard.press('Control+.');
    const { board } = (
      await place.scene.as(place.scene.owner, 'GET', `/boards/${place.scene.boardId}/snapshot`)
    ).body.data;
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const key = `${board.prefix}-2`;
    await expectNotice(page, `${key} copied`);
    expect(await copied()).toBe(key);
    await page.keyboard.press('Control+Shift+Comma');
    const link = `${place.app.url}/boards/${place.scene.boardId}?item=${ids['Ship']}`;
    expect(await eventually(copied, (text) => text === link)).toBe(link);
  });

  it('web W8: every field has the editor of its column, and the other screen follows', async () => {
    await open('Pack');
    await place.openItem(place.bob.page, ids['Pack'] ?? '');
    const panel = panelOf(page);
    await panel.getByRole('textbox', { name: 'Title' }).fill('Pack all');
    await page.keyboard.press('Enter');
    await panel.getByRole('textbox', { name: 'Note' }).fill('carefully');
    await page.keyboard.press('Enter');
    await panel.getByRole('textbox', { name: 'Amount' }).fill('12,5');
    await page.keyboard.press('Enter');
    await panel.getByRole('checkbox', { name: 'Done' }).check();
    await panel.getByRole('button', { name: /^Change State/ }).click();
    await page.getByRole('dialog', { name: 'State' }).getByText('Ready').click();
    const theirs = panelOf(place.bob.page);
    await theirs.getByRole('button', { name: /^Change State: Ready/ }).waitFor();
    expect(await theirs.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Pack all');
    expect(await theirs.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('carefully');
    expect(await theirs.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('12.50 EUR');
    expect(await theirs.getByRole('checkbox', { name: 'Done' }).isChecked()).toBe(true);
    const values = await readValues('Pack');
    expect(Object.values(values)).toEqual(
      expect.arrayContaining(['Pack all', 'carefully', 12.5, true]),
    );
  });

  it('web W25: what cannot be a value stays where it was typed, with the reason', async () => {
    await open('Ship');
    const amount = panelOf(page).getByRole('textbox', { name: 'Amount' });
    await amount.fill('a lot');
    await page.keyboard.press('Enter');
    await panelOf(page).getByRole('alert').getByText('Type a number.').waitFor();
    expect(await amount.inputValue()).toBe('a lot');
    expect(Object.values(await readValues('Ship'))).toEqual(['Ship']);
  });

  it('web W13: sub-items are added, completed, put in order and opened', async () => {
    await open('Ship');
    const panel = panelOf(page);
    for (const title of ['Tape', 'Label']) {
      await panel.getByRole('textbox', { name: 'Add sub-item' }).fill(title);
      await page.keyboard.press('Enter');
      await panel.getByRole('button', { name: title, exact: true }).waitFor();
    }
    await panel.getByRole('checkbox', { name: 'Tape is done' }).check();
    await panel.getByText('1 of 2 done').waitFor();
    await panel.getByRole('button', { name: 'Label', exact: true }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    const order = () =>
      panel
        .getByRole('region', { name: 'Sub-items' })
        .getByRole('checkbox')
        .evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')));
    const wanted = ['Label is done', 'Tape is done'];
    expect(await eventually(order, (names) => names[0] === wanted[0])).toEqual(wanted);
    await panel.getByRole('button', { name: 'Tape', exact: true }).click();
    expect(await eventually(titleIn, (title) => title === 'Tape')).toBe('Tape');
    await panel
      .getByRole('navigation', { name: 'Where this item is' })
      .getByRole('button', { name: 'Ship' })
      .click();
    expect(await eventually(titleIn, (title) => title === 'Ship')).toBe('Ship');
  });

  it('web W8, W40: on a phone nothing below it can be reached, and closing it gives the board back', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('Ship');
    const table = page.locator('[inert] [role="treegrid"]');
    await table.waitFor();
    expect(await page.locator('[inert] [data-item-panel]').count()).toBe(0);
    await panelOf(page).getByRole('button', { name: 'Close' }).click();
    await table.waitFor({ state: 'detached' });
    await open('Ship');
    await table.waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
    await table.waitFor({ state: 'detached' });
  });

  it('web W37: the panel is made wider with the arrow keys, and stays so', async () => {
    await open('Ship');
    const edge = panelOf(page).getByRole('separator', { name: 'Width of the panel' });
    await edge.focus();
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('ArrowLeft');
    const width = async () => (await panelOf(page).boundingBox())?.width;
    expect(await width()).toBe(576);
    await page.reload();
    await edge.waitFor();
    expect(await width()).toBe(576);
    expect(place.ada.problems.faults).toEqual([]);
  });
});
