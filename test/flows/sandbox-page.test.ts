import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../server/src/kernel/ids.ts';
import { hasChromium } from '../harness/chromium.ts';
import { createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { inspectScreen, openAxeDevice } from './axe.fixture.ts';
import { sendMessage, waitForEnd } from './delivery-scene.fixture.ts';
import { chooseRowMenu, dialogOf, expectNotice, logIn, rowOf } from './screens.fixture.ts';

let app: TestApp;
let owner: Person;
let organizationId: string;
let device: Device;
let page: Page;
let base: string;

/** A message to an account that its mail server refused; answers nothing, it stands among the dead letters. */
async function failAccountMail(): Promise<void> {
  await app.server.database.query(
    `with asked as (
       insert into messages (id, category, template_key, recipients, actor, fanout_state, planned)
       values ($1, 'account', 'passwordReset', '[]', '{"kind": "system"}', 'done', 1) returning id),
     failed as (
       insert into deliveries (id, message_id, channel, address_hash, lane, fair_key, max_attempts, policy, state, attempt,
         final_at)
       select $2, id, 'email', '', 'critical', '00000000-0000-0000-0000-000000000000', 8, 'atLeastOnce', 'failed', 8, now()
       from asked returning id)
     insert into dead_letters (id, delivery_id, reason) select id, id, 'smtp_450' from failed`,
    [createId(), createId()],
  );
}

describe.skipIf(!hasChromium)(
  'the sandbox, and what nobody could send',
  { timeout: 120_000 },
  () => {
    beforeAll(async () => {
      app = await startTestApp();
      owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
      organizationId = await createOrganization(app.server, owner, 'Analytical Engines');
      base = `/o/${organizationId}/delivery`;
      device = await openAxeDevice(app);
      page = device.page;
      await logIn(page, owner);
      await page.waitForURL(/\/o\//);
    }, 120_000);
    afterAll(() => app?.stop());

    const send = (title: string) =>
      sendMessage(
        app.server,
        { token: owner.token, organizationId },
        {
          to: [{ email: 'grace@example.com' }],
          content: { title, body: 'How are you?' },
          channels: ['email'],
        },
      );

    /** As an administrator sets it, with nothing captured: a test that is tried again begins anew. */
    const setSandbox = async (isOn: boolean) => {
      const { token } = owner;
      const body = { organizationId, isOn };
      const set = await app.server.call('PUT', '/sandbox', { token, body });
      const query = `?organizationId=${organizationId}`;
      const cleared = await app.server.call('DELETE', `/sandbox/messages${query}`, { token });
      expect([set.status, cleared.status]).toEqual([200, 200]);
    };
    /** A title that no other message has. */
    const titleOf = (words: string) => `${words} ${createId().slice(-6)}`;

    it('SPEC D2: what is asked for while it is on is captured, can be read, and is marked in the log', async () => {
      await setSandbox(false);
      const title = titleOf('Only a trial');
      await page.goto(`${base}/sandbox`);
      await page.getByText('Nothing was captured').waitFor();
      const onOff = page.getByRole('switch', { name: /Capture messages/ });
      await onOff.click();
      await dialogOf(page, 'Turn the sandbox on?').getByRole('button', { name: 'Turn on' }).click();
      await expectNotice(page, 'The sandbox is on');
      expect(await onOff.isChecked()).toBe(true);
      // A list holds still while the pointer is on it.
      await page.mouse.move(0, 0);
      const messageId = await send(title);
      await waitForEnd(app.server, messageId, 1);
      const row = rowOf(page, title);
      await row.getByRole('button', { name: 'grace@example.com' }).click();
      const frame = dialogOf(page, title).frameLocator('iframe');
      await frame.getByText('How are you?').first().waitFor();
      await page.keyboard.press('Escape');
      await page.goto(base);
      await page.getByText('The sandbox is on: what is asked for now is captured').waitFor();
      await rowOf(page, title).getByText('Captured').filter({ visible: true }).first().waitFor();
      const mails = await app.server.database.query(
        'select 1 from mailbox_messages where subject = $1',
        [title],
      );
      expect(mails).toEqual([]);
    });

    it('web W40: axe finds nothing, in both themes, on a desk and on a phone', async () => {
      await setSandbox(true);
      const title = titleOf('Looked at');
      await waitForEnd(app.server, await send(title), 1);
      const screens = [
        {
          name: 'sandbox',
          open: (on: Page) => on.goto(`${base}/sandbox`),
          shows: (on: Page) => on.getByRole('table'),
        },
        {
          name: 'captured message',
          open: async (on: Page) => {
            await on.goto(`${base}/sandbox`);
            await rowOf(on, title).getByRole('button').click();
          },
          shows: (on: Page) => on.getByRole('dialog'),
        },
        {
          name: 'log with the note',
          open: (on: Page) => on.goto(base),
          shows: (on: Page) => on.getByText('The sandbox is on: what is asked for'),
        },
      ];
      for (const screen of screens)
        expect((await inspectScreen(page, screen)).findings).toEqual([]);
      await page.setViewportSize({ width: 1_440, height: 900 });
    });

    it('it is turned off, mails go out again, and what was captured is forgotten', async () => {
      await setSandbox(true);
      await waitForEnd(app.server, await send(titleOf('Only a trial')), 1);
      await page.goto(`${base}/sandbox`);
      const onOff = page.getByRole('switch', { name: /Capture messages/ });
      await onOff.click();
      await expectNotice(page, 'The sandbox is off');
      await page.getByRole('button', { name: 'Forget all' }).click();
      await dialogOf(page, 'Forget what was captured?')
        .getByRole('button', { name: 'Forget all' })
        .click();
      await page.getByText('Nothing was captured').waitFor();
      const title = titleOf('For real');
      const messageId = await send(title);
      await waitForEnd(app.server, messageId, 1);
      await page.goto(base);
      const row = rowOf(page, title);
      await row.getByText('Sent').filter({ visible: true }).first().waitFor();
      expect(await row.getByText('Captured').count()).toBe(0);
      expect(await page.getByText('The sandbox is on:').count()).toBe(0);
    });

    it('SPEC D6: a message that nobody can plan stands among the dead letters, and is sent from there', async () => {
      await setSandbox(false);
      const title = titleOf('Stuck');
      const messageId = await send(title);
      await waitForEnd(app.server, messageId, 1);
      await app.server.database.query('delete from deliveries where message_id = $1', [messageId]);
      await app.server.database.query(
        `update messages set fanout_state = 'parked', parked_at = now(), plan_failures = 8, plan_problem = '22P02', planned = 0
       where id = $1`,
        [messageId],
      );
      await page.goto(`${base}/dead-letters`);
      const row = rowOf(page, title);
      await row.getByText('Could not be planned').filter({ visible: true }).waitFor();
      await chooseRowMenu(row, 'Send again');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('1 delivery matches.').waitFor();
      await dialog.getByRole('button', { name: 'Send again' }).click();
      await expectNotice(page, '1 is sent again');
      await waitForEnd(app.server, messageId, 1);
    });

    it('delivery D22: mails to accounts that failed are read and let go by the owner of the instance', async () => {
      await app.server.database.query('delete from dead_letters where organization_id is null');
      await failAccountMail();
      await page.goto('/instance/jobs');
      await page.getByRole('link', { name: 'Mails to accounts' }).click();
      const row = rowOf(page, 'smtp_450');
      await row.waitFor();
      const screen = {
        name: 'dead letters of the instance',
        open: async () => undefined,
        shows: (on: Page) => on.getByRole('table'),
      };
      expect((await inspectScreen(page, screen)).findings).toEqual([]);
      await page.setViewportSize({ width: 1_440, height: 900 });
      await chooseRowMenu(row, 'Discard');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('1 delivery matches.').waitFor();
      await dialog.getByRole('button', { name: 'Discard' }).click();
      await expectNotice(page, '1 discarded');
      await page.getByText('No dead letters').waitFor();
    });

    it('nothing failed on any of these pages', () => {
      expect(device.problems.faults).toEqual([]);
    });
  },
);
