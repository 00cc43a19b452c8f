import type { Locator, Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { after, emptyPageAt, pageAt } from './screens-of-visitors.fixture.ts';
import type { SeededBoard } from './seed-board.fixture.ts';
import type { Seed } from './seed.fixture.ts';

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole('button', { name }).first().click();
const dialog = (name: string | RegExp) => (page: Page) => page.getByRole('dialog', { name });
const menu = (page: Page) => page.getByRole('menu');

/** The cell of the one item with values, by its column. */
const cell = (page: Page, columnIndex: number): Locator =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: 'Pack', exact: true }) })
    .locator(`[aria-colindex="${columnIndex}"]`);

async function edit(page: Page, columnIndex: number): Promise<void> {
  await cell(page, columnIndex).click({ position: { x: 4, y: 4 } });
  await page.keyboard.press('Enter');
}

/** What is to be seen of boards. */
export function listBoardScreens(
  { organizationId, emptyId }: Seed,
  { boardId, itemId }: SeededBoard,
): Screen[] {
  const list = pageAt(`/o/${organizationId}/boards`, 'Operations');
  const board: Screen = {
    ...pageAt(`/boards/${boardId}`, 'Launch'),
    shows: (page) => page.getByRole('gridcell', { name: 'Pack', exact: true }),
  };
  const option = (page: Page) => page.getByRole('option').first();
  const unfolded = (page: Page) => page.getByRole('gridcell', { name: 'Tape', exact: true });
  return [
    list,
    after(list, 'new board', press('New board'), dialog('New board')),
    emptyPageAt(`/o/${emptyId}/boards`, 'How do you want to begin?'),
    board,
    after(board, 'sub-items', press('Show sub-items of Pack'), unfolded),
    after(board, 'status', (page) => edit(page, 3), option),
    after(
      board,
      'typing',
      (page) => edit(page, 9),
      (page) => page.getByRole('textbox', { name: 'text' }),
    ),
    after(
      board,
      'date',
      (page) => edit(page, 5),
      (page) => page.getByText('With a time'),
    ),
    { ...after(board, 'menu', press('Actions for Launch'), menu), widths: [1_440] },
    after(board, 'new column', press('Add column'), dialog('Add column')),
    after(board, 'sharing', press('Share'), dialog('Share Launch')),
    {
      ...pageAt(`/boards/${boardId}/people`, 'Who can see this board'),
      shows: (page) => page.getByRole('row').filter({ hasText: 'Ada Lovelace' }),
    },
    after(
      board,
      'selected',
      (page) => page.getByRole('checkbox', { name: 'Select Pack' }).check(),
      (page) => page.getByRole('region', { name: 'Selected items' }),
    ),
    {
      ...pageAt(`/boards/${boardId}?item=${itemId}`, 'Pack'),
      shows: (page) => page.getByText('Buy more boxes'),
    },
    after(
      pageAt(`/boards/${boardId}/items/${itemId}`, 'Pack'),
      'activity',
      (page) => page.getByRole('tab', { name: 'Activity' }).click(),
      (page) => page.getByText('created this item'),
    ),
    pageAt('/boards/00000000-0000-4000-8000-000000000000', 'This board is not open to you'),
    ...listImportScreens(organizationId),
  ];
}

function listImportScreens(organizationId: string): Screen[] {
  const choosing = pageAt(`/o/${organizationId}/import`, 'Import');
  const table = 'Task,When,Who\nPack,01/02/2026,Ada\nShip,13/02/2026,Grace\n,x,\n';
  const upload = async (page: Page) => {
    const buffer = Buffer.from(table);
    await page.getByLabel('File').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer });
    await page.getByRole('button', { name: 'Upload and look into it' }).click();
  };
  const plan = after(choosing, 'plan', upload, (page) =>
    page.getByRole('button', { name: 'Start import' }),
  );
  return [
    choosing,
    after(choosing, 'no file', press('Upload and look into it'), (page) =>
      page.getByText('Choose a file first.'),
    ),
    plan,
    after(plan, 'done', press('Start import'), (page) =>
      page.getByRole('table', { name: 'Report' }),
    ),
  ];
}
