import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { addMember } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { pillOf } from './board-screen.fixture.ts';
import { expectNotice, logIn } from './screens.fixture.ts';

/** The owner shares a board, a member loses it, and French is spoken. */
describe.skipIf(!hasChromium)('sharing', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let owner: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    owner = await openBoardAs(scene.owner);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openBoardAs(person: BoardScene['owner']): Promise<Device> {
    const device = await app.openDevice();
    const { page } = device;
    await logIn(page, person);
    await page.getByRole('button', { name: /^Account menu of / }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    await pillOf(page, 'Saved').waitFor();
    return device;
  }

  it('SPEC B8: a link is made with an end, opened by a stranger, and listed with its use', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Share Launch' });
    await dialog.getByRole('combobox', { name: 'How long the link works' }).selectOption('7');
    await dialog.getByRole('button', { name: 'Create link' }).click();
    const look = dialog.getByRole('link', { name: 'See what someone with this link sees' });
    const url = await look.getAttribute('href');
    await dialog.getByText(/Not used yet · Until /).waitFor();
    const stranger = await app.openDevice();
    await stranger.page.goto(new URL(url ?? '').pathname);
    await stranger.page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('SPEC B2, web W6: the settings change name and prefix, on open screens at once, and Undo takes it back', async () => {
    const { page } = owner;
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: 'Board settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Board settings' });
    await dialog.getByLabel('Board name').fill('Lift-off');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('heading', { name: 'Lift-off', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
  });

  it('web W44: the list of members says when it is not all of them, and when it cannot be read', async () => {
    const { page } = owner;
    const pattern = /\/members\?limit=100/;
    const share = page.getByRole('button', { name: 'Share', exact: true });
    const dialog = page.getByRole('dialog', { name: 'Share Launch' });
    await page.route(pattern, (route) => route.abort());
    await page.reload();
    await share.click();
    await dialog
      .getByRole('alert')
      .getByText(/cannot be reached/)
      .waitFor();
    await page.unroute(pattern);
    // As in an organization of more than a hundred.
    await page.route(pattern, (route) =>
      route.continue({ url: route.request().url().replace('limit=100', 'limit=1') }),
    );
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText(/Others are found by name under “Who can see this board”/).waitFor();
    await page.unroute(pattern);
    await page.keyboard.press('Escape');
  });

  it('web W6: Undo of the settings leaves what somebody else has written since', async () => {
    const { page } = owner;
    const admin = await addMember(app.server, scene.owner, scene.organizationId, 'admin');
    const path = `/boards/${scene.boardId}`;
    const settings = async () => {
      const { body } = await scene.as(scene.owner, 'GET', path);
      const { name, description, prefix } = body.data as Record<string, string>;
      return { name, description, prefix };
    };
    const before = await settings();
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: 'Board settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Board settings' });
    await dialog.getByLabel('Board name').fill('Lift-off');
    // What the server makes of it is not what was typed: nobody else wrote that.
    await dialog.getByLabel('Description').fill(' To the moon ');
    await dialog.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('heading', { name: 'Lift-off', exact: true }).waitFor();
    const renamed = await scene.as(admin, 'PATCH', path, { name: 'Landing' });
    expect(renamed.status).toBe(200);
    await page.getByRole('heading', { name: 'Landing', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expectNotice(page, '1 value was changed by someone since and stayed');
    expect(await settings()).toEqual({ ...before, name: 'Landing' });
    await page.getByRole('heading', { name: 'Landing', exact: true }).waitFor();
    await scene.as(scene.owner, 'PATCH', path, { name: 'Launch' });
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
  });

  it('web W26: whoever loses access sees one sentence, and no copy of the board stays', async () => {
    const { page } = await openBoardAs(scene.member);
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/members/${scene.owner.userId}`, {
      level: 'owner',
    });
    await scene.as(scene.owner, 'PUT', `/boards/${scene.boardId}/visibility`, {
      visibility: 'private',
    });
    await page.getByRole('heading', { name: 'You no longer have access to this board' }).waitFor();
    expect(await page.getByRole('treegrid').count()).toBe(0);
    const sidebar = page.getByRole('complementary').first();
    await sidebar.getByRole('link', { name: 'Launch' }).first().waitFor({ state: 'detached' });
  });

  it('web W42: the profile’s language is spoken at once, also after a reload', async () => {
    const { page } = owner;
    await page.goto('/settings/profile');
    await page.getByLabel('Language, dates and numbers').selectOption('fr');
    await page
      .getByRole('form', { name: 'Language and region' })
      .getByRole('button', { name: 'Save changes' })
      .click();
    await page.getByRole('heading', { name: 'Langue et région' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('fr');
    await page.reload();
    await page.getByRole('heading', { name: 'Langue et région' }).waitFor();
  });
});
