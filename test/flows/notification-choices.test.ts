import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBoardScene, type BoardScene } from '../harness/boards.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, expectHeading, logIn } from './screens.fixture.ts';

interface Mail {
  to: string;
  subject: string;
}

describe.skipIf(!hasChromium)('what one chooses to be told', { timeout: 120_000 }, () => {
  let app: TestApp;
  let scene: BoardScene;
  let device: Device;
  let page: Page;
  let personColumn: string;

  beforeAll(async () => {
    app = await startTestApp();
    scene = await createBoardScene(app.server);
    const column = { type: 'person', name: 'Owner', settings: {} };
    const made = await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/columns`, column);
    personColumn = made.body.data.id;
    await app.server.database.query('update users set email_verified_at = now()');
    device = await app.openDevice();
    page = device.page;
    await logIn(page, scene.member);
    await expectHeading(page, /^Hello/);
  }, 120_000);
  afterAll(() => app?.stop());

  const assign = async (title: string) => {
    const values = { [personColumn]: [scene.member.userId] };
    const body = { groupId: scene.groupId, title, values };
    const answer = await scene.as(scene.owner, 'POST', `/boards/${scene.boardId}/items`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  };

  /** Asks in the inbox why this came, and answers what the dialog says of mails. */
  const readWhy = async (title: string): Promise<string> => {
    await page.goto(`/o/${scene.organizationId}/inbox`);
    const row = page.getByRole('list', { name: 'Notifications' }).getByRole('listitem');
    await row.filter({ hasText: title }).getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Why did I get this?' }).click();
    const way = dialogOf(page, 'Why did I get this?').getByRole('listitem');
    return way.filter({ hasText: 'E-mail' }).innerText();
  };

  /** What is kept back for edits that follow goes out now. */
  const hurry = () =>
    app.server.database.query(
      `with message as (update messages set folds_until = now() where folds_until is not null)
       update deliveries set run_at = now() where state = 'queued' and channel = 'email'`,
    );

  const listMails = async (): Promise<Mail[]> => {
    const answer = await scene.as(scene.owner, 'GET', '/instance/mailbox');
    return (answer.body.data as Mail[]).filter(({ to }) => to.includes(scene.member.email));
  };

  const choose = async (mode: string) => {
    await page.goto('/settings/notifications');
    const saved = page.waitForResponse(
      (answer) => answer.url().endsWith('/preferences') && answer.request().method() === 'PUT',
    );
    await page.getByLabel('Assigned to me: E-mail').selectOption(mode);
    expect((await saved).status()).toBe(200);
  };

  const mailArrives = (title: string) =>
    vi.waitFor(
      async () => {
        await hurry();
        const subjects = (await listMails()).map(({ subject }) => subject).join('\n');
        expect(subjects).toContain(title);
        return subjects;
      },
      { timeout: 30_000, interval: 250 },
    );

  it('web W40: the ways stand beside each other where there is room, below each other on a phone', async () => {
    const tops = async (width: number) => {
      await page.setViewportSize({ width, height: 900 });
      await page.goto('/settings/notifications');
      const cells = ['Inbox', 'E-mail', 'Push'].map(async (way) => {
        const box = await page.getByLabel(`Assigned to me: ${way}`).boundingBox();
        return Math.round(box?.y ?? 0);
      });
      return new Set(await Promise.all(cells)).size;
    };
    await page.goto('/settings/notifications');
    await page.getByLabel('Assigned to me: E-mail').waitFor();
    expect(await tops(390)).toBe(3);
    expect(await tops(1_440)).toBe(1);
  });

  it('delivery D24: a category turned off sends no mail, and why says whose choice that was', async () => {
    await assign('Before the choice');
    expect(await readWhy('Before the choice')).toContain('By default.');
    await mailArrives('Before the choice');
    await choose('Off');
    await assign('After the choice');
    const why = await readWhy('After the choice');
    expect(why).toContain('Not sent');
    expect(why).toContain('By your choice for everything.');
    await choose('At once');
    await assign('Chosen again');
    expect(await mailArrives('Chosen again')).not.toContain('After the choice');
  });

  it('nothing went wrong on the way', () => {
    expect(device.problems.faults).toEqual([]);
  });
});
