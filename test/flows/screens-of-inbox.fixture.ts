import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { Seed } from './seed.fixture.ts';

const inMain = (text: string) => (page: Page) =>
  page.getByRole('main').getByText(text, { exact: true }).first();
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first().click();

/** The inbox and the notification settings. */
export function listInboxScreens({ organizationId, emptyId }: Seed): Screen[] {
  const inbox = {
    ...pageAt(`/o/${organizationId}/inbox`, 'Inbox'),
    shows: inMain('Nightly backup'),
  };
  const settings = {
    ...pageAt('/settings/notifications', 'Notifications'),
    shows: inMain('Mentions'),
  };
  return [
    inbox,
    after(inbox, 'unfolded', press(/more about it/), (page) =>
      page.getByRole('button', { name: 'Show only the newest' }),
    ),
    after(inbox, 'menu', press('More actions'), (page) => page.getByRole('menu')),
    after(
      inbox,
      'snooze',
      async (page) => {
        await page.keyboard.press('j');
        await page.keyboard.press('s');
      },
      dialog('Snooze until'),
    ),
    after(
      inbox,
      'why',
      async (page) => {
        await press('More actions')(page);
        await page.getByRole('menuitem', { name: 'Why did I get this?' }).click();
      },
      dialog('Why did I get this?'),
    ),
    emptyPageAt(`/o/${emptyId}/inbox`, 'Nothing waits for you'),
    settings,
    after(settings, 'quiet hours', press('Add a time'), (page) =>
      page.getByRole('group', { name: 'Days' }),
    ),
    after(
      settings,
      'board',
      async (page) => {
        await page
          .getByRole('combobox', { name: 'Organization' })
          .selectOption({ label: 'Analytical Engines' });
        await page.getByLabel('Choose a board').selectOption({ label: 'Launch' });
      },
      dialog('Notifications of Launch'),
    ),
  ];
}
