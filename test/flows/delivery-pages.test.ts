import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import {
  failMail,
  seedDelivery,
  sendMessage,
  waitForEnd,
  type DeliveryScene,
} from './delivery-scene.fixture.ts';
import {
  choosePerson,
  chooseRowMenu,
  dialogOf,
  expectHeading,
  expectNotice,
  logIn,
  openPage,
  rowOf,
  submitForm,
} from './screens.fixture.ts';
import { post } from './seed.fixture.ts';

let app: TestApp;
let owner: Person;
let member: Person;
let organizationId: string;
let scene: DeliveryScene;
let device: Device;
let page: Page;
let base: string;

describe.skipIf(!hasChromium)('pages about what is sent', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    app = await startTestApp();
    owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    organizationId = await createOrganization(app.server, owner, 'Analytical Engines');
    member = await addMember(app.server, owner, organizationId, 'member');
    scene = await seedDelivery(app.server, { owner, organizationId });
    base = `/o/${organizationId}/delivery`;
    device = await app.openDevice();
    page = device.page;
    await logIn(page, owner);
    await page.waitForURL(/\/o\//);
  }, 120_000);
  afterAll(() => app?.stop());

  describe('SPEC D4: the message log', () => {
    it('an administrator writes to an address, follows it, and reads each attempt', async () => {
      await openPage(page, 'Message delivery');
      await page.getByRole('button', { name: 'Send a message' }).click();
      const dialog = dialogOf(page, 'Send a message');
      await dialog.getByText('Addresses', { exact: true }).click();
      const addresses = 'Addresses and numbers';
      const fields = {
        [addresses]: 'not an address',
        Title: 'Hello',
        'Text (optional)': 'How are you?',
      };
      await submitForm(dialog, fields, 'Send');
      await dialog.getByRole('alert').waitFor();
      await submitForm(dialog, { [addresses]: 'grace@example.com' }, 'Send');
      await expectHeading(page, 'Hello');
      await page.getByText('How are you?').waitFor();
      const row = rowOf(page, 'g***@example.com');
      // A phone shows it in another cell.
      await row.getByText('Sent', { exact: true }).filter({ visible: true }).waitFor();
      await row.getByRole('button').click();
      const steps = dialogOf(page, 'g***@example.com').getByRole('listitem');
      await steps.filter({ hasText: 'Attempt 1 was accepted' }).waitFor();
      expect(await steps.filter({ hasText: 'by mailbox' }).count()).toBeGreaterThan(0);
      expect(await steps.filter({ hasText: /\d ms/ }).count()).toBe(1);
    });

    it('deliveries are filtered by state, channel and recipient, and the address keeps the filter', async () => {
      await page.goto(base);
      // Nobody has to ask for deliveries first: what only they have lists them.
      await page.getByRole('table', { name: 'Messages' }).waitFor();
      await page.getByLabel('State').selectOption('suppressed');
      await page.getByRole('table', { name: 'Deliveries' }).waitFor();
      await page.getByLabel('Channel').selectOption('sms');
      await choosePerson(page, 'Recipient', 'Ada Lovelace');
      await page.reload();
      await page.getByRole('button', { name: 'Recipient Ada Lovelace' }).waitFor();
      const row = rowOf(page, 'No device or address is known');
      await row.getByRole('button', { name: 'Ada Lovelace' }).waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
      await page.getByLabel('State').selectOption('failed');
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('button', { name: 'Clear filter' }).click();
      await rowOf(page, 'n***@example.com').waitFor();
    });

    it('delivery D24: why somebody got it, also somebody who was never considered', async () => {
      await page.goto(`${base}/messages/${scene.sentId}`);
      const why = page.getByRole('main').getByRole('listitem');
      await choosePerson(page, 'Person', 'Ada Lovelace');
      await page.getByText('Ada Lovelace was among the recipients.').waitFor();
      await why.filter({ hasText: 'Inbox' }).getByText('Delivered').waitFor();
      await choosePerson(page, 'Person', member.email);
      await page.getByText('was not among the recipients.').waitFor();
      await why
        .filter({ hasText: 'E-mail' })
        .getByText('To be named as a recipient would change it.')
        .waitFor();
    });

    it('delivery D17: what waits is cancelled, and the counts are told', async () => {
      await page.goto(`${base}/messages/${scene.laterId}`);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel the rest' }).click();
      await expectNotice(page, '2 cancelled, 0 already sent, 0 under way');
      await page.getByText('Cancelled: 2').waitFor();
      expect(await page.getByRole('button', { name: 'Send now' }).count()).toBe(0);
    });

    it('delivery D17: one that was cancelled before it was for anybody says so in the log', async () => {
      const by = { token: owner.token, organizationId };
      await post(app.server, owner.token, '/topics', {
        organizationId,
        key: 'empty',
        name: 'Empty',
      });
      const messageId = await sendMessage(app.server, by, {
        to: [{ topic: 'empty' }],
        content: { title: 'Fire drill', body: 'At ten.' },
        scheduledAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
      // What a cancellation leaves that comes before the recipients are worked out.
      const { database } = app.server;
      await database.query('update messages set cancelled_at = now() where id = $1', [messageId]);
      await page.goto(base);
      const row = rowOf(page, 'Fire drill');
      await row.getByText('Cancelled', { exact: true }).filter({ visible: true }).waitFor();
    });

    it('SPEC D8: what is for later is sent now', async () => {
      const by = { token: owner.token, organizationId };
      const messageId = await sendMessage(app.server, by, {
        to: [{ email: 'alan@example.com' }],
        content: { title: 'Tomorrow', body: 'Or today.' },
        scheduledAt: new Date(Date.now() + 86_400_000).toISOString(),
      });
      await page.goto(`${base}/messages/${messageId}`);
      await page.getByText('Waiting: 1').waitFor();
      await page.getByRole('button', { name: 'Send now' }).click();
      await expectNotice(page, '1 is sent now');
      await page.getByText('Sent: 1').waitFor();
    });
  });

  describe('SPEC D6: dead letters', () => {
    it('are counted before they are sent again at a rate, and arrive', async () => {
      await page.goto(`${base}/dead-letters?reason=550`);
      await rowOf(page, 'Your invoice').waitFor();
      await page.getByRole('button', { name: 'Send all again' }).click();
      const dialog = dialogOf(page, 'Send again?');
      await dialog.getByText('1 delivery matches.').waitFor();
      await submitForm(dialog, { 'At most a minute': '600' }, 'Send again');
      await expectNotice(page, '1 is sent again');
      await page.getByText('Nothing matches').waitFor();
      await page.goto(`${base}/messages/${scene.failedId}`);
      await page.getByText('Sent: 1').waitFor();
      await rowOf(page, 'n***@example.com').getByRole('button').click();
      await page.getByText('Attempt 2 was accepted').waitFor();
    });

    it('one is discarded by its menu', async () => {
      const by = { token: owner.token, organizationId };
      const messageId = await sendMessage(app.server, by, {
        to: [{ email: 'lost@example.com' }],
        content: { title: 'Lost', body: '' },
      });
      await waitForEnd(app.server, messageId, 1);
      await failMail(app.server, messageId, { code: '554', answer: 'Spam' });
      await page.goto(`${base}/dead-letters`);
      await chooseRowMenu(rowOf(page, 'Lost'), 'Discard');
      const dialog = dialogOf(page, 'Discard?');
      await dialog.getByText('1 delivery matches.').waitFor();
      await dialog.getByRole('button', { name: 'Discard', exact: true }).click();
      await expectNotice(page, '1 discarded');
      await page.getByText('No dead letters').waitFor();
    });
  });

  describe('SPEC D1, D3: suppressions and topics', () => {
    it('an address is taken out of everything, and let in again', async () => {
      await page.goto(`${base}/suppressions`);
      await page.getByRole('button', { name: 'Add an address' }).click();
      const dialog = dialogOf(page, 'Add an address');
      await dialog.getByText('Phone', { exact: true }).click();
      await submitForm(dialog, { 'Phone number': '12' }, 'Add an address');
      await dialog.getByRole('alert').waitFor();
      await submitForm(dialog, { 'Phone number': '+4915112345678' }, 'Add an address');
      const row = rowOf(page, 'Text message');
      await row.waitFor();
      await row.getByRole('button', { name: /^Remove / }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await row.waitFor({ state: 'detached' });
      await rowOf(page, 'b***@example.com').waitFor();
    });

    it('a topic is made, filled, emptied and deleted', async () => {
      await page.goto(`${base}/topics`);
      await page.getByRole('button', { name: 'New topic' }).click();
      const dialog = dialogOf(page, 'New topic');
      await submitForm(dialog, { Name: 'Releases', Key: 'Not a key' }, 'New topic');
      await dialog.getByRole('alert').waitFor();
      await submitForm(dialog, { Key: 'releases' }, 'New topic');
      const row = rowOf(page, 'Releases');
      await row.getByRole('button', { name: 'Releases', exact: true }).click();
      const people = dialogOf(page, 'People of Releases');
      await choosePerson(people, 'Add a person', member.email);
      await people.getByRole('listitem').waitFor();
      await people.getByRole('button', { name: 'Done' }).click();
      await row.getByText('1 person').waitFor();
      await row.getByRole('button', { name: 'Releases', exact: true }).click();
      await people.getByRole('button', { name: /^Take out / }).click();
      await people.getByText('Nobody is in it yet.').waitFor();
      await people.getByRole('button', { name: 'Done' }).click();
      await chooseRowMenu(row, 'Delete');
      await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
      await expectNotice(page, 'Releases was deleted');
    });
  });

  it('SPEC D1: whoever stands behind the first hundred members is found by the server', async () => {
    await app.server.database.query(
      `with people as (
         insert into users (id, email, name, password_hash)
         select gen_random_uuid(), 'crowd-' || number || '@example.test', 'Crowd ' || to_char(number, 'FM000'), ''
         from generate_series(1, 150) number returning id)
       insert into memberships (organization_id, id, user_id, role_id)
       select $1, gen_random_uuid(), people.id, roles.id from people
       join roles on roles.organization_id = $1 and roles.key = 'member'`,
      [organizationId],
    );
    // Rows alone tell nobody of themselves.
    const body = { name: 'Test Person 2' };
    await app.server.call('PATCH', '/account', { token: member.token, body });
    await page.goto(base);
    await choosePerson(page, 'Recipient', 'Crowd 150');
    await page.getByRole('button', { name: 'Recipient Crowd 150' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Recipient Crowd 150' }).waitFor();
  });

  describe('SPEC D8: the queue console', () => {
    it('a paused channel keeps what comes in, live, and goes on', async () => {
      await page.goto(`${base}/queues`);
      await page.getByRole('button', { name: 'Pause E-mail' }).click();
      const row = rowOf(page, 'E-mail').first();
      await row.getByText('Paused').waitFor();
      const by = { token: owner.token, organizationId };
      await sendMessage(app.server, by, {
        to: [{ email: 'joan@example.com' }],
        content: { title: 'Later', body: '' },
      });
      // Nobody presses anything: the figures renew themselves.
      await row.getByRole('cell').nth(1).getByText('1', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Resume E-mail' }).click();
      await row.getByText('Running').waitFor();
      await row.getByRole('cell').nth(1).getByText('0', { exact: true }).waitFor();
    });

    it('the owner of the instance sees who sends, and tries it', async () => {
      await page.goto(`${base}/queues`);
      const mailbox = rowOf(page, 'mailbox');
      await mailbox.getByText('Healthy').waitFor();
      await page.getByRole('button', { name: 'Check again' }).click();
      await expectNotice(page, 'Every provider was asked again');
      await mailbox.getByRole('button', { name: 'Send a test by E-mail' }).click();
      // The provider works, and yet nothing goes to an address that nobody has confirmed: that shows at once.
      await expectHeading(page, 'Test message');
      const row = rowOf(page, 'No device or address is known');
      await row.getByText('Not sent', { exact: true }).filter({ visible: true }).waitFor();
    });
  });

  it('security S21: who may not manage notifications finds no way there, and nothing on the page', async () => {
    const other = await app.openDevice();
    await logIn(other.page, member);
    await other.page.waitForURL(/\/o\//);
    const ways = other.page.getByRole('navigation', { name: 'Main' });
    await ways.getByRole('link', { name: 'Members' }).waitFor();
    expect(await ways.getByRole('link', { name: 'Message delivery' }).count()).toBe(0);
    await other.page.goto(base);
    await expectHeading(other.page, 'This is not open to you');
    await other.context.close();
  });

  it('nothing failed on any of these pages', () => {
    expect(device.problems.faults).toEqual([]);
  });
});
