import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { cellAt, OPTIONS, rowOf, startTable, type TableScene } from './table.fixture.ts';

/** Columns and rows change their places. */
describe.skipIf(!hasChromium)('columns and rows of the table', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;
  let groupId = '';

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Status', 'status', { options: OPTIONS });
    await scene.addColumn('Budget', 'number');
    await scene.addColumn('Note', 'text');
    groupId = (await scene.add(`/boards/${scene.scene.boardId}/groups`, { name: 'Later' })).id;
    for (const [index, title] of ['Alpha', 'Beta', 'Gamma', 'Delta'].entries())
      await scene.addItem(title, { [column('Budget')]: (index + 1) * 10 });
    page = await scene.show(await scene.open(scene.scene.owner));
    other = await scene.show(await scene.open(scene.scene.member));
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const head = (name: string, on = page) => on.locator(`[data-head="${column(name)}"]`);
  const heads = (on: Page) =>
    on.evaluate(() =>
      [...document.querySelectorAll('[data-column]')]
        .toSorted((left, right) => left.getBoundingClientRect().x - right.getBoundingClientRect().x)
        .map((each) => each.textContent),
    );
  const titles = (on: Page) =>
    on.evaluate(() =>
      [...document.querySelectorAll('[data-item] [data-field="title"] > span[id]')].map(
        (each) => each.textContent,
      ),
    );
  const choose = async (name: string, act: string) => {
    await head(name).click();
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };
  const widthOf = async (name: string) => (await head(name).boundingBox())?.width ?? 0;

  it('web W12: the menu of a column sorts the view, and not the board of others', async () => {
    await choose('Budget', 'Sort descending');
    await expect.poll(() => titles(page)).toEqual(['Delta', 'Gamma', 'Beta', 'Alpha']);
    const sorted = page.getByRole('columnheader', { name: 'Budget' });
    expect(await sorted.getAttribute('aria-sort')).toBe('descending');
    expect(await titles(other)).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
    await choose('Budget', 'Do not sort by it');
    await expect.poll(() => titles(page)).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
  });

  it('web W12: an edge is dragged, and moved by keys', async () => {
    const before = await widthOf('Note');
    const edge = await page.locator(`[data-resize="${column('Note')}"]`).boundingBox();
    if (!edge) throw new Error('a column has an edge');
    await page.mouse.move(edge.x + 4, edge.y + 10);
    await page.mouse.down();
    await page.mouse.move(edge.x + 84, edge.y + 10, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => widthOf('Note')).toBe(before + 80);
    await head('Note').focus();
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await expect.poll(() => widthOf('Note')).toBe(before + 56);
    await page.reload();
    await expect.poll(() => widthOf('Note')).toBe(before + 56);
  });

  it('web W12: a pinned column stays in sight, a hidden one comes back by Undo', async () => {
    await choose('Note', 'Pin');
    await expect.poll(() => heads(page)).toEqual(['Note', 'Status', 'Budget']);
    await page.setViewportSize({ width: 900, height: 700 });
    await page.locator('[data-scroller]').evaluate((element) => element.scrollTo(400, 0));
    const fixed = await head('Note').boundingBox();
    const title = await page.locator('[data-head="title"]').boundingBox();
    expect(fixed?.x).toBeGreaterThanOrEqual((title?.x ?? 0) + (title?.width ?? 0));
    await page.setViewportSize({ width: 1440, height: 900 });
    await choose('Note', 'Unpin');
    await choose('Status', 'Hide');
    await expect.poll(() => heads(page)).toEqual(['Budget', 'Note']);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => heads(page)).toEqual(['Status', 'Budget', 'Note']);
  });

  it('web W37: columns are dragged, moved by keys and by their menu', async () => {
    const from = await head('Note').boundingBox();
    const to = await head('Status').boundingBox();
    if (!from || !to) throw new Error('heads are drawn');
    await page.mouse.move(from.x + 20, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(to.x + 10, to.y + 10, { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => heads(other)).toEqual(['Note', 'Status', 'Budget']);
    await head('Note').focus();
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(() => heads(other)).toEqual(['Status', 'Note', 'Budget']);
    await choose('Note', 'Move right');
    await expect.poll(() => heads(other)).toEqual(['Status', 'Budget', 'Note']);
  });

  it('web W13: rows are dragged together, with a line where they will be', async () => {
    for (const title of ['Alpha', 'Beta']) await page.getByLabel(`Select ${title}`).check();
    await rowOf(page, 'Alpha').hover();
    const grip = await rowOf(page, 'Alpha').locator('[data-grip]').boundingBox();
    const target = await rowOf(page, 'Delta').boundingBox();
    if (!grip || !target) throw new Error('rows are drawn');
    await page.mouse.move(grip.x + 6, grip.y + 20);
    await page.mouse.down();
    await page.mouse.move(target.x + 60, target.y + 10, { steps: 4 });
    await page.mouse.move(target.x + 60, target.y + 32, { steps: 4 });
    await page.locator('[data-drop-line]').waitFor();
    await page.mouse.up();
    await expect.poll(() => titles(other)).toEqual(['Gamma', 'Delta', 'Alpha', 'Beta']);
    await page.locator('[data-drop-line]').waitFor({ state: 'detached' });
  });

  it('web W37: “Move to…” takes all selected rows to another group', async () => {
    await rowOf(page, 'Alpha').hover();
    await page.getByRole('button', { name: 'Actions for Alpha' }).click();
    await page.getByRole('menuitem', { name: 'Move to Later' }).click();
    const later = other.locator(`[data-bucket="${groupId}"]`);
    await later.getByText('2 items').waitFor();
    await expect.poll(() => titles(other)).toEqual(['Gamma', 'Delta', 'Alpha', 'Beta']);
  });

  it('web W13: a group counts and sums, folded, too', async () => {
    const later = page.locator(`[data-bucket="${groupId}"]`);
    await later.getByRole('gridcell', { name: /30$/ }).waitFor();
    await later.getByRole('button', { name: 'Later', exact: true }).click();
    await cellAt(page, 'Alpha', 'title').waitFor({ state: 'detached' });
    await later.getByRole('gridcell', { name: /30$/ }).waitFor();
    await later.getByRole('button', { name: 'Later', exact: true }).click();
    await cellAt(page, 'Alpha', column('Budget')).click();
    await page.keyboard.type('15');
    await page.keyboard.press('Enter');
    await later.getByRole('gridcell', { name: /35$/ }).waitFor();
  });
});
