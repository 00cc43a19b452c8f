import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { tell } from './inbox.fixture.ts';
import { panelOf } from './item-screen.fixture.ts';
import { dialogOf, expectHeading, expectNotice, logIn } from './screens.fixture.ts';

/** Longer than it takes to press the next key. */
const LATE_MS = 600;

describe.skipIf(!hasChromium)('the inbox in two browsers', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let desk: Device;
  let phone: Device;
  let personColumn: string;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    const column = { type: 'person', name: 'Owner', settings: {} };
    const made = await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/columns`, column);
    personColumn = made.body.data.id;
    desk = await app.openDevice();
    phone = await app.openDevice({ viewport: { width: 390, height: 844 } });
    for (const { page } of [desk, phone]) {
      await logIn(page, scene.member);
      await expectHeading(page, /^Hello/);
    }
  }, 120_000);
  afterAll(() => app?.stop());

  const path = () => `/o/${scene.organizationId}/inbox`;
  const assign = async (title: string) => {
    const values = { [personColumn]: [scene.member.userId] };
    const body = { groupId: scene.groupId, title, values };
    const answer = await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data.id as string;
  };
  const say = (title: string) =>
    tell(app.server, {
      organizationId: scene.organizationId,
      userId: scene.member.userId,
      content: { title, body: 'Said by a program.' },
    });
  /** Shown at once, but only what the server has decides about the next notice. */
  const saved = async (page: Page, act: () => Promise<void>) => {
    const answer = page.waitForResponse(
      (response) =>
        response.url().endsWith('/preferences') && response.request().method() === 'PUT',
    );
    await act();
    await answer;
  };
  const list = (page: Page) => page.getByRole('list', { name: 'Notifications' });
  const row = (page: Page, title: string) =>
    list(page).getByRole('listitem').filter({ hasText: title }).first();
  const link = (page: Page, count: number) =>
    page
      .getByRole('navigation')
      .getByRole('link', { name: count === 0 ? 'Inbox' : `Inbox ${count} unread`, exact: true })
      .first();

  it('web W17: whoever is assigned sees it at once, on any page and any device, and it opens the item', async () => {
    await link(desk.page, 0).waitFor();
    await assign('Pack the boxes');
    await link(desk.page, 1).waitFor();
    await link(phone.page, 1).waitFor();
    await desk.page.keyboard.press('g');
    await desk.page.keyboard.press('i');
    await expectHeading(desk.page, 'Inbox');
    await phone.page.goto(path());
    await row(phone.page, 'Pack the boxes').waitFor();
    await row(desk.page, 'assigned you to Pack the boxes').getByRole('link').click();
    await panelOf(desk.page).getByText('Pack the boxes').first().waitFor();
    await link(phone.page, 0).waitFor();
    await desk.page.goBack();
    await row(desk.page, 'Pack the boxes').waitFor();
  });

  it('web W17: what is done by key in one browser shows in the other, though answers come late', async () => {
    await say('Nightly backup');
    await say('Disk is full');
    await row(phone.page, 'Disk is full').waitFor();
    await row(desk.page, 'Disk is full').waitFor();
    await desk.page.route('**/inbox/changes?*', async (route) => {
      const answer = await route.fetch();
      await setTimeout(LATE_MS);
      await route.fulfill({ response: answer });
    });
    await desk.page.keyboard.press('j');
    await desk.page.keyboard.press('u');
    await link(phone.page, 1).waitFor();
    await desk.page.keyboard.press('u');
    await link(phone.page, 2).waitFor();
    await desk.page.keyboard.press('e');
    await row(phone.page, 'Disk is full').waitFor({ state: 'detached' });
    await expectNotice(desk.page, 'Archived');
    await desk.page.getByRole('button', { name: 'Undo' }).click();
    await row(phone.page, 'Disk is full').waitFor();
    await link(phone.page, 2).waitFor();
    await desk.page.unrouteAll({ behavior: 'wait' });
  });

  it('web W17: what is snoozed goes, is under its own filter, and comes back to the top', async () => {
    const { page } = desk;
    await row(page, 'Nightly backup').getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Snooze' }).click();
    await dialogOf(page, 'Snooze until').getByText('Tomorrow morning').click();
    await row(phone.page, 'Nightly backup').waitFor({ state: 'detached' });
    await page.getByText(/^Snoozed/).click();
    await row(page, 'Nightly backup').waitFor();
    await app.server.database.query(
      'update inbox_items set snoozed_until = now() where snoozed_until is not null',
    );
    await row(phone.page, 'Nightly backup').waitFor();
    expect(await list(phone.page).getByRole('listitem').first().innerText()).toContain('Nightly');
  });

  it('web W17: all can be read at once, and says why it came', async () => {
    await phone.page.getByRole('button', { name: 'Mark all as read' }).click();
    await link(desk.page, 0).waitFor();
    await row(phone.page, 'Pack the boxes').getByRole('button', { name: 'More actions' }).click();
    await phone.page.getByRole('menuitem', { name: 'Why did I get this?' }).click();
    const dialog = dialogOf(phone.page, 'Why did I get this?');
    await dialog.getByText('You were assigned to this item.').waitFor();
    await dialog.getByText('Here, in your inbox').waitFor();
    await dialog.getByText('E-mail').waitFor();
    await phone.page.keyboard.press('Escape');
  });

  it('web G1: a muted board says nothing more, until that is taken back', async () => {
    const { page } = desk;
    await page.goto('/boards/' + scene.boardId);
    await page.getByRole('button', { name: 'Actions for Launch' }).first().click();
    await page.getByRole('menuitem', { name: 'Notifications…' }).click();
    const dialog = dialogOf(page, 'Notifications of Launch');
    await saved(page, () => dialog.getByRole('switch', { name: 'Mute' }).click());
    await dialog.getByText('Comments', { exact: true }).waitFor({ state: 'detached' });
    await assign('Never heard of');
    await page.goto('/settings/notifications');
    await page.getByText('Muted', { exact: true }).waitFor();
    const takeBack = page.getByRole('button', { name: 'Take back the choices for Launch' });
    await saved(page, () => takeBack.click());
    await page.getByText('None differ.', { exact: false }).waitFor();
    await assign('Heard again');
    await row(phone.page, 'Heard again').waitFor();
    expect(await list(phone.page).getByText('Never heard of').count()).toBe(0);
  });

  it('security S21: of a board that is lost nothing stands in the inbox, even before it is read anew', async () => {
    const { page } = phone;
    await row(page, 'Heard again').getByRole('link').click();
    await panelOf(page).getByText('Heard again').first().waitFor();
    const visibility = `/boards/${scene.boardId}/visibility`;
    await scene.as(scene.owner, 'PUT', visibility, { visibility: 'private' });
    await expectHeading(page, 'You no longer have access to this board');
    let letGo = () => undefined as void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(/\/inbox\?/, async (route) => {
      await held;
      await route.fallback();
    });
    await page.goBack();
    await expectHeading(page, 'Inbox');
    expect(await page.getByText('Heard again').count()).toBe(0);
    letGo();
    await row(page, 'Something that you cannot see any more').waitFor();
    await page.unrouteAll({ behavior: 'wait' });
  });

  it('web W17: the page shows nothing that went wrong', async () => {
    for (const { problems } of [desk, phone]) expect(problems.faults).toEqual([]);
  });
});
