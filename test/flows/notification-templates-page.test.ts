import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { addMember, createOrganization, registerPerson, type Person } from '../harness/people.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import { dialogOf, expectHeading, expectNotice, logIn, openPage } from './screens.fixture.ts';

describe.skipIf(!hasChromium)('templates of messages in the browser', { timeout: 120_000 }, () => {
  let app: TestApp;
  let owner: Person;
  let organizationId: string;
  let device: Device;
  let page: Page;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await registerPerson(app.server, { name: 'Ada Lovelace' });
    organizationId = await createOrganization(app.server, owner);
    // Mail goes to addresses that are known to be somebody's.
    await app.server.database.query('update users set email_verified_at = now()');
    device = await app.openDevice();
    page = device.page;
    await logIn(page, owner);
    await expectHeading(page, /^Hello/);
  }, 120_000);
  afterAll(() => app?.stop());

  const path = (rest: string) => `/o/${organizationId}/notification-templates${rest}`;
  const field = (name: string) => page.getByRole('textbox', { name, exact: true });
  const mail = () => page.frameLocator('iframe[title^="Preview"]');
  const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
  const status = (text: string | RegExp) => page.getByRole('main').getByText(text).waitFor();

  it('SPEC D3: a new one is written beside what it looks like, and what is wrong stands at its place', async () => {
    await openPage(page, 'Message templates');
    await page.getByRole('button', { name: 'New template' }).click();
    const dialog = dialogOf(page, 'New template');
    await dialog.getByLabel('Key').fill('not a key');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Key').fill('order-shipped');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await expectHeading(page, 'order-shipped');
    await field('Example values').fill('{"name": "Ada", "order": {"number": "A-7"}}');
    await field('Subject').fill('Order ');
    await page.getByRole('button', { name: 'Insert order.number' }).click();
    expect(await field('Subject').inputValue()).toBe('Order {{ order.number }}');
    await field('Text').fill('Hello {{ name }},\n\n{{ nmae }}');
    await page.getByText(/There is no variable nmae/).waitFor();
    await page.getByRole('button', { name: 'Line 3, column 1' }).click();
    const selected = () =>
      field('Text').evaluate((element: HTMLTextAreaElement) =>
        element.value.slice(element.selectionStart, element.selectionEnd),
      );
    await expect.poll(selected).toBe('{{ nmae }}');
    await page.keyboard.type('it is on its way.');
    await mail().getByText('it is on its way.').waitFor();
    await mail().getByText('Hello Ada,').waitFor();
    await save();
    await expectNotice(page, 'Saved as version 1');
    await status(/^Version 1, saved/);
  });

  it('security S37: the preview runs no scripts, and values bring no markup', async () => {
    const frame = page.locator('iframe[title^="Preview"]');
    expect(await frame.getAttribute('sandbox')).not.toContain('allow-scripts');
    await field('Example values').fill(
      '{"name": "<img src=x onerror=alert(1)>", "order": {"number": "A-7"}}',
    );
    await mail().getByText('<img src=x onerror=alert(1)>').waitFor();
    expect(await mail().locator('img').count()).toBe(0);
    await page.getByRole('button', { name: 'Discard' }).click();
    await mail().getByText('Hello Ada,').waitFor();
  });

  it('SPEC D3: the preview is light or dark, whatever the page is', async () => {
    const background = () =>
      page
        .locator('iframe[title^="Preview"]')
        .evaluate((frame: HTMLIFrameElement) =>
          frame.contentDocument === null
            ? ''
            : getComputedStyle(frame.contentDocument.body).backgroundColor,
        );
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(background).toBe('rgb(15, 18, 22)');
    await page.getByText('Light', { exact: true }).click();
    await expect.poll(background).toBe('rgb(243, 244, 246)');
  });

  it('web W16: what is written survives a lost connection, a refusal and a reload', async () => {
    await field('Text').fill('Hello {{ name }}, a second time.');
    await mail().getByText('a second time').waitFor();
    await device.context.setOffline(true);
    await save();
    await page.getByRole('main').getByRole('alert').first().waitFor();
    expect(await field('Text').inputValue()).toBe('Hello {{ name }}, a second time.');
    await device.context.setOffline(false);
    await page.reload();
    await expect.poll(() => field('Text').inputValue()).toBe('Hello {{ name }}, a second time.');
    await status('Not saved. Kept in this browser.');
    await field('Subject').fill('');
    await save();
    await page.getByText('Fill in this field').waitFor();
    await field('Subject').fill('Order {{ order.number }}');
    await save();
    await expectNotice(page, 'Saved as version 2');
  });

  it('SPEC D3: an earlier version is restored', async () => {
    await page.getByRole('button', { name: 'Versions' }).click();
    const dialog = dialogOf(page, 'Versions of this text');
    await dialog.getByRole('button', { name: 'Restore version 1' }).click();
    await expectNotice(page, 'Version 1 is in use again');
    expect(await field('Text').inputValue()).toContain('it is on its way.');
    await status(/^Version 3, saved/);
  });

  it('web W16: what is typed while a text is being saved stays', async () => {
    const words = 'Hello {{ name }},\n\nit is on its way';
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/notification-templates/order-shipped', async (route) => {
      if (route.request().method() === 'PUT') await held;
      await route.continue();
    });
    await field('Text').fill(`${words}.`);
    await field('Text').fill(`${words}, soon.`);
    const sent = page.waitForRequest((request) => request.method() === 'PUT');
    await save();
    await sent;
    await field('Text').fill(`${words}, today.`);
    release();
    await expectNotice(page, 'Saved as version 4');
    expect(await field('Text').inputValue()).toBe(`${words}, today.`);
    await status('Not saved. Kept in this browser.');
    await save();
    await expectNotice(page, 'Saved as version 5');
    await status(/^Version 5, saved/);
    expect(await field('Text').inputValue()).toBe(`${words}, today.`);
    await page.unroute('**/notification-templates/order-shipped');
  });

  it('SPEC D3: what somebody else saved meanwhile is not written over unseen', async () => {
    const words = 'Hello {{ name }},\n\nit is on its way';
    await field('Text').fill(`${words} to you.`);
    const url = `/organizations/${organizationId}/notification-templates/order-shipped`;
    const sample = { name: 'Ada', order: { number: 'A-7' } };
    const theirs = { locale: 'en', channel: 'email', subject: 'Order {{ order.number }}', sample };
    const body = { ...theirs, source: `${words} to them.` };
    const answer = await app.server.call('PUT', url, { token: owner.token, body });
    expect(answer.status).toBe(200);
    await save();
    await page
      .getByRole('alert')
      .getByText(/Somebody saved this text meanwhile/)
      .waitFor();
    expect(await field('Text').inputValue()).toBe(`${words} to you.`);
    await save();
    await expectNotice(page, 'Saved as version 7');
    await status(/^Version 7, saved/);
  });

  it('SPEC D3: a test goes to oneself, in the words that are saved', async () => {
    await page.getByRole('button', { name: 'Send to myself' }).click();
    await expectNotice(page, 'On its way to you, by E-mail');
    await page.goto('/dev/mailbox');
    const message = page
      .getByRole('list', { name: 'Messages' })
      .getByRole('link')
      .filter({ hasText: 'Order A-7' });
    const refresh = page.getByRole('button', { name: 'Look for new messages' });
    await refresh.waitFor();
    const look = async () => {
      if (!(await message.isVisible())) await refresh.click();
      return message.isVisible();
    };
    await expect.poll(look, { timeout: 20_000 }).toBe(true);
    await message.click();
    await page.frameLocator('iframe').getByText('Hello Ada,').waitFor();
  });

  it('SPEC D3: a text message tells how many it is paid as, and a push has a title', async () => {
    await page.goto(path('/order-shipped?locale=de&channel=sms'));
    await field('Text').fill('Hallo {{ name }}');
    await status('1 text message');
    await field('Text').fill(`Hallo {{ name }} — ${'unterwegs '.repeat(7)}`);
    await status('2 text messages');
    await page.getByText('Push', { exact: true }).click();
    await field('Title').fill('Neu: {{ order.number }}');
    await field('Text').fill('Unterwegs');
    await page.getByRole('region', { name: 'Preview' }).getByText('Neu: A-7').waitFor();
  });

  it('SPEC D3: a notice of ours shows our words in each language until there are others', async () => {
    await page.goto(path('/assigned?locale=de&channel=email'));
    await status('These are the words of Boardwire.');
    await mail().getByText('Product launch').first().waitFor();
    expect(await mail().locator('html').getAttribute('lang')).toBe('de');
    await field('Subject').fill('Für dich');
    await field('Text').fill('{{ by }}: {{ item }}');
    await mail().getByText('Ada Lovelace: Write the press release').waitFor();
    await field('Example values').fill('{"by": "Grace"}');
    await mail().getByText('Grace: Write the press release').waitFor();
    await save();
    await expectNotice(page, 'Saved as version 1');
    await openPage(page, 'Message templates');
    await page.getByRole('row').filter({ hasText: 'Assigned' }).getByText('E-mail de').waitFor();
  });

  it('SPEC D3: whoever may not manage notifications has no way to them', async () => {
    const member = await addMember(app.server, owner, organizationId, 'member');
    const other = await app.openDevice();
    await logIn(other.page, member);
    await expectHeading(other.page, /^Hello/);
    await other.page.goto(path(''));
    await other.page.getByRole('alert').getByText('Your role does not allow this.').waitFor();
    const navigation = other.page.getByRole('navigation', { name: 'Main' });
    expect(await navigation.getByRole('link', { name: 'Message templates' }).count()).toBe(0);
    await other.context.close();
    expect(device.problems.faults.filter((fault) => !fault.includes('ERR_INTERNET'))).toEqual([]);
  });
});
