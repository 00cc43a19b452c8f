import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, submitForm } from './screens.fixture.ts';
import { goToBoard, listTitles, openBoardAs, soon } from './view-screen.fixture.ts';
import { createViewScene, type ViewScene } from './views.fixture.ts';

/** Views that two people save for themselves and for each other. */
describe.skipIf(!hasChromium)('saved views', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: ViewScene;
  let owner: Device;
  let member: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createViewScene(app.server);
    owner = await openBoardAs(app, scene.owner, scene);
    member = await openBoardAs(app, scene.member, scene);
  }, 120_000);
  afterAll(() => app?.stop());

  const tabOf = (page: Page, name: string | RegExp): Locator =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name });
  const chooseSaving = async (page: Page, item: string) => {
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const count = async (page: Page) => (await listTitles(page, scene.items)).length;
  const menuOf = async (page: Page, name: string, item: string) => {
    await page.getByRole('button', { name: `Actions for the view ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  const nameOfFirst = async () => {
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    const views = body.data.views as { name: string; settings: { isDefault?: boolean } }[];
    return views.find(({ settings }) => settings.isDefault === true)?.name;
  };

  it('web W12: what was changed is marked, and saved for everybody', async () => {
    const { page } = owner;
    const filter = {
      join: 'and',
      parts: [{ field: scene.columns.status, operator: 'anyOf', value: [scene.options.doing] }],
    };
    const search = `?with=${encodeURIComponent(JSON.stringify({ filter, future: 1 }))}`;
    await goToBoard(page, scene.boardId, search);
    await tabOf(page, /^Table.*not saved/).waitFor();
    await soon(() => count(page)).toBe(2);
    await chooseSaving(page, 'Save for everybody');
    const dialog = dialogOf(page, 'Save for everybody');
    await submitForm(dialog, { 'Name of the view': 'In progress' }, 'Create view');
    await tabOf(page, /^In progress$/).waitFor();
    await tabOf(member.page, /^In progress$/).click();
    await soon(() => count(member.page)).toBe(2);
  });

  it('web W12: changes of a saved view can be discarded or saved', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Fields', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Budget' }).uncheck();
    await page.keyboard.press('Escape');
    const head = (of: Page) => of.getByRole('columnheader', { name: /Budget/ });
    await head(page).waitFor({ state: 'detached' });
    await chooseSaving(page, 'Discard');
    await head(page).waitFor();
    await page.getByRole('button', { name: 'Fields', exact: true }).click();
    await page.getByRole('checkbox', { name: 'Budget' }).uncheck();
    await page.keyboard.press('Escape');
    await chooseSaving(page, 'Save for everybody');
    await page.getByRole('button', { name: 'Save view' }).waitFor({ state: 'detached' });
    await head(member.page).waitFor({ state: 'detached' });
  });

  it('web W12: a view of one’s own is nobody else’s', async () => {
    const { page } = member;
    await menuOf(page, 'In progress', 'Duplicate view');
    const dialog = dialogOf(page, 'Duplicate view');
    await dialog.getByText('Only me', { exact: true }).click();
    await submitForm(dialog, { 'Name of the view': 'Mine' }, 'Create view');
    await tabOf(page, /^Mine.*only you see it/).waitFor();
    await menuOf(page, 'Mine', 'Open first for me');
    await soon(async () => {
      await goToBoard(page, scene.boardId);
      return tabOf(page, /^Mine/).getAttribute('aria-current');
    }).toBe('page');
    await goToBoard(owner.page, scene.boardId);
    expect(await tabOf(owner.page, /^Mine/).count()).toBe(0);
  });

  it('web W12: renamed and made the first for everybody, a view opens by itself', async () => {
    const { page } = owner;
    await tabOf(page, /^In progress$/).click();
    await menuOf(page, 'In progress', 'Rename view');
    await submitForm(dialogOf(page, 'Rename view'), { 'Name of the view': 'Under way' }, 'Save');
    await tabOf(member.page, /^Under way$/).waitFor();
    await menuOf(page, 'Under way', 'Open first for everybody');
    await soon(nameOfFirst).toBe('Under way');
    await goToBoard(page, scene.boardId);
    await soon(() => tabOf(page, /^Under way$/).getAttribute('aria-current')).toBe('page');
  });

  it('web W12: a deleted view is gone for everybody; who looks at it sees the default one', async () => {
    const { page } = member;
    await tabOf(page, /^Under way$/).click();
    await soon(() => count(page)).toBe(2);
    await menuOf(owner.page, 'Under way', 'Delete view');
    await owner.page.getByRole('button', { name: 'Delete view' }).last().click();
    await tabOf(owner.page, /^Under way$/).waitFor({ state: 'detached' });
    await tabOf(page, /^Under way$/).waitFor({ state: 'detached' });
    await soon(() => tabOf(page, /^Mine/).getAttribute('aria-current')).toBe('page');
  });
});
