import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, renamePerson } from '../harness/people.ts';
import { cellAt, OPTIONS, startTable, type TableScene, textAt } from './table.fixture.ts';

/** Each type of column is edited by one person and seen by another. */
describe.skipIf(!hasChromium)('cells of every type', { timeout: 120_000 }, () => {
  let scene: TableScene;
  let page: Page;
  let other: Page;
  let itemId = '';

  const TYPES = [
    ['Text', 'text'],
    ['Number', 'number', { unit: 'EUR', decimals: 2 }],
    ['Status', 'status', { options: OPTIONS }],
    ['People', 'person'],
    ['Date', 'date'],
    ['Span', 'timeline'],
    ['Tick', 'checkbox'],
    ['Tags', 'tags', { options: OPTIONS }],
    ['Link', 'link'],
    ['Mail', 'email'],
    ['Phone', 'phone'],
    ['Stars', 'rating'],
  ] as const;

  beforeAll(async () => {
    scene = await startTable();
    for (const [name, type, settings] of TYPES) await scene.addColumn(name, type, settings);
    itemId = (await scene.addItem('Alpha')).id;
    page = await scene.show(await scene.open(scene.scene.owner));
    other = await scene.show(await scene.open(scene.scene.member));
    // Wide enough for all columns at once.
    await other.setViewportSize({ width: 2_800, height: 800 });
  }, 120_000);
  afterAll(() => scene?.app.stop());

  const column = (name: string) => scene.columns.get(name) ?? '';
  const shows = (name: string, text: string) =>
    expect.poll(() => textAt(other, 'Alpha', column(name))).toContain(text);
  /** Goes to a cell by keys, which scroll to it. */
  const goTo = async (name: string) => {
    await page.locator('[data-scroller]').evaluate((element) => element.scrollTo(0, 0));
    if ((await cellAt(page, 'Alpha', 'title').getAttribute('tabindex')) !== '0')
      await cellAt(page, 'Alpha', 'title').click();
    const at = TYPES.findIndex(([each]) => each === name);
    await page.keyboard.press('Home');
    for (let step = 0; step <= at; step += 1) await page.keyboard.press('ArrowRight');
    await cellAt(page, 'Alpha', column(name)).and(page.locator(':focus')).waitFor();
  };
  const type = async (name: string, text: string) => {
    await goTo(name);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  };

  it.each([
    ['Text', 'plain words', 'plain words'],
    ['Number', '1250,5', '1,250.50 EUR'],
    ['Status', 'prog', 'In progress'],
    ['Date', '31.12.2026', 'Dec 31, 2026'],
    ['Link', 'example.test/plan', 'https://example.test/plan'],
    ['Mail', 'ada@example.test', 'ada@example.test'],
    ['Phone', '+49 30 1234', '+49 30 1234'],
    ['Stars', '4', '4 stars'],
  ])('web W4: %s takes what is typed', async (name, typed, shown) => {
    await type(name, typed);
    await shows(name, shown);
  });

  it('web W11: a day is said in words, and what is none keeps its box', async () => {
    await goTo('Date');
    await page.keyboard.type('soon');
    await page.keyboard.press('Enter');
    await page.getByText('“soon” is no day.').waitFor();
    await page.getByRole('textbox', { name: 'Date in words' }).fill('2026-02-03');
    await page.keyboard.press('Enter');
    await shows('Date', 'Feb 3, 2026');
  });

  it('web W4: a tick turns round, tags are several, a span has two days', async () => {
    await goTo('Tick');
    await page.keyboard.press('Space');
    await shows('Tick', 'Yes');
    await goTo('Tags');
    await page.keyboard.press('Enter');
    for (const name of ['To do', 'Done'])
      await page.getByRole('option', { name, exact: true }).click();
    await page.keyboard.press('Escape');
    // Escape took nothing over; a press elsewhere does.
    await goTo('Tags');
    await page.keyboard.press('Enter');
    for (const name of ['To do', 'Done'])
      await page.getByRole('option', { name, exact: true }).click();
    await cellAt(page, 'Alpha', column('Tick')).click();
    await shows('Tags', 'Done');
    await goTo('Span');
    await page.keyboard.press('Enter');
    await page.getByLabel('First day').fill('2026-11-02');
    await page.getByLabel('Last day').fill('2026-11-20');
    await page.keyboard.press('Enter');
    await shows('Span', 'Nov 2, 2026');
  });

  it('web W11: a person is found by @ and a part of the name, also beyond the members at hand', async () => {
    const { server } = scene.app;
    const { organizationId, owner } = scene.scene;
    const late = await addMember(server, owner, organizationId, 'member');
    await renamePerson(server, late, 'Zoe Latecomer');
    await page.route(/\/members\?/, async (route) => {
      const url = new URL(route.request().url());
      if (url.searchParams.has('search')) return route.continue();
      const answer = await route.fetch();
      const body = (await answer.json()) as { data: unknown[]; pagination: object };
      // As in an organization of more members than are read at once.
      body.data = [];
      body.pagination = { ...body.pagination, nextCursor: 'more' };
      await route.fulfill({ response: answer, json: body });
    });
    await page.reload();
    await goTo('People');
    await page.keyboard.press('Enter');
    await page.getByRole('combobox', { name: 'People' }).fill('@latecom');
    await page.getByRole('option', { name: 'Zoe Latecomer' }).waitFor();
    await page.keyboard.press('Enter');
    // Tab leaves a list in which Enter chooses.
    await page.keyboard.press('Tab');
    await expect
      .poll(async () => (await scene.values(itemId))[column('People')])
      .toEqual([late.userId]);
    await cellAt(page, 'Alpha', column('People')).getByText('Zoe Latecomer').first().waitFor();
  });
});
