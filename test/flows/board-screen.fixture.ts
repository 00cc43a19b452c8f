import type { Locator, Page } from 'playwright-core';

/** The pill that says how the board stands. */
export function pillOf(page: Page, text: string | RegExp): Locator {
  return page.getByRole('main').getByRole('status').filter({ hasText: text }).first();
}

/** The row of an item. */
export function rowOf(page: Page, title: string): Locator {
  return page
    .getByRole('row')
    .filter({ has: page.getByRole('gridcell', { name: title, exact: true }) });
}

/** Columns of the board in that test by name, as `aria-colindex` counts. */
const COLUMNS: Readonly<Record<string, number>> = { Item: 2, Note: 3, Budget: 4, Mail: 5 };

/** The cell of an item below the column of that name. */
export function cellOf(page: Page, title: string, column: string): Locator {
  return rowOf(page, title).locator(`[aria-colindex="${COLUMNS[column] ?? 0}"]`);
}

/** Writes a cell with the keyboard. */
export async function write(
  page: Page,
  title: string,
  column: string,
  text: string,
): Promise<void> {
  // By keys from the title: a press on the cell that is the active one already would go into it.
  await cellOf(page, title, 'Item').getByText(title, { exact: true }).click();
  for (let at = 2; at < (COLUMNS[column] ?? 0); at += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await cellOf(page, title, column).getByText(text, { exact: true }).waitFor();
}

/** Where a cell is: its row and column. */
export async function nameOfCell(page: Page, title: string, column: string): Promise<string> {
  const row = await rowOf(page, title).getAttribute('aria-rowindex');
  return `${row} ${COLUMNS[column] ?? 0}`;
}

/** Where the cell with the focus is. */
export function focusedCell(page: Page): Promise<string> {
  return page.evaluate(() => {
    const cell = document.activeElement;
    const row = cell?.closest('[role="row"]')?.getAttribute('aria-rowindex');
    return `${row ?? ''} ${cell?.getAttribute('aria-colindex') ?? ''}`;
  });
}
