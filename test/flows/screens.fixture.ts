import type { Locator, Page } from 'playwright-core';

/** Fields by their labels. */
export type FieldValues = Record<string, string>;

/** Fills the fields of a form, and presses `button`. */
export async function submitForm(
  scope: Page | Locator,
  values: FieldValues,
  button: string,
): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await scope.getByLabel(label, { exact: true }).fill(value);
  await scope.getByRole('button', { name: button, exact: true }).click();
}

/** The open dialog of this name. */
export function dialogOf(page: Page, name: string): Locator {
  return page.getByRole('dialog', { name, exact: true });
}

/** Leaves the app, so that the next page is loaded anew, with what was written since. */
export async function leaveApp(page: Page): Promise<void> {
  await page.goto('about:blank');
}

/** A path without a page. */
const NOWHERE = '/nowhere';

/**
 * Goes to a page as a link does; an app that runs is not loaded anew, which takes four times as long. It goes by a page that
 * is not there, so that nothing is left of the one before: no dialog, no form.
 */
export async function goTo(page: Page, path: string): Promise<void> {
  const isRunning = await page.evaluate(() => document.querySelector('#root main') !== null);
  if (!isRunning) return void (await page.goto(path));
  const go = (to: string) => page.evaluate((target) => history.pushState(null, '', target), to);
  await go(NOWHERE);
  await page.locator('main .lucide-compass').waitFor();
  await go(path);
}

/** Waits for the page with this heading. */
export function expectHeading(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('heading', { name, exact: true }).waitFor();
}

/** Waits for a notice that says `text`. */
export function expectNotice(page: Page, text: string): Promise<void> {
  return page.locator('[data-toaster]').getByText(text, { exact: true }).waitFor();
}

/** Goes to a page of the sidebar. */
export async function openPage(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name, exact: true })
    .click();
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Chooses an item of the account menu. */
export async function chooseOwnMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Account menu of / }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Logs out by the menu. */
export async function logOut(page: Page): Promise<void> {
  await chooseOwnMenu(page, 'Log out');
  await expectHeading(page, 'Log in');
}

/** Logs in with a password, up to what comes after it. */
export async function logIn(
  page: Page,
  { email, password }: { email: string; password: string },
): Promise<void> {
  await page.goto('/log-in');
  await submitForm(page, { 'E-mail': email, Password: password }, 'Log in');
}

/** The row of a table in which `text` stands. */
export function rowOf(page: Page, text: string): Locator {
  return page.getByRole('row').filter({ hasText: text });
}

/** Chooses an item of the menu at the end of a row. */
export async function chooseRowMenu(row: Locator, item: string): Promise<void> {
  await row.getByRole('button', { name: /^Actions for / }).click();
  await row.page().getByRole('menuitem', { name: item, exact: true }).click();
}

/** Chooses a person of the organization by a part of the name or address, as the control named `label` offers them. */
export async function choosePerson(
  scope: Page | Locator,
  label: string,
  search: string,
): Promise<void> {
  await scope.getByLabel(label).click();
  await scope.getByRole('combobox', { name: label }).fill(search);
  await scope.getByRole('option').filter({ hasText: search }).first().click();
}

/** Waits in the built-in mailbox for a message to `email`, opens it and answers its button's address. */
export async function takeLinkFromMail(
  page: Page,
  { email, subject, button }: { email: string; subject: string; button: string },
): Promise<string> {
  await page.goto('/dev/mailbox');
  const message = page
    .getByRole('list', { name: 'Messages' })
    .getByRole('link')
    .filter({ hasText: email })
    .filter({ hasText: subject })
    .first();
  const refresh = page.getByRole('button', { name: 'Look for new messages' });
  await refresh.waitFor();
  while (!(await message.isVisible())) await refresh.click();
  await message.click();
  const mail = page.frameLocator(`iframe[title*="${subject}"]`);
  const address = await mail.getByRole('link', { name: button, exact: true }).getAttribute('href');
  if (address === null) throw new Error(`the mail "${subject}" has no link`);
  return address;
}
