import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, renamePerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { expectHeading, expectNotice, logIn } from './screens.fixture.ts';

const TITLE = 'Who can see this board';

describe.skipIf(!hasChromium)('the people of a board', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let owner: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    const { guest, member } = scene;
    await renamePerson(app.server, guest, 'Grete Guest');
    await renamePerson(app.server, member, 'Max Member');
    owner = await openDeviceOf(scene.owner);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openDeviceOf(person: Person): Promise<Device> {
    const device = await app.openDevice();
    await logIn(device.page, person);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    return device;
  }
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const statusFor = async (person: Person) =>
    (await scene.as(person, 'GET', `/boards/${scene.boardId}`)).status;

  it('SPEC A4: the menu of a board leads to everybody who sees it, with why', async () => {
    const { page } = owner;
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: TITLE }).click();
    await expectHeading(page, TITLE);
    const why = (name: string, text: string) =>
      rowOf(page, name).getByRole('cell', { name: text, exact: true }).waitFor();
    await why('Max Member', 'Member: sees open boards');
    await why('Test Person', 'Named on this board · Owner: sees every board');
    expect(await rowOf(page, 'Grete Guest').count()).toBe(0);
  });

  it('SPEC B8: somebody is found by name and added, gets another level, is taken off and comes back by Undo', async () => {
    const { page } = owner;
    await page.getByRole('combobox', { name: 'Level of those you add' }).selectOption('viewer');
    await page.getByRole('searchbox', { name: 'Name or address of a member' }).fill('grete');
    await page.getByRole('button', { name: 'Add Grete Guest' }).click();
    const level = rowOf(page, 'Grete Guest').getByRole('combobox');
    await expect.poll(() => level.inputValue()).toBe('viewer');
    expect(await statusFor(scene.guest)).toBe(200);
    await level.selectOption('commenter');
    await expect.poll(() => level.inputValue()).toBe('commenter');
    await page.getByRole('button', { name: 'Remove Grete Guest' }).click();
    await expectNotice(page, 'Grete Guest is no longer named on this board');
    await expect.poll(() => rowOf(page, 'Grete Guest').count()).toBe(0);
    expect(await statusFor(scene.guest)).toBe(404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => level.inputValue()).toBe('commenter');
    expect(await statusFor(scene.guest)).toBe(200);
  });

  it('SPEC A4: closing the board leaves those named on it; a search finds among them', async () => {
    const { page } = owner;
    await page.getByLabel('Who can see it').selectOption('private');
    await expect.poll(() => rowOf(page, 'Max Member').count()).toBe(0);
    await rowOf(page, 'Grete Guest').waitFor();
    await page.getByRole('searchbox', { name: 'Search people' }).fill('nobody');
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await rowOf(page, 'Grete Guest').waitFor();
  });

  it('web W44: a search of members that fails says so, and is tried again in place', async () => {
    const { page } = owner;
    await page.route(/\/members\?.*search=/, (route) => route.abort());
    const search = page.getByRole('searchbox', { name: 'Name or address of a member' });
    await search.fill('max memb');
    const failure = page.getByRole('main').getByRole('alert');
    await failure.getByText(/cannot be reached/).waitFor();
    expect(await page.getByText(/^No other member/).count()).toBe(0);
    await page.unroute(/\/members\?.*search=/);
    await failure.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Add Max Member' }).waitFor();
    expect(await failure.count()).toBe(0);
  });

  it('web W43: who is not among the first matches is not said to be missing', async () => {
    const { page } = owner;
    const aman = await addMember(app.server, scene.owner, scene.organizationId, 'member');
    await renamePerson(app.server, aman, 'Max Aman');
    // As in an organization of more than fifty who match.
    await page.route(/\/members\?.*search=/, (route) =>
      route.continue({ url: route.request().url().replace('limit=50', 'limit=1') }),
    );
    const search = page.getByRole('searchbox', { name: 'Name or address of a member' });
    const add = (name: string) => page.getByRole('button', { name: `Add ${name}` });
    const more = page.getByText(/^More members match\./);
    await search.fill('max m');
    await add('Max Member').waitFor();
    expect(await more.count()).toBe(0);
    await search.fill('max');
    await more.waitFor();
    await add('Max Aman').click();
    await rowOf(page, 'Max Aman').getByRole('combobox').waitFor();
    await page.getByText(/^Nobody is left to add among the first 50 matches/).waitFor();
    expect(await page.getByText(/^No other member/).count()).toBe(0);
    await search.fill('nobody of this name');
    await page.getByText(/^No other member is found/).waitFor();
    await page.unroute(/\/members\?.*search=/);
    await search.fill('');
  });

  it('security S49: a guest reads who is beside them, and changes nothing', async () => {
    const { page } = await openDeviceOf(scene.guest);
    await page.goto(`/boards/${scene.boardId}/people`);
    await expectHeading(page, TITLE);
    await rowOf(page, 'Grete Guest')
      .getByRole('cell', { name: 'Can comment', exact: true })
      .waitFor();
    expect(await page.getByRole('main').getByRole('combobox').count()).toBe(0);
    expect(await page.getByRole('button', { name: /^Remove / }).count()).toBe(0);
    expect(await page.getByText('@').count()).toBe(0);
  });
});
