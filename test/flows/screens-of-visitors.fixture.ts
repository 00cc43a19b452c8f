import type { Locator, Page } from 'playwright-core';
import type { Screen } from './axe.fixture.ts';
import { goTo, logIn, submitForm } from './screens.fixture.ts';
import type { Seed } from './seed.fixture.ts';

/** A page by its path and the heading on it. */
export function pageAt(path: string, heading: string | RegExp): Screen {
  return {
    name: path,
    isPage: true,
    open: (page) => goTo(page, path),
    shows: (page) => page.getByRole('heading', { name: heading }).first(),
  };
}

/** A page by its path and what stands on it where nothing else is. */
export function emptyPageAt(path: string, text: string): Screen {
  return { ...pageAt(path, text), shows: (page) => page.getByText(text, { exact: true }) };
}

/** The same page after something was done on it. */
export function after(
  screen: Screen,
  name: string,
  act: (page: Page) => Promise<unknown>,
  shows: (page: Page) => Locator,
): Screen {
  return {
    ...screen,
    name: `${screen.name} ${name}`,
    shows,
    async open(page) {
      await screen.open(page);
      await screen.shows(page).waitFor();
      await act(page);
    },
  };
}

const secret = 'A'.repeat(43);

/** What is to be seen before signing in. */
export function listVisitorScreens({ invitationToken, careful }: Seed): Screen[] {
  const alert = (page: Page) => page.getByRole('alert').first();
  const press = (name: string) => (page: Page) => page.getByRole('button', { name }).click();
  const logInPage = pageAt('/log-in', 'Log in');
  const forgot = pageAt('/forgot-password', 'Reset your password');
  const invited = pageAt(`/invitations/accept?token=${invitationToken}`, /^Join /);
  const secondStep = after(
    logInPage,
    'second step',
    (page) => logIn(page, careful),
    (page) => page.getByLabel('Code', { exact: true }),
  );
  const recovery = (page: Page) => page.getByLabel('Recovery code', { exact: true });
  return [
    logInPage,
    after(logInPage, 'incomplete', press('Log in'), alert),
    after(
      logInPage,
      'refused',
      (page) => submitForm(page, { 'E-mail': 'nobody@example.test', Password: 'no' }, 'Log in'),
      alert,
    ),
    secondStep,
    after(secondStep, 'recovery code', press('Use a recovery code'), recovery),
    pageAt('/register', 'Create your account'),
    after(pageAt('/register', 'Create'), 'incomplete', press('Create account'), alert),
    forgot,
    after(
      forgot,
      'sent',
      (page) => submitForm(page, { 'E-mail': 'nobody@example.test' }, 'Send link'),
      (page) => page.getByText('Check your mail'),
    ),
    pageAt('/reset-password', 'This link is not complete'),
    pageAt(`/reset-password?token=${secret}`, 'Choose a new password'),
    after(
      pageAt(`/reset-password?token=${secret}`, 'Choose a new password'),
      'spent',
      (page) => submitForm(page, { 'New password': 'amber hollow distant' }, 'Set password'),
      (page) => page.getByText('This link does not work any more'),
    ),
    pageAt(`/verify-email?token=${secret}`, 'Verify your address'),
    pageAt(`/confirm-email?token=${secret}`, 'Use the new address'),
    invited,
    after(
      invited,
      'log in',
      (page) => page.getByLabel('I have an account').check({ force: true }),
      (page) => page.getByRole('button', { name: 'Log in' }),
    ),
    pageAt(`/invitations/accept?token=${secret}`, 'This link does not work any more'),
    // Built for people who build the components; a page of a development build only.
    pageAt('/gallery', 'There is no page here'),
  ];
}
