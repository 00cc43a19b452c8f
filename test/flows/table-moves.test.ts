import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { cellAt, focusAt, rowOf, startTable, type TableScene } from './table.fixture.ts';

const COUNT = 60;

/** A table that is longer than the window. */
describe.skipIf(!hasChromium)('a long table', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Note', 'text');
    await scene.addColumn('Budget', 'number');
    for (let at = 1; at <= COUNT; at += 1)
      await scene.addItem(`Item ${at}`, { [column('Budget')]: 1 });
    page = await scene.show(await scene.open(scene.scene.owner));
    other = await scene.show(await scene.open(scene.scene.member));
    await other.mouse.move(5, 5);
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const scroller = () => page.locator('[data-scroller]');
  const scrollTop = () => scroller().evaluate((element) => element.scrollTop);
  const isAt = (place: string) => expect.poll(() => focusAt(page)).toBe(place);
  const panel = () => page.getByRole('complementary', { name: 'Item', exact: true });
  const goToLine = async (title: string) => {
    for (const field of [column('Note'), 'title']) await cellAt(page, title, field).click();
    await page.keyboard.press('Escape');
    await isAt(title);
  };
  const firstTitles = (on: Page, count: number) =>
    on.evaluate(
      (wanted) =>
        [...document.querySelectorAll('[data-item]')]
          .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
          .slice(0, wanted)
          .map((row) => row.querySelector('[data-field="title"] > span[id]')?.textContent),
      count,
    );
  const takeGrip = async (title: string) => {
    await rowOf(page, title).hover();
    const grip = await rowOf(page, title).locator('[data-grip]').boundingBox();
    if (!grip) throw new Error('a row has a grip');
    await page.mouse.move(grip.x + 6, grip.y + 20);
    await page.mouse.down();
    await page.mouse.move(grip.x + 40, grip.y + 30, { steps: 4 });
  };

  it('web W38: Page Down and Page Up go by what is in sight, and the focus stays in it', async () => {
    await goToLine('Item 1');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => Number((await focusAt(page)).slice(5))).toBeGreaterThan(10);
    const line = Number((await focusAt(page)).slice(5));
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('PageDown');
    await isAt(`Item ${Math.min(2 * line - 1, COUNT)} title`);
    const isInSight = () =>
      page.evaluate(() => {
        const box = document.activeElement?.getBoundingClientRect();
        const around = document.querySelector('[data-scroller]')?.getBoundingClientRect();
        return box && around && box.top >= around.top + 36 && box.bottom <= around.bottom;
      });
    await expect.poll(isInSight).toBe(true);
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Escape');
    await isAt(`Item ${line}`);
    await page.keyboard.press('PageUp');
    await isAt('Item 1');
    await expect.poll(isInSight).toBe(true);
  });

  it('web W13: Escape in a drag leaves the rows where they were', async () => {
    await scroller().evaluate((element) => element.scrollTo(0, 0));
    await takeGrip('Item 1');
    const target = await rowOf(page, 'Item 5').boundingBox();
    if (!target) throw new Error('rows are drawn');
    await page.mouse.move(target.x + 60, target.y + 30, { steps: 5 });
    await page.locator('[data-drop-line]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-drop-line]').waitFor({ state: 'detached' });
    await page.mouse.up();
    expect(await firstTitles(page, 3)).toEqual(['Item 1', 'Item 2', 'Item 3']);
    expect(await firstTitles(other, 3)).toEqual(['Item 1', 'Item 2', 'Item 3']);
  });

  it('web W13: a drag that stays near the edge scrolls, and lets go beyond what was in sight', async () => {
    await takeGrip('Item 2');
    const box = await scroller().boundingBox();
    if (!box) throw new Error('the table is drawn');
    await page.mouse.move(box.x + 200, box.y + box.height - 12, { steps: 6 });
    const isFar = async () => {
      // A hand is never quite still.
      await page.mouse.move(box.x + 200 + Math.random() * 4, box.y + box.height - 12);
      return (await scrollTop()) > 800;
    };
    await expect.poll(isFar).toBe(true);
    await page.mouse.move(box.x + 200, box.y + box.height / 2, { steps: 6 });
    await page.locator('[data-drop-line]').waitFor();
    await page.mouse.up();
    await expect.poll(() => firstTitles(other, 2)).toEqual(['Item 1', 'Item 3']);
    await page.keyboard.press('Control+z');
    await expect.poll(() => firstTitles(other, 2)).toEqual(['Item 1', 'Item 2']);
    await scroller().evaluate((element) => element.scrollTo(0, 0));
  });

  it('web W10: what somebody else changes is tinted, and what one changes oneself is not', async () => {
    await page.evaluate(() => {
      const animate = Element.prototype.animate;
      Element.prototype.animate = function noted(...args) {
        const title = this.closest('[data-item]')?.querySelector('[data-field="title"] > span[id]');
        document.body.dataset['tinted'] =
          `${document.body.dataset['tinted'] ?? ''}${title?.textContent} ${this.getAttribute('data-field')};`;
        return animate.apply(this, args);
      };
    });
    await cellAt(page, 'Item 3', column('Note')).click();
    await page.keyboard.type('mine');
    await page.keyboard.press('Enter');
    await cellAt(other, 'Item 3', column('Note')).getByText('mine').waitFor();
    await cellAt(other, 'Item 4', column('Note')).click();
    await other.keyboard.type('theirs');
    await other.keyboard.press('Enter');
    await cellAt(page, 'Item 4', column('Note')).getByText('theirs').waitFor();
    await expect
      .poll(() => page.evaluate(() => document.body.dataset['tinted']))
      .toBe(`Item 4 ${column('Note')};`);
    await other.mouse.move(5, 5);
  });

  it('web W2: Space looks into an item and the focus stays, arrows look into the next one', async () => {
    await goToLine('Item 2');
    await page.keyboard.press('Space');
    await panel()
      .getByRole('heading', { name: 'Item 2' })
      .or(panel().getByText('Item 2'))
      .first()
      .waitFor();
    await isAt('Item 2');
    await page.keyboard.press('ArrowDown');
    await panel().getByText('Item 3').first().waitFor();
    await isAt('Item 3');
    await page.keyboard.press('j');
    await panel().getByText('Item 4').first().waitFor();
    await isAt('Item 4');
    await page.keyboard.press('Space');
    await panel().waitFor({ state: 'detached' });
    await isAt('Item 4');
    await page.keyboard.press('Space');
    await panel().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await isAt('Item 4');
  });

  it('web W2: Enter goes into the item, also into one that is looked at', async () => {
    const isInside = () =>
      page.evaluate(() => document.activeElement?.closest('[data-item-panel]') !== null);
    await page.keyboard.press('Space');
    await panel().waitFor();
    expect(await isInside()).toBe(false);
    await page.keyboard.press('Enter');
    await expect.poll(isInside).toBe(true);
    // Who is inside does not peek any more: the table goes its own way.
    await rowOf(page, 'Item 2').getByRole('checkbox').focus();
    await goToLine('Item 2');
    await panel().getByText('Item 4').first().waitFor();
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await expect.poll(isInside).toBe(true);
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
  });

  it('web W2: C leads to the line for a new item', async () => {
    await goToLine('Item 2');
    await page.keyboard.press('c');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/^Add item to /);
    await page.keyboard.type('Fresh');
    await page.keyboard.press('Enter');
    await cellAt(page, 'Fresh', 'title').waitFor();
    await page.keyboard.press('Escape');
    await scroller().evaluate((element) => element.scrollTo(0, 0));
  });

  it('web W12, W13: a pinned column of numbers shows its sum below it', async () => {
    await page.locator(`[data-head="${column('Budget')}"]`).click();
    await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
    const sum = page.locator('[data-bucket]').getByRole('gridcell', { name: /60$/ });
    await sum.waitFor();
    const [head, below] = [
      await page.locator(`[data-column="${column('Budget')}"]`).boundingBox(),
      await sum.boundingBox(),
    ];
    expect(below?.x).toBeCloseTo(head?.x ?? 0, 0);
    expect(below?.width).toBeCloseTo(head?.width ?? 0, 0);
  });
});
