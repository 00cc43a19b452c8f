import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { isNightly } from '../harness/tier.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { inspectScreen, openAxeDevice, type Screen } from './axe.fixture.ts';
import { logIn } from './screens.fixture.ts';
import { cardOf, openBoardAs, soon } from './view-screen.fixture.ts';
import { createViewScene, type ViewScene } from './views.fixture.ts';

const LONG_NAME = 'Everything that still has to be decided before the launch in spring';

/** How much of a board's page stands above the board. */
describe.skipIf(!hasChromium)('the lines above a board', { timeout: 240_000 }, () => {
  let app: TestApp;
  let scene: ViewScene;
  let device: Device;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createViewScene(app.server);
    await scene.post(`/boards/${scene.boardId}/views`, {
      name: LONG_NAME,
      kind: 'table',
      settings: {},
    });
    // Somebody else is here, whose face takes room too.
    await openBoardAs(app, scene.member, scene);
    device = await openAxeDevice(app);
    ({ page } = device);
    await logIn(page, scene.owner);
    await page.waitForURL((url) => !url.pathname.startsWith('/log-in'));
  }, 120_000);
  afterAll(() => app?.stop());
  afterEach(() => scene.as(scene.owner, 'PATCH', '/account', { locale: 'en' }));

  /** A view that filters and is not saved. */
  const unsaved = (more = '') => {
    const parts = [
      { field: scene.columns.status, operator: 'anyOf', value: [scene.options.todo] },
      { field: scene.columns.budget, operator: 'atLeast', value: 10 },
    ];
    const filter = { join: 'and', parts };
    const changes = { filter, sort: [{ field: scene.columns.due, direction: 'up' }] };
    return `?with=${encodeURIComponent(JSON.stringify(changes))}${more}`;
  };
  const kanban = () => `&view=kanban`;

  async function show(width: number, search = ''): Promise<void> {
    await page.setViewportSize({ width, height: 844 });
    await page.goto(`/boards/${scene.boardId}${search}`);
    await page.getByText('Print the badges').first().waitFor();
    await page.locator('header h1').waitFor();
    await page.evaluate(() => document.fonts.ready);
  }

  /** Lines of things above the first row or card; the list of pages beside them does not count. */
  function countLines(): Promise<number> {
    return page.evaluate(() => {
      const board = document.querySelector('[role="treegrid"], main section:has([data-cards])');
      const end = board?.getBoundingClientRect().top ?? 0;
      const boxes = [...document.querySelectorAll('a, button, input, h1, [role="status"]')]
        .filter((each) => each.closest('aside') === null)
        .map((each) => each.getBoundingClientRect())
        .filter(({ width, height, bottom }) => width > 2 && height > 2 && bottom <= end + 1)
        .toSorted((a, b) => a.top - b.top);
      let lines = 0;
      let lineEnd = Number.NEGATIVE_INFINITY;
      for (const { top, bottom } of boxes) {
        if (top >= lineEnd) lines += 1;
        lineEnd = Math.max(lineEnd, bottom);
      }
      return lines;
    });
  }

  // By day the one with the longest words.
  it.each(isNightly ? ['en', 'de', 'fr'] : ['de'])(
    'web W40, W42: three on a phone, also of an unsaved view: %s',
    async (language) => {
      await scene.as(scene.owner, 'PATCH', '/account', { locale: language });
      for (const width of [390, 360]) {
        for (const search of ['', unsaved(), unsaved(kanban())]) {
          await show(width, search);
          expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
          await soon(countLines).toBe(3);
        }
      }
      // Text of twice the size in windows of 1,440 and 1,640 px.
      for (const width of [720, 820]) {
        await show(width, unsaved());
        await soon(countLines).toBe(3);
      }
      for (const width of [840, 1_024, 1_440]) {
        await show(width, unsaved());
        await soon(countLines).toBe(2);
      }
    },
  );

  it('web W8, W12: on a phone no act of the board or of a view is lost', async () => {
    await show(390, unsaved());
    const items = (name: string | RegExp) => async () => {
      await page.getByRole('button', { name }).click();
      const texts = await page.getByRole('menu').getByRole('menuitem').allInnerTexts();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      return texts;
    };
    expect(await items('Actions for Launch')()).toEqual(
      expect.arrayContaining(['Add to favourites', 'Add group', 'Share', 'Board settings']),
    );
    expect(await items(/^View: Table/)()).toEqual(
      expect.arrayContaining(['New table', 'New kanban', 'Duplicate view']),
    );
    expect(await items('Save view')()).toEqual(['Save for me', 'Save for everybody', 'Discard']);
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: 'Add group' }).click();
    await page.getByRole('dialog', { name: 'Add group' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('web W14: on a phone the search takes the line while one types, and stays marked', async () => {
    await show(390);
    const field = page.getByRole('textbox', { name: 'Search in this board' });
    const width = async () => (await field.boundingBox())?.width ?? 0;
    expect(await width()).toBeLessThan(40);
    await field.click();
    await soon(width).toBeGreaterThan(300);
    await page.keyboard.type('badges');
    await soon(() => page.locator('[data-item]').count()).toBe(1);
    await field.blur();
    await soon(width).toBeLessThan(120);
    expect(await field.inputValue()).toBe('badges');
    await soon(countLines).toBe(3);
  });

  it('web W40: names of views can be read as a whole, also where they have no room', async () => {
    const choice = page.getByRole('menuitemradio', { name: LONG_NAME });
    const isCut = () =>
      choice.evaluate((element) =>
        [element, ...element.querySelectorAll('*')].some(
          (each) => each.scrollWidth > each.clientWidth + 1,
        ),
      );
    const choose = async (width: number, button: string | RegExp) => {
      await show(width, unsaved());
      await page.getByRole('button', { name: button }).click();
      await choice.waitFor();
      expect(await isCut()).toBe(false);
      await choice.click();
    };
    await choose(390, /^View: Table/);
    await page.getByRole('button', { name: `View: ${LONG_NAME}` }).waitFor();
    await choose(960, 'All views');
    await page.locator('a[aria-current]', { hasText: LONG_NAME }).waitFor();
    // Where all tabs fit nothing else is needed.
    await page.setViewportSize({ width: 1_920, height: 900 });
    await page.getByRole('button', { name: 'All views' }).waitFor({ state: 'detached' });
  });

  it('web W12: once a view is saved or its changes are gone, the focus is at the view', async () => {
    await show(390, unsaved());
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('menuitem', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Save view' }).waitFor({ state: 'detached' });
    await soon(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain(
      'Table',
    );
  });

  const screens = (): Screen[] => [
    {
      name: 'unsaved table',
      open: (on) => on.goto(`/boards/${scene.boardId}${unsaved()}`),
      shows: (on) => on.getByRole('gridcell', { name: 'Print the badges', exact: true }),
    },
    {
      name: 'unsaved kanban',
      open: (on) => on.goto(`/boards/${scene.boardId}${unsaved(kanban())}`),
      shows: (on) => cardOf(on, 'Print the badges'),
    },
    {
      name: 'menu of views',
      widths: [390],
      async open(on) {
        await on.goto(`/boards/${scene.boardId}`);
        await on.getByRole('button', { name: /^View: / }).click();
      },
      shows: (on) => on.getByRole('menuitemradio', { name: LONG_NAME }),
    },
    {
      name: 'menu of what is not saved',
      widths: [390],
      async open(on) {
        await on.goto(`/boards/${scene.boardId}${unsaved()}`);
        await on.getByRole('button', { name: 'Save view' }).click();
      },
      shows: (on) => on.getByRole('menuitem', { name: 'Save for me' }),
    },
  ];

  it('web W41: have no findings of axe, and fit', async () => {
    const findings = [];
    for (const screen of screens()) findings.push(...(await inspectScreen(page, screen)).findings);
    expect(findings).toEqual([]);
  });
});
