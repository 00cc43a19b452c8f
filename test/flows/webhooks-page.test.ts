import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FarSide } from '../../server/src/features/channels/far-side.fixture.ts';
import { isSignedWith } from '../../server/src/features/webhooks/webhooks.fixture.ts';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, expectHeading, expectNotice, logIn, openPage } from './screens.fixture.ts';
import { happen, hurryCalls, openEgress, startReceiver } from './webhooks-scene.fixture.ts';

describe.skipIf(!hasChromium)('webhooks in the browser', { timeout: 120_000 }, () => {
  let app: TestApp;
  let owner: Person;
  let organizationId: string;
  let device: Device;
  let page: Page;
  let receiver: FarSide;
  let secret: string;

  beforeAll(async () => {
    app = await startTestApp(openEgress);
    receiver = await startReceiver();
    owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    organizationId = await createOrganization(app.server, owner);
    device = await app.openDevice();
    page = device.page;
    await logIn(page, owner);
    await expectHeading(page, /^Hello/);
  }, 120_000);
  afterAll(async () => {
    await app?.stop();
    await receiver?.close();
  });
  beforeEach(async () => {
    // What a first try that failed left behind.
    receiver.fault = 'none';
    if ((await page.getByRole('dialog').count()) > 0) await page.goto(new URL(page.url()).pathname);
  });

  const something = (name: string) => happen({ server: app.server, owner, organizationId }, name);
  const calls = () => page.getByRole('table', { name: 'Calls' });
  const callOf = (state: string) => calls().getByRole('row').filter({ hasText: state }).first();
  const chooseAct = async (item: string) => {
    await page.getByRole('button', { name: 'Actions for Billing' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  /** What the receiver gets at a path while `act` runs, once there are so many. */
  const receive = async (count: number, act: () => Promise<unknown>, at = '/hook') => {
    const arrived = () => receiver.arrived.filter(({ path }) => path === at);
    const before = arrived().length;
    await act();
    await expect.poll(() => arrived().length, { timeout: 20_000 }).toBe(before + count);
    return arrived().slice(before);
  };

  it('SPEC E3: an address inside is refused at its field, and the secret is shown this once', async () => {
    await openPage(page, 'Webhooks');
    await page.getByRole('button', { name: 'New webhook' }).first().click();
    const dialog = dialogOf(page, 'New webhook');
    await dialog.getByLabel('Name', { exact: true }).fill('Billing');
    const address = dialog.getByLabel('Address', { exact: true });
    await address.fill('http://10.1.2.3/hook');
    await dialog.getByText('Only these').click();
    await dialog.getByRole('button', { name: 'Create webhook' }).click();
    await dialog.getByText('Choose at least one event.').waitFor();
    await dialog.getByLabel('Find events').fill('workspace');
    await dialog.getByLabel('Workspace created').check();
    await dialog.getByRole('button', { name: 'Create webhook' }).click();
    await dialog.getByText(/^Calls to this address are not allowed here/).waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    expect(await address.inputValue()).toBe('http://10.1.2.3/hook');
    await address.fill(`${receiver.url}/hook`);
    await dialog.getByRole('button', { name: 'Create webhook' }).click();
    const shown = dialogOf(page, 'Copy the secret now');
    secret = await shown.locator('code').innerText();
    expect(secret).toMatch(/^whsec_/);
    await shown.getByRole('button', { name: 'Done' }).click();
    await expectHeading(page, 'Billing');
    await page.reload();
    await expectHeading(page, 'Billing');
    expect(await page.content()).not.toContain(secret);
  });

  it('SPEC E3: a call that fails twice and then arrives tells each attempt and its answer', async () => {
    receiver.fault = { status: 503, body: 'the database is down' };
    // The second attempt comes by itself after five seconds, the third after minutes.
    await receive(2, () => something('Warehouse'));
    await callOf('Tried again later')
      .getByText(/^Next try in \d minutes$/)
      .waitFor();
    receiver.fault = 'none';
    await callOf('Tried again later').getByRole('button', { name: 'Workspace created' }).click();
    const dialog = dialogOf(page, 'Call: Workspace created');
    const [arrived] = await receive(1, async () => {
      await dialog.getByRole('button', { name: 'Send now' }).click();
      await expectNotice(page, 'It is sent now');
    });
    expect(arrived && isSignedWith(secret, arrived)).toBe(true);
    const attempts = dialog.getByRole('region', { name: 'Attempts' }).getByRole('listitem');
    // What is open looks again by itself.
    await attempts.filter({ hasText: 'Answered 200' }).waitFor();
    const texts = await attempts.allInnerTexts();
    expect(texts.map((text) => /Answered \d+/.exec(text)?.[0])).toEqual([
      'Answered 503',
      'Answered 503',
      'Answered 200',
    ]);
    expect(texts[0]).toContain('the database is down');
    expect(await dialog.getByRole('region', { name: 'Request' }).innerText()).toContain(
      'Warehouse',
    );
    // What is open stands in the address.
    expect(page.url()).toContain('call=');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('call=');
  });

  it('SPEC E3: one call is sent again with its id, and so are those since a time after their count', async () => {
    const first = receiver.arrived.at(-1);
    const [again] = await receive(1, async () => {
      await callOf('Arrived').getByRole('button', { name: 'Workspace created' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
      await expectNotice(page, 'It is sent again');
    });
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    await calls().getByText('Sent again').first().waitFor();
    await receive(1, () => something('Garage'));
    const arrived = calls().getByText('Arrived', { exact: true });
    await expect.poll(() => arrived.count(), { timeout: 20_000 }).toBe(3);
    await page.getByRole('button', { name: 'Send again…' }).click();
    const dialog = dialogOf(page, 'Send calls again');
    await dialog.getByText('No call would be sent again.').waitFor();
    await dialog.getByRole('checkbox', { name: 'Arrived', exact: true }).check();
    await dialog.getByText('2 calls would be sent again.').waitFor();
    const replayed = await receive(2, () =>
      dialog.getByRole('button', { name: 'Send 2 calls again' }).click(),
    );
    await expectNotice(page, '2 calls are sent again');
    expect(replayed.map(({ headers }) => headers['webhook-id'])).toContain(
      first?.headers['webhook-id'],
    );
  });

  it('SPEC E3: a test shows its answer at once, also one that says no', async () => {
    await page.getByRole('button', { name: 'Send a test' }).click();
    const dialog = dialogOf(page, 'Test of Billing');
    await dialog.getByText('It arrived').waitFor();
    await dialog.getByText('{"taken":true}').waitFor();
    receiver.fault = { status: 404, body: 'nobody lives here' };
    await receive(2, async () => {
      await dialog.getByRole('button', { name: 'Test again' }).click();
      await dialog.getByText('It did not arrive').waitFor();
      await dialog.getByText('nobody lives here').first().waitFor();
      receiver.fault = 'none';
      await hurryCalls(app.server);
    });
    await page.keyboard.press('Escape');
  });

  it('SPEC E3: a new secret signs beside the old one for as long as was chosen', async () => {
    await chooseAct('New secret…');
    await page.getByRole('button', { name: 'Make new secret' }).click();
    const shown = dialogOf(page, 'Copy the secret now');
    const next = await shown.locator('code').innerText();
    await shown.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Old secret signs until').waitFor();
    const [arrived] = await receive(1, () => something('Cellar'));
    expect(arrived && [secret, next].map((each) => isSignedWith(each, arrived))).toEqual([
      true,
      true,
    ]);
  });

  it('SPEC E3: one that answers 410 is off with its reason, and is turned on again', async () => {
    receiver.fault = { status: 410 };
    await receive(1, () => something('Attic'));
    await page.getByText('Off: it answered 410').waitFor();
    receiver.fault = 'none';
    await page.getByRole('button', { name: 'Turn on' }).click();
    await expectNotice(page, 'Billing is on');
    await page.getByText('On', { exact: true }).waitFor();
    await openPage(page, 'Webhooks');
    await page
      .getByRole('row')
      .filter({ hasText: 'Billing' })
      .getByText('On', { exact: true })
      .waitFor();
    await page.getByRole('link', { name: 'Billing' }).click();
  });

  it('SPEC E3: whoever may not manage webhooks has no way to them', async () => {
    const member = await addMember(app.server, owner, organizationId, 'member');
    const other = await app.openDevice();
    await logIn(other.page, member);
    await expectHeading(other.page, /^Hello/);
    const navigation = other.page.getByRole('navigation', { name: 'Main' });
    await navigation.getByRole('link', { name: 'Inbox' }).waitFor();
    expect(await navigation.getByRole('link', { name: 'Webhooks' }).count()).toBe(0);
    await other.page.goto(`/o/${organizationId}/webhooks`);
    await other.page.getByRole('alert').getByText('Your role does not allow this.').waitFor();
    await other.context.close();
  });

  it('security S48: another administrator sees no content of private boards, and takes it over to redirect it', async () => {
    const bob = await addMember(app.server, owner, organizationId, 'admin');
    const post = async (path: string, body: object) => {
      const answer = await app.server.call('POST', path, { token: owner.token, body });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body.data.id as string;
    };
    const url = `${receiver.url}/payroll`;
    const body = { organizationId, name: 'Ledger', url, eventTypes: ['board.created'] };
    const endpointId = await post('/webhooks/endpoints', body);
    const workspaceId = await post(`/organizations/${organizationId}/workspaces`, { name: 'Pay' });
    const makePrivateBoard = () =>
      post(`/workspaces/${workspaceId}/boards`, { name: 'Payroll', visibility: 'private' });
    await receive(1, makePrivateBoard, '/payroll');
    const other = await app.openDevice();
    await logIn(other.page, bob);
    await expectHeading(other.page, /^Hello/);
    await other.page.goto(`/o/${organizationId}/webhooks/${endpointId}`);
    const table = other.page.getByRole('table', { name: 'Calls' });
    await table.getByRole('button', { name: 'Board created' }).click();
    const call = dialogOf(other.page, 'Call: Board created');
    await call.getByText(/^It is about something that you may not see/).waitFor();
    expect(await call.innerText()).not.toContain('Payroll');
    await other.page.keyboard.press('Escape');
    await other.page.getByRole('button', { name: 'Edit' }).click();
    const dialog = dialogOf(other.page, 'Edit webhook');
    await dialog.getByText(/^It sees what Ada Lovelace sees\./).waitFor();
    await dialog.getByLabel('Address', { exact: true }).fill(`${receiver.url}/bob`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expectNotice(other.page, 'Changes saved');
    const taken = await app.server.call('GET', `/webhooks/endpoints/${endpointId}`, {
      token: owner.token,
    });
    expect(taken.body.data).toMatchObject({
      url: `${receiver.url}/bob`,
      actsFor: { userId: bob.userId, apiKey: null, isActive: true },
    });
    expect(other.problems.faults).toEqual([]);
    await other.context.close();
    await app.server.call('DELETE', `/webhooks/endpoints/${endpointId}`, { token: owner.token });
  });

  it('SPEC E3: it is gone once its name is typed, and nothing went wrong on the way', async () => {
    await chooseAct('Delete…');
    const dialog = dialogOf(page, 'Delete Billing?');
    await dialog.getByRole('textbox').fill('Billing');
    await dialog.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByText('No webhooks yet').waitFor();
    expect(device.problems.faults).toEqual([]);
  });
});
