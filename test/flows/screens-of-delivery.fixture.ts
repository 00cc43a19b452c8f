import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import type { DeliveryScene } from './delivery-scene.fixture.ts';
import { choosePerson, rowOf } from './screens.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { Seed } from './seed.fixture.ts';

const inMain = (text: string) => (page: Page) =>
  page.getByRole('main').getByText(text, { exact: true }).first();
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first().click();

/** The pages about what an organization sends. */
export function listDeliveryScreens(
  { organizationId, emptyId }: Seed,
  { sentId, laterId, failedId }: DeliveryScene,
): Screen[] {
  const base = `/o/${organizationId}/delivery`;
  const log = { ...pageAt(base, 'Message log'), shows: inMain('Version 7 is out') };
  const deliveries = {
    ...pageAt(`${base}?view=deliveries`, 'Message log'),
    shows: (page: Page) => page.getByRole('table', { name: 'Deliveries' }),
  };
  const compose = { ...pageAt(`${base}?compose=true`, ''), shows: dialog('Send a message') };
  const composeEmpty = {
    ...pageAt(`/o/${emptyId}/delivery?compose=true`, ''),
    shows: dialog('Send a message'),
  };
  const failed = {
    ...pageAt(`${base}/messages/${failedId}`, 'Your invoice'),
    shows: (page: Page) => page.getByRole('table', { name: 'Deliveries' }),
  };
  const later = {
    ...pageAt(`${base}/messages/${laterId}`, 'Maintenance tonight'),
    shows: (page: Page) => page.getByRole('button', { name: 'Send now' }),
  };
  return [
    log,
    deliveries,
    after(compose, 'to addresses', choose('Addresses'), (page) =>
      page.getByLabel('Addresses and numbers'),
    ),
    compose,
    after(composeEmpty, 'from a template', choose('Template'), (page) =>
      page.getByText('The organization has no template of its own yet.'),
    ),
    after(
      { ...pageAt(`${base}/messages/${sentId}`, 'Version 7 is out') },
      'why',
      (page) => choosePerson(page, 'Person', 'Ada Lovelace'),
      (page) => page.getByText('was among the recipients', { exact: false }),
    ),
    after(failed, 'timeline', press('n***@example.com'), (page) =>
      page.getByText('Attempt 1 was refused'),
    ),
    later,
    after(later, 'cancel', press('Cancel'), dialog('Cancel what was not sent yet?')),
    ...listKeptScreens(base),
    ...listQueueScreens(base),
    emptyPageAt(`/o/${emptyId}/delivery`, 'Nothing was sent yet'),
    emptyPageAt(`/o/${emptyId}/delivery/dead-letters`, 'No dead letters'),
    emptyPageAt(`/o/${emptyId}/delivery/suppressions`, 'No address is suppressed'),
    emptyPageAt(`/o/${emptyId}/delivery/topics`, 'No topics yet'),
  ];
}

const choose = (name: string) => (page: Page) =>
  page.getByRole('dialog').getByText(name, { exact: true }).click();

function listKeptScreens(base: string): Screen[] {
  const dead = {
    // Those of webhooks may be there, too.
    ...pageAt(`${base}/dead-letters?reason=550`, 'Dead letters'),
    shows: (page: Page) => page.getByRole('table'),
  };
  const suppressions = {
    ...pageAt(`${base}/suppressions`, 'Suppressions'),
    shows: inMain('b***@example.com'),
  };
  const topics = { ...pageAt(`${base}/topics`, 'Topics'), shows: inMain('On call') };
  return [
    after(
      dead,
      'selected',
      (page) => rowOf(page, 'Your invoice').getByRole('checkbox').check(),
      (page) => page.getByText('1 selected'),
    ),
    after(dead, 'menu', press(/^Actions for /), (page) => page.getByRole('menu')),
    after(dead, 'redrive', press('Send all again'), (page) =>
      page.getByText('1 delivery matches.'),
    ),
    after(dead, 'discard', press('Discard all'), (page) => page.getByText('1 delivery matches.')),
    suppressions,
    after(suppressions, 'add', press('Add an address'), dialog('Add an address')),
    after(suppressions, 'remove', press(/^Remove /), dialog(/again\?$/)),
    topics,
    after(topics, 'new', press('New topic'), dialog('New topic')),
    after(topics, 'people', press('On call'), (page) =>
      page.getByRole('dialog').getByRole('listitem').getByText('Ada Lovelace'),
    ),
    after(
      topics,
      'delete',
      async (page) => {
        await press(/^Actions for /)(page);
        await page.getByRole('menuitem', { name: 'Delete' }).click();
      },
      dialog('Delete On call?'),
    ),
  ];
}

function listQueueScreens(base: string): Screen[] {
  const queues = {
    ...pageAt(`${base}/queues`, 'Queues'),
    shows: (page: Page) => page.getByRole('table', { name: 'Providers' }),
  };
  return [
    queues,
    after(queues, 'clean', press('Clean up'), dialog('Forget old messages?')),
    after(queues, 'paused', press('Pause all'), (page) =>
      page.getByText('Everything is paused since', { exact: false }),
    ),
    after(queues, 'resumed', press('Resume all'), (page) =>
      page.getByRole('button', { name: 'Pause all' }),
    ),
  ];
}
