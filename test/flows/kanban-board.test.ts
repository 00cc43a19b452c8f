import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, renamePerson } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import {
  cardOf,
  columnOf,
  drag,
  goToBoard,
  listTitles,
  openBoardAs,
  soon,
} from './view-screen.fixture.ts';
import { createViewScene, type ViewScene } from './views.fixture.ts';

/** Two people at one kanban. */
describe.skipIf(!hasChromium)('the kanban', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: ViewScene;
  let owner: Device;
  let member: Device;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createViewScene(app.server);
    const settings = { kanbanBy: scene.columns.status };
    const search = `?view=kanban&with=${encodeURIComponent(JSON.stringify(settings))}`;
    owner = await openBoardAs(app, scene.owner, scene, search);
    member = await openBoardAs(app, scene.member, scene, search);
    await columnOf(member.page, 'To do').waitFor();
  }, 120_000);
  afterAll(() => app?.stop());

  const titlesIn = (page: Page, name: string) => listTitles(columnOf(page, name), scene.items);
  const expectIn = (page: Page, name: string, expected: readonly string[]) =>
    soon(() => titlesIn(page, name)).toEqual(expected);

  it('web W15: a drop sets the field, and the other screen follows', async () => {
    const { page } = owner;
    await expectIn(page, 'To do', ['Print the badges', 'Order catering']);
    await drag(page, cardOf(page, 'Print the badges'), cardOf(page, 'Invite speakers'), 0.1);
    await expectIn(page, 'Doing', ['Print the badges', 'Invite speakers', 'Rehearse the demo']);
    await expectIn(member.page, 'Doing', [
      'Print the badges',
      'Invite speakers',
      'Rehearse the demo',
    ]);
    await columnOf(member.page, 'To do').getByText('1', { exact: true }).waitFor();
  });

  it('web W15: Escape during a drag leaves the card where it was', async () => {
    const { page } = owner;
    const card = await cardOf(page, 'Order catering').boundingBox();
    const target = await columnOf(page, 'Done').boundingBox();
    if (!card || !target) throw new Error('nothing to drag');
    await page.mouse.move(card.x + 40, card.y + 12);
    await page.mouse.down();
    await page.mouse.move(target.x + 60, target.y + 120, { steps: 10 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expectIn(page, 'To do', ['Order catering']);
    await expectIn(page, 'Done', ['Book the venue']);
  });

  it('web W6: the toast takes a drop back', async () => {
    const { page } = owner;
    await drag(page, cardOf(page, 'Order catering'), columnOf(page, 'Done'));
    await expectIn(page, 'To do', []);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await page.mouse.move(5, 5);
    await expectIn(page, 'To do', ['Order catering']);
  });

  it('web W15: several selected cards move together', async () => {
    const { page } = owner;
    await cardOf(page, 'Invite speakers').click({ modifiers: ['ControlOrMeta'] });
    await cardOf(page, 'Rehearse the demo').click({ modifiers: ['ControlOrMeta'] });
    await drag(page, cardOf(page, 'Rehearse the demo'), columnOf(page, 'Done'), 0.9);
    await expectIn(page, 'Done', ['Book the venue', 'Invite speakers', 'Rehearse the demo']);
    await expectIn(member.page, 'Done', ['Book the venue', 'Invite speakers', 'Rehearse the demo']);
    await cardOf(page, 'Book the venue').focus();
    await page.keyboard.press('Escape');
  });

  it('web W37: cards are reached and moved by keys, and that is announced', async () => {
    const { page } = member;
    // Nothing moves under a pointer: this one is out of the way (web W10).
    await owner.page.mouse.move(5, 5);
    await cardOf(page, 'Book the venue').focus();
    await page.keyboard.press('ArrowDown');
    const isFocused = (title: string) =>
      cardOf(page, title).evaluate((card) => card === document.activeElement);
    await soon(() => isFocused('Invite speakers')).toBe(true);
    await page.keyboard.press('Alt+ArrowUp');
    await expectIn(page, 'Done', ['Invite speakers', 'Book the venue', 'Rehearse the demo']);
    await page
      .getByRole('status')
      .getByText('Invite speakers: place 1 of 3 in Done')
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Alt+ArrowLeft');
    await expectIn(owner.page, 'Doing', ['Invite speakers', 'Print the badges']);
    await soon(() => isFocused('Invite speakers')).toBe(true);
  });

  it('web W37: “Move to…” is in the menu', async () => {
    const { page } = member;
    await page.getByRole('button', { name: 'Actions for Invite speakers' }).click();
    await page.getByRole('menuitem', { name: 'Done' }).click();
    await expectIn(owner.page, 'Doing', ['Print the badges']);
  });

  it('web W1: the context menu of a card moves it, too', async () => {
    const { page } = member;
    await cardOf(page, 'Invite speakers').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move to To do' }).click();
    await expectIn(owner.page, 'To do', ['Order catering', 'Invite speakers']);
  });

  it('web W15: a new item gets the field of its column', async () => {
    const { page } = member;
    const column = columnOf(page, 'Doing');
    await column.getByRole('button', { name: 'Add item to Doing' }).first().click();
    await page.keyboard.type('Write the invoice');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Thank the guests');
    await page.keyboard.press('Enter');
    await columnOf(owner.page, 'Doing').getByText('Thank the guests').waitFor();
    await cardOf(owner.page, 'Write the invoice').waitFor();
  });

  it('web W8: Enter opens the item', async () => {
    const { page } = member;
    await cardOf(page, 'Print the badges').focus();
    await page.keyboard.press('Enter');
    await soon(() => new URL(page.url()).searchParams.get('item')).toBe(
      scene.items['Print the badges'],
    );
    expect(new URL(page.url()).searchParams.get('view')).toBe('kanban');
  });

  it('web W2: Space looks into a card and the focus stays; C adds one to its column', async () => {
    const { page } = member;
    await page.keyboard.press('Escape');
    const panel = page.getByRole('complementary', { name: 'Item', exact: true });
    await panel.waitFor({ state: 'detached' });
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('data-item') ?? '');
    await cardOf(page, 'Print the badges').focus();
    await page.keyboard.press('Space');
    await panel.getByText('Print the badges').first().waitFor();
    expect(await focused()).toBe(scene.items['Print the badges']);
    await page.keyboard.press('ArrowDown');
    const next = await focused();
    expect(next).not.toBe(scene.items['Print the badges']);
    await soon(() => new URL(page.url()).searchParams.get('item')).toBe(next);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    expect(await focused()).toBe(next);
    await page.keyboard.press('c');
    await soon(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await page.keyboard.press('Escape');
  });

  it('web W15: by person, everybody who can have an item has a column', async () => {
    const { page } = owner;
    const late = await addMember(app.server, scene.owner, scene.organizationId, 'member');
    const name = 'Zoe Newcomer';
    await renamePerson(app.server, late, name);
    const settings = { kanbanBy: scene.columns.owner };
    const search = `?view=kanban&with=${encodeURIComponent(JSON.stringify(settings))}`;
    await goToBoard(page, scene.boardId, search);
    await page.getByRole('region', { name: `${name}, 0` }).waitFor();
    // What a card says of its item stands below its title, and not over it.
    await cardOf(page, 'Book the venue').getByRole('heading').click({ trial: true });
    await cardOf(page, 'Book the venue').getByText('Done', { exact: true }).waitFor();
    await drag(page, cardOf(page, 'Book the venue'), columnOf(page, name));
    await page.getByRole('region', { name: `${name}, 1` }).waitFor();
    const path = `/items/${scene.items['Book the venue']}`;
    await soon(async () => {
      const { body } = await scene.as(scene.owner, 'GET', path);
      return body.data.values[scene.columns.owner];
    }).toEqual([late.userId]);
  });
});
