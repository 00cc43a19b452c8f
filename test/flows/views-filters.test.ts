import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { goToBoard, listTitles, openBoardAs, soon } from './view-screen.fixture.ts';
import { createViewScene, type ViewScene } from './views.fixture.ts';

/** Two people look at one board, each in their own way. */
describe.skipIf(!hasChromium)('filters, sort and search', { timeout: 120_000 }, () => {
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

  const titles = (page: Page) => listTitles(page, scene.items);
  const expectTitles = (page: Page, expected: readonly string[]) =>
    soon(() => titles(page)).toEqual(expected);
  const addressWith = (settings: object) => `?with=${encodeURIComponent(JSON.stringify(settings))}`;

  it('web W14: a filter reads as a sentence, counts, and a link shows the same', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const box = page.getByRole('dialog', { name: 'Filter', exact: true });
    await box.getByRole('button', { name: 'Add condition' }).click();
    await box.getByRole('combobox', { name: 'Field of condition 1' }).selectOption('Status');
    await box.getByRole('button', { name: 'Value of condition 1' }).click();
    const choices = page.getByRole('listbox', { name: 'Value of condition 1' });
    await choices.getByRole('option', { name: 'To do' }).click();
    await choices.getByRole('option', { name: 'Doing' }).click();
    await page.keyboard.press('Escape');
    await box.getByRole('button', { name: 'Add condition' }).click();
    await box.getByRole('combobox', { name: 'Field of condition 2' }).selectOption('Budget');
    await box.getByRole('combobox', { name: 'Comparison of condition 2' }).selectOption('above');
    await box.getByRole('spinbutton', { name: 'Value of condition 2' }).fill('500');
    await box.getByRole('status').getByText('1 item', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expectTitles(page, ['Order catering']);
    await page.getByText('Status is any of To do or Doing and Budget is more than 500').waitFor();
    const { search } = new URL(page.url());
    await goToBoard(member.page, scene.boardId, search);
    await expectTitles(member.page, ['Order catering']);
  });

  it('web W14: an edit lets an item in, and one out of sight of the pointer goes', async () => {
    const { page } = member;
    await page.mouse.move(5, 5);
    const path = `/items/${scene.items['Print the badges'] ?? ''}`;
    await scene.post(path, { values: { [scene.columns.budget]: 900 } }, 'PATCH');
    await expectTitles(page, ['Print the badges', 'Order catering']);
    await scene.post(path, { values: { [scene.columns.budget]: 380 } }, 'PATCH');
    await expectTitles(page, ['Order catering']);
  });

  it('web W43: a filter that empties the board offers to be cleared', async () => {
    const { page } = member;
    const parts = [{ field: 'title', operator: 'contains', value: 'nowhere' }];
    await goToBoard(page, scene.boardId, addressWith({ filter: { join: 'and', parts } }));
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Clear filter' }).last().click();
    await soon(async () => (await titles(page)).length).toBe(6);
  });

  it('web W14: `/` and Ctrl F search the whole board; Escape clears', async () => {
    const { page } = member;
    await page.getByRole('heading', { name: 'Launch', exact: true }).click();
    await page.keyboard.press('/');
    const field = page.getByRole('textbox', { name: 'Search in this board' });
    await soon(() => field.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.type('CATER');
    await expectTitles(page, ['Order catering']);
    await soon(() => new URL(page.url()).searchParams.get('q')).toBe('CATER');
    await page.keyboard.press('Escape');
    await soon(async () => (await titles(page)).length).toBe(6);
    await field.evaluate((one) => one.blur());
    const isTaken = () =>
      page.evaluate(
        () =>
          !window.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, cancelable: true }),
          ),
      );
    expect(await isTaken()).toBe(true);
    // Once the focus is there, the key is the browser's own again.
    expect(await isTaken()).toBe(false);
  });

  it('web W14: sorted and grouped as asked, with empty values last', async () => {
    const { page } = member;
    const sort = [{ field: scene.columns.due, direction: 'up' }];
    await goToBoard(page, scene.boardId, addressWith({ sort, groupBy: 'none' }));
    await expectTitles(page, [
      'Book the venue',
      'Invite speakers',
      'Rehearse the demo',
      'Order catering',
      'Print the badges',
      'Publish the agenda',
    ]);
    await page.getByRole('button', { name: 'Group by Nothing' }).click();
    await page.getByRole('menuitemradio', { name: 'Status' }).click();
    for (const name of ['To do', 'Doing', 'Done', 'No Status'])
      await page.getByRole('row').filter({ hasText: name }).first().waitFor();
    await soon(async () => (await titles(page)).slice(0, 2)).toEqual([
      'Order catering',
      'Print the badges',
    ]);
  });

  it('web W10: a row that others sort elsewhere stays under the pointer until it is let go', async () => {
    const { page } = member;
    const sort = [{ field: 'title', direction: 'up' }];
    await goToBoard(page, scene.boardId, addressWith({ sort, groupBy: 'none' }));
    const row = page.locator(`[data-item="${scene.items['Book the venue'] ?? ''}"]`);
    const path = `/items/${scene.items['Book the venue'] ?? ''}`;
    await row.hover();
    const before = await titles(page);
    const place = await row.boundingBox();
    await scene.post(path, { values: { title: 'Zoom link' } }, 'PATCH');
    await row.getByText('moved', { exact: true }).waitFor();
    expect(await titles(page)).toEqual(before);
    expect(await row.boundingBox()).toEqual(place);
    await page.getByRole('status').getByText('1 row waits for its place').waitFor();
    await page.getByRole('button', { name: 'Re-sort' }).click();
    await soon(async () => (await titles(page)).at(-1)).toBe('Book the venue');
    await row.hover();
    await scene.post(path, { values: { title: 'Book the venue' } }, 'PATCH');
    await row.getByText('moved', { exact: true }).waitFor();
    await page.mouse.move(5, 5);
    await soon(async () => (await titles(page))[0]).toBe('Book the venue');
    await soon(() => row.getByText('moved', { exact: true }).count()).toBe(0);
  });

  it('web W10: a row that others delete stays with a mark while somebody is at it', async () => {
    const { page } = member;
    const { id } = await scene.post(`/boards/${scene.boardId}/items`, {
      title: 'A short life',
      groupId: scene.groupId,
    });
    const row = page.locator(`[data-item="${id}"]`);
    await row.hover();
    await scene.post(`/items/${id}`, undefined, 'DELETE');
    await row.getByText('deleted', { exact: true }).waitFor();
    await page.mouse.move(5, 5);
    await row.waitFor({ state: 'detached' });
  });
});
