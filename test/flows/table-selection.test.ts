import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { dialogOf } from './screens.fixture.ts';
import { cellAt, pasteText, startTable, type TableScene } from './table.fixture.ts';

/** Rows that are selected together. */
describe.skipIf(!hasChromium)('selected rows', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let laterId = '';
  const ids = new Map<string, string>();

  beforeAll(async () => {
    scene = await startTable();
    laterId = (await scene.add(`/boards/${scene.scene.boardId}/groups`, { name: 'Later' })).id;
    for (const title of ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'])
      ids.set(title, (await scene.addItem(title)).id);
    page = await scene.show(await scene.open(scene.scene.owner));
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const box = (title: string) => page.getByLabel(`Select ${title}`, { exact: true });
  const bar = () => page.getByRole('region', { name: 'Selected items' });
  const selected = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('[data-item][aria-selected="true"]')]
        .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((row) => row.querySelector('[data-field="title"] > span[id]')?.textContent),
    );
  const clear = () => page.getByRole('button', { name: 'Clear selection' }).click();

  it('web W2: Shift and a press select all rows on the way', async () => {
    await box('Beta').click();
    await box('Delta').click({ modifiers: ['Shift'] });
    expect(await selected()).toEqual(['Beta', 'Gamma', 'Delta']);
    await clear();
  });

  it('web W2: the box in the head selects all rows, and none', async () => {
    const all = page.getByLabel('Select all rows');
    await box('Beta').click();
    expect(await all.evaluate((element: HTMLInputElement) => element.indeterminate)).toBe(true);
    await all.click();
    expect(await selected()).toHaveLength(5);
    expect(await all.isChecked()).toBe(true);
    await all.click();
    expect(await selected()).toHaveLength(0);
  });

  it('web W2: what a search hides is not acted on unseen', async () => {
    for (const title of ['Alpha', 'Beta', 'Gamma']) await box(title).click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('Beta');
    await cellAt(page, 'Alpha', 'title').waitFor({ state: 'detached' });
    await bar().getByText('1 selected').waitFor();
    await bar().getByRole('button', { name: 'Move to trash' }).click();
    await expect
      .poll(async () => {
        const { body } = await scene.scene.as(
          scene.scene.owner,
          'GET',
          `/items/${ids.get('Beta')}`,
        );
        return body.data.deletedAt;
      })
      .not.toBeNull();
    const { body } = await scene.scene.as(scene.scene.owner, 'GET', `/items/${ids.get('Alpha')}`);
    expect(body.data.deletedAt).toBeNull();
    await page.getByRole('textbox', { name: 'Search in this board' }).press('Escape');
    await cellAt(page, 'Alpha', 'title').waitFor();
  });

  it('web W5: a list pasted where a title is typed becomes as many items of that group', async () => {
    await page.getByLabel('Add item to Later').click();
    await pasteText(page, 'First\nSecond\nThird');
    const dialog = dialogOf(page, 'Paste into the board');
    await dialog.getByLabel('Add 3 lines below the last row as new items').waitFor();
    await dialog.getByRole('button', { name: 'Paste' }).click();
    await page.locator(`[data-bucket="${laterId}"]`).getByText('3 items').waitFor();
    await cellAt(page, 'Second', 'title').waitFor();
  });
});
