import type { Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { SeededBoard } from './seed-board.fixture.ts';
import type { Seed } from './seed.fixture.ts';

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('main').getByRole('button', { name }).first().click();
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const menu = (page: Page) => page.getByRole('menu');
const inMain = (text: string) => (page: Page) =>
  page.getByRole('main').getByText(text, { exact: true }).first();

/** Home, My work, templates, trash and shortcuts. */
export function listHomeScreens(
  { organizationId, emptyId }: Seed,
  { boardId }: SeededBoard,
): Screen[] {
  const home = { ...pageAt(`/o/${organizationId}`, 'Hello, Ada'), shows: inMain('Launch') };
  const myWork = { ...pageAt(`/o/${organizationId}/my-work`, 'My work'), shows: inMain('Pack') };
  const templates = {
    ...pageAt(`/o/${organizationId}/templates`, 'Templates'),
    shows: inMain('Sales pipeline'),
  };
  const trash = pageAt(`/o/${organizationId}/trash`, 'Trash and archive');
  const archive = after(
    trash,
    'archive',
    (page) => page.getByText('Archive', { exact: true }).click(),
    inMain('Last year'),
  );
  const boardTrash = { ...pageAt(`/boards/${boardId}/trash`, 'x'), shows: inMain('Old note') };
  const shortcuts = pageAt('/settings/shortcuts', 'Keyboard shortcuts');
  return [
    home,
    after(home, 'menu', press('Actions for Launch'), menu),
    after(
      home,
      'context menu',
      (page) => page.getByRole('main').getByText('Launch').first().click({ button: 'right' }),
      menu,
    ),
    after(
      home,
      'palette',
      (page) => page.keyboard.press('Control+k'),
      (page) => page.getByRole('combobox'),
    ),
    myWork,
    emptyPageAt(`/o/${emptyId}/my-work`, 'Nothing waits for you'),
    emptyPageAt(`/o/${emptyId}`, 'How do you want to begin?'),
    templates,
    after(templates, 'chosen', press('Use Sprint'), dialog(/^New board from/)),
    emptyPageAt(`/o/${emptyId}/trash`, 'The trash is empty'),
    archive,
    boardTrash,
    after(
      boardTrash,
      'nothing found',
      (page) => page.getByLabel('Search trash and archive').fill('xyzzy'),
      inMain('Nothing here fits the search.'),
    ),
    after(boardTrash, 'for good', press('Delete Old note for good'), dialog(/for good\?$/)),
    shortcuts,
    after(
      shortcuts,
      'clash',
      async (page) => {
        await press('Change keys of “Set the status”')(page);
        await page.keyboard.press('a');
      },
      (page) => page.getByText(/^Already used for/),
    ),
    {
      ...after(shortcuts, 'list', (page) => page.keyboard.press('?'), dialog('Keyboard shortcuts')),
      widths: [1_440],
    },
  ];
}
