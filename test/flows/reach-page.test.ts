import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { panelOf } from './item-screen.fixture.ts';
import { tell } from './inbox.fixture.ts';
import { expectHeading, expectNotice, logIn } from './screens.fixture.ts';

const sectionOf = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

describe.skipIf(!hasChromium)('where and when one is reached', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let desk: Device;

  beforeAll(async () => {
    app = await startTestApp({
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'never-used-anywhere',
      TWILIO_FROM: '+15005550006',
    });
    scene = await createBoardScene(app.server);
    desk = await app.openDevice();
    await logIn(desk.page, scene.member);
    await expectHeading(desk.page, /^Hello/);
  }, 120_000);
  afterAll(() => app?.stop());

  it('delivery D16: the digest comes at the hour and on the days that one chooses', async () => {
    const { page } = desk;
    await page.goto(`${app.server.url}/settings/notifications`);
    await expectHeading(page, 'Notifications');
    const section = sectionOf(page, 'Digests');
    await section.getByLabel('Time').selectOption('17');
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Sat', 'Sun'])
      await section.getByLabel(day, { exact: true }).uncheck({ force: true });
    await section.getByRole('button', { name: 'Save' }).click();
    await expectNotice(page, 'Changes saved');
    const { data } = (await scene.as(scene.member, 'GET', '/account/digest-time')).body;
    expect(data).toMatchObject({ hour: 17, days: [5] });
  });

  it('a telephone is proved by the code that came, and removed', async () => {
    const { page } = desk;
    const section = sectionOf(page, 'Telephone');
    await section.getByLabel('Telephone number').fill('0151');
    await section.getByRole('button', { name: 'Send a code' }).click();
    await section.getByRole('alert').waitFor();
    await section.getByLabel('Telephone number').fill('+49 151 1234 5678');
    await section.getByRole('button', { name: 'Send a code' }).click();
    const field = section.getByLabel('Code sent to +49***78');
    await field.waitFor();
    const [row] = await app.server.database.query<{ id: string; sealed: string }>(
      `select id, payload_sealed as sealed from messages where channels = array['sms'] order by id desc limit 1`,
    );
    const { sealer } = app.server.program.foundation;
    const said = sealer.open(row?.sealed ?? '', `messages.payload_sealed ${row?.id}`);
    const code = /\d{6}/.exec(said)?.[0] ?? '';
    await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'));
    await section.getByText('That is not the code').waitFor();
    await field.fill(code);
    await expectNotice(page, 'Text messages come to this number now');
    await section.getByText('+49***78', { exact: true }).waitFor();
    // Text messages are a way of the grid now.
    await page.getByLabel('Mentions: Text message').first().waitFor();
    await section.getByRole('button', { name: 'Remove the number' }).click();
    await expectNotice(page, 'The number is forgotten');
  });

  it('an item is followed and unfollowed from its panel, and left from an entry', async () => {
    const { page } = desk;
    const body = { groupId: scene.groupId, title: 'Loud item', values: {} };
    const made = await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, body);
    const itemId = made.body.data.id as string;
    await page.goto(`${app.server.url}/boards/${scene.boardId}?item=${itemId}`);
    const panel = panelOf(page);
    await panel.getByRole('button', { name: 'You do not follow this item' }).click();
    await page.getByRole('menuitem', { name: 'Follow', exact: true }).click();
    await panel.getByRole('button', { name: 'You follow this item' }).waitFor();
    const following = async () =>
      (await scene.as(scene.member, 'GET', `/items/${itemId}/following`)).body.data.follows;
    expect(await following()).toBe(true);
    const item = { id: itemId, title: 'Loud item' };
    const board = { id: scene.boardId, name: 'Launch' };
    const by = [{ id: scene.owner.userId, name: 'Owner' }];
    const excerpts = [{ by: by[0], text: 'Again', commentId: null, columnName: null }];
    const { organizationId, boardId } = scene;
    const about = { organizationId, boardId, itemId, userId: scene.member.userId };
    await tell(app.server, {
      ...about,
      type: 'commented',
      content: { item, board, by, excerpts, count: 1 },
    });
    const many = {
      item,
      board,
      by,
      items: [item],
      count: 1_240,
      columnNames: ['Status'],
      changes: [],
    };
    await tell(app.server, {
      organizationId,
      boardId,
      userId: scene.member.userId,
      type: 'statusChanged',
      content: many,
    });
    await page.goto(`${app.server.url}/o/${organizationId}/inbox`);
    const list = page.getByRole('list', { name: 'Notifications' });
    const bulk = list.getByRole('link', { name: /changed Status of 1,240 items/ });
    await bulk.waitFor();
    expect(await bulk.getAttribute('href')).toBe(`/boards/${boardId}`);
    const row = list
      .getByRole('listitem')
      .filter({ hasText: 'Loud item' })
      .filter({ hasText: 'Again' });
    await row.hover();
    await row.getByRole('button', { name: 'Follow no longer' }).click();
    await expectNotice(page, 'You follow it no longer. Mentions still reach you.');
    expect(await following()).toBe(false);
  });

  it('security S21: an entry of a board that one may not see any more says only that', async () => {
    const { page } = desk;
    const { boardId } = scene;
    await scene.as(scene.owner, 'PUT', `/boards/${boardId}/visibility`, { visibility: 'private' });
    await page.reload();
    await page.getByText('Something that you cannot see any more').first().waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('Loud item');
  });
});
