import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, expectHeading, expectNotice, logIn, submitForm } from './screens.fixture.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.test',
  password: 'violet ladder quiet harbour',
};

/** W46: from the opening of the page to the first own item. */
const FIRST_ITEM_MS = 60_000;

describe.skipIf(!hasChromium)('home', { timeout: 120_000 }, () => {
  let app: TestApp;
  let owner: Device;
  let home = '';

  beforeAll(async () => {
    app = await startTestApp();
    owner = await app.openDevice();
  }, 120_000);
  afterAll(() => app?.stop());

  const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Main' });
  const part = (page: Page, name: string) => sidebar(page).getByRole('region', { name });
  const main = (page: Page) => page.getByRole('main');
  /** Without the letter that stands before each name. */
  const namesOf = async (links: Locator) =>
    (await links.allInnerTexts()).map((text) => text.split('\n').at(-1));

  async function useTemplate(page: Page, name: string): Promise<void> {
    await page.goto(`${home}/templates`);
    await page.getByRole('button', { name: `Use ${name}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Create board' }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  it('web W46: three equal doors after the wizard; the first own item stands within a minute', async () => {
    const { page } = owner;
    const beganMs = performance.now();
    await page.goto('/');
    await expectHeading(page, 'Set up Boardwire');
    const { name, email, password } = ada;
    const account = { Name: name, 'E-mail': email, Password: password };
    await submitForm(page, account, 'Create owner account');
    await expectHeading(page, 'Name your organization');
    await submitForm(page, { 'Organization name': 'Acme' }, 'Create organization');
    await expectHeading(page, 'Acme is ready');
    const doors = main(page).getByRole('listitem');
    const sizes = await doors.evaluateAll((all) =>
      all.map((one) => (one as HTMLElement).offsetWidth),
    );
    expect(sizes).toHaveLength(3);
    expect(new Set(sizes).size).toBe(1);
    await page.getByRole('link', { name: /^Start from a template/ }).click();
    await page.getByRole('button', { name: 'Use Sprint' }).click();
    const dialog = dialogOf(page, 'New board from “Sprint”');
    await dialog.getByRole('button', { name: 'Create board' }).click();
    await page.getByRole('heading', { name: 'Sprint', level: 1 }).waitFor();
    await page
      .getByRole('textbox', { name: /add item/i })
      .or(page.getByPlaceholder('Add item'))
      .first()
      .fill('My first item');
    await page.keyboard.press('Enter');
    await page.getByRole('gridcell', { name: 'My first item', exact: true }).waitFor();
    expect(performance.now() - beganMs).toBeLessThan(FIRST_ITEM_MS);
    await sidebar(page).getByRole('link', { name: 'Home' }).click();
    await expectHeading(page, 'Hello, Ada');
    home = new URL(page.url()).pathname;
  });

  it('web W48: the sample board teaches by its items and goes with one press, and comes back by Undo', async () => {
    const { page } = owner;
    const device = await app.openDevice();
    await logIn(device.page, ada);
    await expectHeading(device.page, 'Hello, Ada');
    await device.page.goto('/organizations/new');
    await submitForm(device.page, { 'Organization name': 'Second' }, 'Create organization');
    await device.page.getByRole('button', { name: /^Look at a sample/ }).click();
    await device.page.getByRole('gridcell', { name: 'Open this item', exact: true }).waitFor();
    await sidebar(device.page).getByRole('link', { name: 'Home' }).click();
    await device.page.getByRole('button', { name: 'Remove sample board' }).click();
    await expectNotice(device.page, 'The sample board is gone');
    await expect
      .poll(() => device.page.getByText('Try Boardwire').count(), { timeout: 15_000 })
      .toBe(0);
    await device.page.getByRole('button', { name: 'Undo' }).click();
    await device.page.getByRole('button', { name: 'Remove sample board' }).waitFor();
    expect(device.problems.faults).toEqual([]);
    await device.context.close();
    await page.goto(home);
  });

  it('favourites are starred, change places by keys, and are there on another machine', async () => {
    const { page } = owner;
    for (const name of ['Hiring', 'Event plan']) await useTemplate(page, name);
    await page.goto(home);
    for (const name of ['Sprint', 'Hiring', 'Event plan']) {
      const card = main(page).getByRole('listitem').filter({ hasText: name }).last();
      await card.getByRole('button', { name: 'Add to favourites' }).click();
    }
    const links = part(page, 'Favourites').getByRole('link');
    await expect.poll(() => namesOf(links)).toEqual(['Sprint', 'Hiring', 'Event plan']);
    await links.nth(2).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => namesOf(links)).toEqual(['Sprint', 'Event plan', 'Hiring']);
    await sidebar(page).getByText('Event plan is number 2 of 3').waitFor({ state: 'attached' });
    await links.nth(0).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move down' }).click();
    await expect.poll(() => namesOf(links)).toEqual(['Event plan', 'Sprint', 'Hiring']);
    const other = await app.openDevice();
    await logIn(other.page, ada);
    await expectHeading(other.page, 'Hello, Ada');
    await other.page.goto(home);
    const theirs = part(other.page, 'Favourites').getByRole('link');
    await expect.poll(() => namesOf(theirs)).toEqual(['Event plan', 'Sprint', 'Hiring']);
    await other.context.close();
  });

  it('web W1: the menu of a right click is read from the registry, opens by key, and gives the focus back', async () => {
    const { page } = owner;
    await page.goto(home);
    const link = part(page, 'Favourites').getByRole('link', { name: 'Hiring' });
    await link.focus();
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: 'Actions' });
    await menu.getByRole('menuitem', { name: 'Rename' }).waitFor();
    const byKey = await menu.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'detached' });
    expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
    await link.click({ button: 'right' });
    expect(await menu.getByRole('menuitem').allInnerTexts()).toEqual(byKey);
    await menu.getByRole('menuitem', { name: 'Rename' }).click();
    await submitForm(dialogOf(page, 'Rename'), { 'Board name': 'People to meet' }, 'Save');
    await part(page, 'Favourites').getByRole('link', { name: 'People to meet' }).waitFor();
  });

  it('web W1: a workspace has its acts behind the right button, too', async () => {
    const { page } = owner;
    await page.goto(home);
    await part(page, 'General').getByRole('button', { name: 'General' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'New board in General' }).click();
    await dialogOf(page, 'New board').getByLabel('Board name').waitFor();
    await page.keyboard.press('Escape');
    await part(page, 'General').getByRole('button', { name: 'General' }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Rename workspace' }).click();
    await submitForm(dialogOf(page, 'Rename workspace'), { 'Workspace name': 'Team' }, 'Save');
    await part(page, 'Team').waitFor();
  });

  it.each([
    ['Rename', 'Rename'],
    ['Notifications…', 'Notifications of People to meet'],
  ])('web W1: whoever goes back leaves %s behind', async (entry, title) => {
    const { page } = owner;
    await page.goto(home);
    const link = part(page, 'Favourites').getByRole('link', { name: 'People to meet' });
    await link.click();
    await page.waitForURL(({ pathname }) => pathname !== home);
    await link.click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry }).click();
    await dialogOf(page, title).waitFor();
    await page.goBack();
    await page.waitForURL(({ pathname }) => pathname === home);
    await dialogOf(page, title).waitFor({ state: 'detached' });
  });

  it('web W6: a board that goes to the trash comes back by the notice', async () => {
    const { page } = owner;
    await page.goto(home);
    const link = part(page, 'Favourites').getByRole('link', { name: 'People to meet' });
    await link.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expectNotice(page, 'People to meet is in the trash for 30 days');
    await link.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await link.waitFor();
  });

  it('web W1, W35: the palette finds boards and items of the open board, each search within 50 ms', async () => {
    const { page } = owner;
    await page.goto(home);
    await part(page, 'Favourites').getByRole('link', { name: 'Sprint' }).click();
    await page.getByRole('gridcell', { name: 'My first item', exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').waitFor();
    const option = (name: RegExp) => page.getByRole('option', { name });
    await page.keyboard.type('first item');
    await option(/^My first item/).waitFor();
    await page.getByRole('combobox').fill('event');
    await option(/^Event plan/).waitFor();
    const paints = await page.evaluate(measurePalette, ['s', 'sp', 'spr', 'sprint', 'my', 'my f']);
    expect(paints.toSorted((a, b) => a - b)[Math.floor(paints.length / 2)]).toBeLessThan(50);
    await page.getByRole('combobox').fill('my first');
    await page.keyboard.press('Enter');
    await page.waitForURL(/item=/);
  });

  it('web W3: a key can be changed, refuses one that is taken, and can be turned off (WCAG 2.1.4)', async () => {
    const { page } = owner;
    await page.goto('/settings/shortcuts');
    const change = () =>
      page.getByRole('button', { name: 'Change keys of “Go to boards”' }).click();
    await change();
    await page.keyboard.press('?');
    await page.getByText('Already used for “Keyboard shortcuts”.', { exact: false }).waitFor();
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Change keys of “Go to boards”' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    expect(new URL(page.url()).pathname).toBe('/settings/shortcuts');
    await page.keyboard.press('q');
    await expectHeading(page, 'Boards');
    await page.goto('/settings/shortcuts');
    await page.getByRole('button', { name: 'Turn off “Go to boards”' }).click();
    await page.keyboard.press('q');
    await page.getByRole('button', { name: 'Reset all' }).click();
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await expectHeading(page, 'Boards');
  });

  it('web W43: a search that finds no board says so, and leads back', async () => {
    const { page } = owner;
    for (const name of ['Bug tracker', 'Content calendar', 'Sales pipeline', 'Hiring'])
      await useTemplate(page, name);
    await page.goto(home);
    await page.getByLabel('Search boards').fill('nothing like it');
    await page.getByText('No board is called “nothing like it”.').waitFor();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await main(page).getByRole('link', { name: 'Bug tracker' }).first().waitFor();
  });

  it('the sidebar folds, remembers it, and becomes a drawer on a phone', async () => {
    const { page } = owner;
    await page.goto(home);
    const fold = sidebar(page).getByRole('button', { name: 'Favourites' });
    await fold.click();
    await page.reload();
    await fold.waitFor();
    expect(await fold.getAttribute('aria-expanded')).toBe('false');
    await fold.click();
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Open menu' }).click();
    const drawer = page.getByRole('dialog', { name: 'Main' });
    await drawer.getByRole('link', { name: 'Event plan' }).first().click();
    await page.getByRole('heading', { name: 'Event plan', level: 1 }).waitFor();
    await drawer.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 1_440, height: 900 });
  });

  it('security S12: caused no error in the console and no policy violation', () => {
    expect(owner.problems.faults).toEqual([]);
  });
});

/** From each change of the search to the next painted frame, in milliseconds. Runs in the page. */
async function measurePalette(searches: readonly string[]): Promise<number[]> {
  const field = document.querySelector<HTMLInputElement>('[role="combobox"]');
  if (!field) throw new Error('the palette is not open');
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  const times: number[] = [];
  for (const search of searches) {
    const beganMs = performance.now();
    write?.call(field, search);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    times.push(performance.now() - beganMs);
  }
  return times;
}
