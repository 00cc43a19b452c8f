import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, expectNotice, logIn, rowOf } from './screens.fixture.ts';

describe.skipIf(!hasChromium)('web W18: trash and archive', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let owner: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    owner = await app.openDevice();
    await logIn(owner.page, scene.owner);
    await owner.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await fillTrash();
  }, 120_000);
  afterAll(() => app?.stop());

  async function call(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await scene.as(scene.owner, method, path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data.id as string;
  }

  async function fillTrash(): Promise<void> {
    const { boardId, groupId } = scene;
    const add = (title: string) => call('POST', `/boards/${boardId}/items`, { title, groupId });
    for (const title of ['Draft one', 'Draft two'])
      await call('DELETE', `/items/${await add(title)}`);
    await call('POST', `/items/${await add('Put away')}/archive`, {});
    const group = await call('POST', `/boards/${boardId}/groups`, { name: 'Ideas' });
    await call('POST', `/boards/${boardId}/items`, { title: 'An idea', groupId: group });
    await call('DELETE', `/groups/${group}`);
    const column = await call('POST', `/boards/${boardId}/columns`, { type: 'text', name: 'Note' });
    await call('DELETE', `/columns/${column}`);
  }

  const open = async () => {
    await owner.page.goto(`/boards/${scene.boardId}/trash`);
    await owner.page.getByRole('table').waitFor();
  };

  it('lists items, groups and columns with who and when, and how long they stay', async () => {
    const { page } = owner;
    await open();
    for (const name of ['Draft one', 'Draft two', 'Ideas', 'Note']) {
      const text = await rowOf(page, name).innerText();
      expect(text).toMatch(/by .+/);
      expect(text).toContain('in 30 days');
    }
    expect(await rowOf(page, 'Ideas').innerText()).toContain('with 1 item');
    expect(await rowOf(page, 'Put away').count()).toBe(0);
    await page.getByText('Archive', { exact: true }).click();
    await rowOf(page, 'Put away').waitFor();
  });

  it('finds by name, says when nothing fits, and restores', async () => {
    const { page } = owner;
    await open();
    const search = page.getByLabel('Search trash and archive');
    await search.fill('draft two');
    await expect.poll(() => page.getByRole('button', { name: /^Restore / }).count()).toBe(1);
    await search.fill('xyzzy');
    await page.getByText('Nothing here fits the search.').waitFor();
    await page.getByRole('button', { name: 'Clear search' }).click();
    await page.getByRole('button', { name: 'Restore Draft one' }).click();
    await expectNotice(page, 'Draft one is back');
    await expect.poll(() => rowOf(page, 'Draft one').count()).toBe(0);
    await page.getByRole('button', { name: 'Restore Note' }).click();
    await expectNotice(page, 'Note is back');
    const notice = page.locator('[data-toaster]').getByRole('listitem').filter({ hasText: 'Note' });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Restore Note' }).waitFor();
    await page.getByRole('button', { name: 'Restore Ideas' }).click();
    await expectNotice(page, 'Ideas is back');
    await page.getByRole('link', { name: 'Back to the board' }).click();
    for (const title of ['Draft one', 'An idea'])
      await page.getByRole('gridcell', { name: title, exact: true }).waitFor();
  });

  it('deletes for good only once the name was typed', async () => {
    const { page } = owner;
    await open();
    await page.getByRole('button', { name: 'Delete Draft two for good' }).click();
    const dialog = dialogOf(page, 'Delete Draft two for good?');
    const button = dialog.getByRole('button', { name: 'Delete for good' });
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Draft one');
    expect(await button.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('Draft two');
    await button.click();
    await expectNotice(page, 'Draft two was deleted for good');
    await expect.poll(() => rowOf(page, 'Draft two').count()).toBe(0);
    const snapshot = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/snapshot`);
    expect(JSON.stringify(snapshot.body.data.items)).not.toContain('Draft two');
  });

  it('takes whole boards, gives them back, and lets go of them for good', async () => {
    const { page } = owner;
    const path = `/workspaces/${scene.workspaceId}/boards`;
    for (const name of ['Old plans', 'Older plans'])
      await call('DELETE', `/boards/${await call('POST', path, { name })}`);
    await page.goto(`/o/${scene.organizationId}/trash`);
    await page.getByRole('button', { name: 'Restore Older plans' }).click();
    await expectNotice(page, 'Older plans is back');
    await page.getByRole('button', { name: 'Delete Old plans for good' }).click();
    const dialog = dialogOf(page, 'Delete Old plans for good?');
    await dialog.getByRole('textbox').fill('Old plans');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('The trash is empty').waitFor();
  });

  it('web W6: a notice with Undo stays for 8 s, and for as long as the focus or the pointer is on it', async () => {
    const { page } = owner;
    await page.clock.install();
    await page.goto(`/o/${scene.organizationId}`);
    const card = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Older plans' });
    await card.getByRole('button', { name: 'Actions for Older plans' }).click();
    await page.getByRole('menuitem', { name: 'Archive', exact: true }).click();
    const undo = page.locator('[data-toaster]').getByRole('button', { name: 'Undo' });
    await undo.focus();
    await page.clock.runFor(60_000);
    expect(await undo.isVisible()).toBe(true);
    await page.getByRole('heading', { level: 1 }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.clock.runFor(7_000);
    expect(await undo.isVisible()).toBe(true);
    await page.clock.runFor(2_000);
    await undo.waitFor({ state: 'detached' });
  });

  it('security S12: caused no error in the console and no policy violation', () => {
    expect(owner.problems.faults).toEqual([]);
  });
});
