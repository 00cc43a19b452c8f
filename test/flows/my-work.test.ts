import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { expectHeading, logIn } from './screens.fixture.ts';

const DAY_MS = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const DONE = { id: crypto.randomUUID(), name: 'Done', color: 'green', isDone: true };
const STUCK = { id: crypto.randomUUID(), name: 'Stuck', color: 'red' };

describe.skipIf(!hasChromium)('My work', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;
  const fields = { who: '', status: '', date: '' };

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    fields.who = await addColumn('person');
    fields.status = await addColumn('status', { options: [STUCK, DONE] });
    fields.date = await addColumn('date');
    device = await app.openDevice();
    await logIn(device.page, scene.member);
    await device.page.getByRole('button', { name: /^Account menu of / }).waitFor();
  }, 120_000);
  afterAll(() => app?.stop());

  const post = async (path: string, body: object) => {
    const answer = await scene.as(scene.owner, 'POST', path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return answer.body.data.id as string;
  };
  const addColumn = (type: string, settings = {}) =>
    post(`/boards/${scene.boardId}/columns`, { type, name: type, settings });
  const addItem = (title: string, due?: string) =>
    post(`/boards/${scene.boardId}/items`, {
      title,
      groupId: scene.groupId,
      values: {
        [fields.who]: [scene.member.userId],
        [fields.status]: STUCK.id,
        ...(due !== undefined && { [fields.date]: due }),
      },
    });
  const inGroup = (page: Page, name: string) => page.getByRole('list', { name, exact: true });

  it('web W2, W43: G then M leads to My work, which says that nothing waits and where to go', async () => {
    const { page } = device;
    await expectHeading(page, /^Hello/);
    expect(await page.getByRole('heading', { name: 'Assigned to you' }).count()).toBe(0);
    await page.keyboard.press('g');
    await page.keyboard.press('m');
    await expectHeading(page, 'My work');
    await page.getByText('Nothing waits for you').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Open boards' }).click();
    await expectHeading(page, 'Boards');
  });

  it('web W2: items stand under overdue, today, later and no date; J goes to them, Enter opens one in its board', async () => {
    const { page } = device;
    await addItem('Whenever');
    await addItem('Far away', dayIn(40));
    await addItem('Today', dayIn(0));
    await addItem('Long ago', dayIn(-40));
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: /^My work/ })
      .click();
    await inGroup(page, 'Overdue')
      .getByRole('link', { name: /Long ago.*Stuck.*Overdue since/ })
      .waitFor();
    for (const [group, title] of [
      ['Today', 'Today'],
      ['Later', 'Far away'],
      ['No date', 'Whenever'],
    ] as const) {
      expect(await inGroup(page, group).getByRole('link').allInnerTexts()).toEqual([
        expect.stringContaining(title),
      ]);
    }
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page
      .getByRole('complementary')
      .or(page.getByRole('dialog'))
      .getByText('Long ago')
      .first()
      .waitFor();
    expect(new URL(page.url()).pathname).toBe(`/boards/${scene.boardId}`);
  });

  it('web W2: home shows the first of it; what is done is gone from both', async () => {
    const { page } = device;
    const home = `/o/${scene.organizationId}`;
    await page.goto(home);
    const section = page
      .getByRole('main')
      .locator('section', { hasText: 'Assigned to you' })
      .last();
    await section.getByRole('link', { name: /Long ago/ }).waitFor();
    const items = (
      await scene.as(scene.member, 'GET', `/organizations/${scene.organizationId}/assigned-items`)
    ).body.data;
    for (const { id } of items) {
      const values = { [fields.status]: DONE.id };
      await scene.as(scene.member, 'PATCH', `/items/${id}`, { values });
    }
    await page.goto(`${home}/my-work`);
    await page.getByText('Nothing waits for you').waitFor();
    await page.goto(home);
    await expectHeading(page, /^Hello/);
    await page.getByRole('link', { name: 'Launch', exact: true }).first().waitFor();
    expect(await page.getByRole('heading', { name: 'Assigned to you' }).count()).toBe(0);
  });

  it('an option of a status that is told to mean done takes its items off My work', async () => {
    const { page } = device;
    await addItem('Stuck for good');
    await page.goto(`/o/${scene.organizationId}/my-work`);
    await page.getByRole('link', { name: /Stuck for good/ }).waitFor();
    await page.goto(`/boards/${scene.boardId}`);
    await page.locator(`[data-head="${fields.status}"]`).click();
    await page.getByRole('menuitem', { name: 'Edit column' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit column' });
    const marks = (number: number) =>
      dialog.getByRole('button', { name: `Option ${number} means done` });
    expect(await marks(2).getAttribute('aria-pressed')).toBe('true');
    await marks(1).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.goto(`/o/${scene.organizationId}/my-work`);
    await page.getByText('Nothing waits for you').waitFor();
  });
});
