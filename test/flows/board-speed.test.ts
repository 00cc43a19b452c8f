import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { cellAt, startTable, type TableScene } from './table.fixture.ts';

/** More than three screens of them. */
const ITEMS = 100;
/** Where the test scrolls to, in rows. */
const FAR = 60;
const ROW_PX = 40;

/** What the page does while it is quick, counted and not timed: machines differ. */
describe.skipIf(!hasChromium)('the work of a board that scrolls', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  const ids: string[] = [];

  beforeAll(async () => {
    scene = await startTable();
    await scene.addColumn('Note', 'text');
    for (let number = 0; number < ITEMS; number += 1)
      ids.push((await scene.addItem(`Item ${number}`)).id);
    page = await scene.show(await scene.open(scene.scene.owner));
    await page.mouse.move(5, 5);
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const note = () => scene.columns.get('Note') ?? '';
  const write = (number: number, text: string) =>
    scene.scene.as(scene.scene.member, 'PATCH', `/items/${ids[number]}`, {
      values: { [note()]: text },
    });

  it('web W32: what comes into sight is in the frame that scrolls, with its acts after it', async () => {
    const seen = await page.evaluate(async (top) => {
      const box = document.querySelector('[data-scroller]') as HTMLElement;
      box.scrollTop = top;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const edge = box.getBoundingClientRect();
      const rows = [...box.querySelectorAll('[data-item]')].filter((row) => {
        const { top: rowTop, bottom } = row.getBoundingClientRect();
        return bottom > edge.top && rowTop < edge.bottom;
      });
      const acts = rows.flatMap((row) => [...row.querySelectorAll('[aria-haspopup="menu"]')]);
      return { rows: rows.length, fit: box.clientHeight / 40, acts: acts.length };
    }, FAR * ROW_PX);
    expect(seen.rows).toBeGreaterThanOrEqual(Math.floor(seen.fit));
    expect(seen.acts).toBe(0);
    const drawn = await page.locator('[data-item]').count();
    expect(drawn).toBeLessThan(seen.fit + 15);
    const acts = page.locator('[data-item] [aria-haspopup="menu"]');
    await expect.poll(() => acts.count(), { timeout: 15_000 }).toBe(drawn);
    await page.evaluate(() => document.querySelector('[data-scroller]')?.scrollTo({ top: 0 }));
    await cellAt(page, 'Item 0', note()).waitFor();
  });

  it('web W34: what others change while keys are typed draws no frames of its own', async () => {
    await page.evaluate(() => {
      const counted = { fades: 0, tints: 0 };
      Object.assign(globalThis, { counted });
      const animate = Element.prototype.animate;
      Element.prototype.animate = function count(...args) {
        if (this.matches('[role="gridcell"]')) counted.fades += 1;
        return animate.apply(this, args);
      };
      new MutationObserver((changes) => {
        counted.tints += changes.filter(
          ({ target }) => (target as HTMLElement).dataset['tint'] === '',
        ).length;
      }).observe(document, { subtree: true, attributeFilter: ['data-tint'] });
    });
    const counted = () =>
      page.evaluate(
        () => (globalThis as unknown as { counted: { fades: number; tints: number } }).counted,
      );
    await cellAt(page, 'Item 0', note()).click();
    await page.keyboard.type('Own');
    for (let number = 1; number < 9; number += 1) await write(number, `Theirs ${number}`);
    await cellAt(page, 'Item 8', note()).getByText('Theirs 8').waitFor();
    expect(await counted()).toEqual({ fades: 0, tints: 8 });
    await page.keyboard.type(' word');
    await page.keyboard.press('Enter');
    await cellAt(page, 'Item 0', note()).getByText('Own word').waitFor();
    // Nobody types any more: a single change fades.
    await write(9, 'Theirs 9');
    await expect.poll(async () => (await counted()).fades, { timeout: 15_000 }).toBe(1);
    // Tints go again.
    await expect.poll(() => page.locator('[data-tint]').count(), { timeout: 15_000 }).toBe(0);
  });

  it('web W32: cards that pass ask for no layout of the page', async () => {
    await page.goto(`/boards/${scene.scene.boardId}?view=kanban`);
    await page.getByRole('article', { name: 'Item 0', exact: true }).waitFor();
    const asked = await page.evaluate(async () => {
      const offset = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetLeft');
      let count = 0;
      Object.defineProperty(HTMLElement.prototype, 'offsetLeft', {
        configurable: true,
        get(this: HTMLElement) {
          if (this.matches('section')) count += 1;
          return offset?.get?.call(this) as number;
        },
      });
      const box = document.querySelector('[data-cards]') as HTMLElement;
      for (let step = 0; step < 20; step += 1) {
        box.scrollTop += 150;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return count;
    });
    await page.getByRole('article', { name: 'Item 30', exact: true }).waitFor();
    expect(asked).toBe(0);
  });
});
