import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import type { Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { cellOf, focusedCell, nameOfCell, pillOf, rowOf, write } from './board-screen.fixture.ts';
import { dialogOf, expectHeading, expectNotice, logIn } from './screens.fixture.ts';
import { trelloBoard } from './trello-board.fixture.ts';

/** Two people look at one board. */
describe.skipIf(!hasChromium)('the board page', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let owner: Device;
  let member: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    owner = await openDeviceOf(scene.owner);
    member = await openDeviceOf(scene.member);
    await addColumn('Note', 'text', { conflictPolicy: 'user_choice' });
    await addColumn('Budget', 'number');
    await addColumn('Mail', 'email');
    for (const title of ['Pack', 'Ship', 'Invoice']) await addItem(title);
    for (const { page } of [owner, member]) await openBoard(page);
  }, 120_000);
  afterAll(() => app?.stop());

  async function openDeviceOf(person: Person): Promise<Device> {
    const device = await app.openDevice();
    await logIn(device.page, person);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
    return device;
  }

  async function post(path: string, body: unknown) {
    const answer = await scene.as(scene.owner, 'POST', path, body);
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  }

  const addColumn = (name: string, type: string, settings = {}) =>
    post(`/boards/${scene.boardId}/columns`, { name, type, settings });
  const addItem = (title: string) =>
    post(`/boards/${scene.boardId}/items`, { title, groupId: scene.groupId });

  async function openBoard(page: Page): Promise<void> {
    await page.goto(`/boards/${scene.boardId}`);
    await page.getByRole('heading', { name: 'Launch', exact: true }).waitFor();
    await pillOf(page, 'Saved').waitFor();
  }

  const readItems = async () => {
    const { body } = await scene.as(scene.owner, 'GET', `/boards/${scene.boardId}/items`);
    return JSON.stringify(body.data);
  };
  // One test that fails offline takes no other along.
  afterEach(() => owner.context.setOffline(false));

  it('live L47: an edit appears on the other screen, and whose focus is where', async () => {
    const { page } = owner;
    await cellOf(page, 'Pack', 'Item').click();
    await page.keyboard.type('Pack the boxes');
    await page.keyboard.press('Enter');
    await cellOf(member.page, 'Pack the boxes', 'Item').waitFor();
    await cellOf(page, 'Ship', 'Note').click();
    await cellOf(member.page, 'Ship', 'Note').getByText('Test Person').waitFor();
    await member.page.getByText('Also here: Test Person').waitFor({ state: 'attached' });
  });

  it('web W4: cells are edited by keys alone', async () => {
    const { page } = owner;
    const { keyboard } = page;
    await cellOf(page, 'Ship', 'Note').click();
    await keyboard.type('by sea');
    await keyboard.press('Tab');
    await expect.poll(() => focusedCell(page)).toBe(await nameOfCell(page, 'Ship', 'Budget'));
    await keyboard.type('12x');
    await keyboard.press('Enter');
    await page.getByRole('alert').getByText('Type a number.').waitFor();
    await keyboard.press('Backspace');
    await keyboard.press('Enter');
    await cellOf(member.page, 'Ship', 'Budget').getByText('12', { exact: true }).waitFor();
    await cellOf(member.page, 'Ship', 'Note').getByText('by sea').waitFor();
    // Enter went down one row; Escape leaves what was there.
    await keyboard.press('ArrowUp');
    await keyboard.press('F2');
    await keyboard.type('99');
    await keyboard.press('Escape');
    await cellOf(page, 'Ship', 'Budget').getByText('12', { exact: true }).waitFor();
    await keyboard.press('Delete');
    const amount = cellOf(member.page, 'Ship', 'Budget').getByText('12', { exact: true });
    await amount.waitFor({ state: 'detached' });
  });

  it('web W25: a refused value stays in its cell with the reason', async () => {
    const { page } = owner;
    await cellOf(page, 'Ship', 'Mail').click();
    await page.keyboard.type('nobody');
    await page.keyboard.press('Enter');
    const cell = cellOf(page, 'Ship', 'Mail');
    await cell.getByText(/^Not saved: /).waitFor({ state: 'attached' });
    await cell.click();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Mail' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Mail' }).inputValue()).toBe('nobody');
    await page.keyboard.type('@example.test');
    await page.keyboard.press('Enter');
    await cellOf(member.page, 'Ship', 'Mail').getByText('nobody@example.test').waitFor();
  });

  it('live L47: an edit made offline waits, and arrives', async () => {
    const { page, context } = owner;
    await context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await write(page, 'Invoice', 'Note', 'net 30');
    await pillOf(page, 'Offline – 1 waiting').click();
    await dialogOf(page, '1 edit waits').getByText('Note of Invoice → net 30').waitFor();
    await page.keyboard.press('Escape');
    expect(await cellOf(member.page, 'Invoice', 'Note').innerText()).toBe('');
    await context.setOffline(false);
    await cellOf(member.page, 'Invoice', 'Note').getByText('net 30').waitFor();
    await pillOf(page, 'Saved').waitFor();
  });

  it('live L47: a conflict is shown to both, and resolved by whom it concerns', async () => {
    const { page, context } = owner;
    await context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await write(page, 'Invoice', 'Note', 'net 60');
    await write(member.page, 'Invoice', 'Note', 'net 14');
    // Theirs comes first, or they would be the ones to decide.
    await expect.poll(readItems, { timeout: 20_000 }).toContain('net 14');
    await context.setOffline(false);
    const badge = cellOf(page, 'Invoice', 'Note').getByRole('button', { name: 'Decide' });
    await badge.click();
    const dialog = dialogOf(page, 'Which value of “Note” stays?');
    await dialog.getByText('net 60').waitFor();
    // At once: before the answer to one's own edit is there, one's own value lies over what stands (live L18).
    expect(await dialog.innerText()).toContain('net 14');
    const other = cellOf(member.page, 'Invoice', 'Note');
    // Who does not decide is told that somebody does (web W24).
    await other.getByRole('button', { name: 'Being decided' }).waitFor();
    await dialog.getByRole('button', { name: 'Use mine' }).click();
    await other.getByText('net 60').waitFor();
    await badge.waitFor({ state: 'detached' });
  });

  it('live L47: a reload with waiting edits loses none of them', async () => {
    const { page, context } = owner;
    await context.setOffline(true);
    await pillOf(page, /^Offline/).waitFor();
    await write(page, 'Ship', 'Note', 'by air');
    await pillOf(page, 'Offline – 1 waiting').waitFor();
    // Offline there is no page to load: the browser's own error stands there for now.
    await page.reload().catch(() => undefined);
    await context.setOffline(false);
    await openBoard(page);
    await cellOf(page, 'Ship', 'Note').getByText('by air').waitFor();
    await cellOf(member.page, 'Ship', 'Note').getByText('by air').waitFor();
  });

  it('web W18: a deleted item comes back by undo', async () => {
    const { page } = owner;
    await cellOf(page, 'Pack the boxes', 'Item').click();
    await page.getByRole('button', { name: 'Actions for Pack the boxes' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    // Nothing moves under a pointer: this one leaves the board (web W10).
    await member.page.mouse.move(5, 5);
    await rowOf(member.page, 'Pack the boxes').waitFor({ state: 'detached' });
    await page.locator('[data-toaster]').getByRole('button', { name: 'Undo' }).click();
    await rowOf(member.page, 'Pack the boxes').waitFor();
  });

  it('SPEC B3: comments and reactions appear as they are made', async () => {
    const address = /\?item=/;
    for (const { page } of [owner, member]) {
      await page.getByRole('button', { name: /^Open Ship, / }).click();
      await page.waitForURL(address);
    }
    await owner.page.getByLabel('Comment', { exact: true }).fill('The truck is late');
    await owner.page.getByRole('button', { name: 'Send' }).click();
    await member.page.getByText('The truck is late').waitFor();
    await member.page.getByRole('button', { name: 'React' }).click();
    await member.page.getByRole('button', { name: 'React with 👀' }).click();
    await owner.page.getByRole('button', { name: /^👀 1, by / }).waitFor();
    await owner.page.keyboard.press('Escape');
  });

  it('SPEC B6: a Trello board comes in by the page, and is taken back', async () => {
    const { page } = owner;
    await page.goto(`/o/${scene.organizationId}/import`);
    await page.getByLabel('File').setInputFiles({
      name: 'garden.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(trelloBoard())),
    });
    await page.getByRole('button', { name: 'Upload and look into it' }).click();
    await page.getByText('This is a Trello board named “Garden”.').waitFor();
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByRole('link', { name: 'Open the board' }).click();
    await expectHeading(page, 'Garden');
    await rowOf(page, 'Plant the tree').waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Undo import' }).click();
    const question = dialogOf(page, 'Undo this import?');
    await question.getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('Undone', { exact: true }).waitFor();
    await page.goto(`/o/${scene.organizationId}/boards`);
    await page.getByRole('main').getByRole('link', { name: 'Launch' }).waitFor();
    expect(await page.getByRole('link', { name: 'Garden' }).count()).toBe(0);
  });

  it('web W26: an open page whose reader loses access says so, and shows nothing more', async () => {
    const { page } = member;
    const path = `/boards/${scene.boardId}/visibility`;
    await scene.as(scene.owner, 'PUT', path, { visibility: 'organization' });
    // Live: whoever loses a board before that is told that it is not theirs to open.
    await openBoard(page);
    await rowOf(page, 'Ship').waitFor();
    await scene.as(scene.owner, 'PUT', path, { visibility: 'private' });
    await expectHeading(page, 'You no longer have access to this board');
    expect(await page.getByText('Ship').count()).toBe(0);
  });

  it('web W26: a board that is deleted while it is open says so', async () => {
    const { page } = owner;
    await openBoard(page);
    await page.getByRole('button', { name: 'Actions for Launch' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expectHeading(page, 'This board was deleted');
    await page.goto(`/o/${scene.organizationId}/trash`);
    await page.getByRole('button', { name: 'Restore Launch' }).click();
    await expectNotice(page, 'Launch is back');
  });

  it('security S12: caused no error in the console and no policy violation', () => {
    const isOffline = (fault: string) => /ERR_INTERNET_DISCONNECTED|WebSocket/.test(fault);
    const faults = [owner, member].flatMap(({ problems }) => problems.faults);
    expect(faults.filter((fault) => !isOffline(fault))).toEqual([]);
  });
});
