import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { Seed } from './seed.fixture.ts';
import type { WebhookScene } from './webhooks-scene.fixture.ts';

const inMain = (text: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByText(text).first();
const arrived = (page: Page) => page.getByRole('table').getByText('Arrived').first();
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first().click();
const choose = (item: string) => async (page: Page) => {
  await press(/^Actions for /)(page);
  await page.getByRole('menuitem', { name: item }).click();
};

/** Webhooks with their log, and the dialogs about them. */
export function listWebhookScreens(
  { organizationId, emptyId }: Seed,
  { endpointId, goneId }: WebhookScene,
): Screen[] {
  const base = `/o/${organizationId}/webhooks`;
  const list = pageAt(base, 'Webhooks');
  const endpoint = { ...pageAt(`${base}/${endpointId}`, 'Billing'), shows: arrived };
  const creating = after(list, 'new', press('New webhook'), dialog('New webhook'));
  return [
    { ...list, shows: inMain('Off: it answered 410') },
    creating,
    after(
      creating,
      'some events',
      (page) => page.getByText('Only these').click(),
      (page) => page.getByText('Item created'),
    ),
    emptyPageAt(`/o/${emptyId}/webhooks`, 'No webhooks yet'),
    endpoint,
    pageAt(`${base}/${goneId}`, 'Old'),
    emptyPageAt(`${base}/${endpointId}?state=expired`, 'No call is like that'),
    after(endpoint, 'menu', press(/^Actions for /), (page) => page.getByRole('menu')),
    after(endpoint, 'edit', press('Edit'), dialog('Edit webhook')),
    after(endpoint, 'rotate', choose('New secret…'), dialog('Make a new secret?')),
    after(endpoint, 'delete', choose('Delete…'), dialog(/^Delete /)),
    after(
      endpoint,
      'call',
      (page) => page.getByRole('table').getByRole('button').first().click(),
      (page) => page.getByRole('dialog').getByText('Attempt 1'),
    ),
    after(endpoint, 'replay', press('Send again…'), (page) =>
      page.getByRole('dialog').getByText(/would be sent again/),
    ),
    after(endpoint, 'test', press('Send a test'), (page) =>
      page.getByRole('dialog').getByText('It arrived'),
    ),
    after(
      endpoint,
      'python',
      (page) => page.getByText('Python').click(),
      (page) => page.getByText('import base64'),
    ),
  ];
}

/** Templates of messages in each channel, and what is wrong with one. */
export function listTemplateScreens({ organizationId }: Seed): Screen[] {
  const base = `/o/${organizationId}/notification-templates`;
  const list = pageAt(base, 'Message templates');
  const frame = (page: Page) => page.locator('iframe');
  const mail = { ...pageAt(`${base}/order-shipped?locale=en&channel=email`, ''), shows: frame };
  const own = { ...pageAt(`${base}/assigned`, 'Assigned'), shows: frame };
  return [
    { ...list, shows: inMain('order-shipped') },
    after(list, 'new', press('New template'), dialog('New template')),
    mail,
    after(
      mail,
      'plain text',
      (page) => page.getByText('Plain text').click(),
      (page) => page.locator('section pre'),
    ),
    after(mail, 'versions', press('Versions'), dialog('Versions of this text')),
    own,
    after(
      own,
      'refused',
      (page) => page.getByRole('textbox', { name: 'Text', exact: true }).fill('Hello {{ nope }}'),
      (page) => page.getByRole('alert').first(),
    ),
    { ...pageAt(`${base}/order-shipped?locale=en&channel=push`, ''), shows: inMain('now') },
    { ...pageAt(`${base}/order-shipped?locale=en&channel=inApp`, ''), shows: inMain('now') },
    {
      ...pageAt(`${base}/order-shipped?locale=de&channel=sms`, ''),
      shows: inMain(/\btext messages?$/),
    },
  ];
}
