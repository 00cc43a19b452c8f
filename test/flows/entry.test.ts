import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import {
  chooseOwnMenu,
  dialogOf,
  expectHeading,
  logOut,
  rowOf,
  submitForm,
} from './screens.fixture.ts';
import { post } from './seed.fixture.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.test',
  password: 'violet ladder quiet harbour',
};
const bob = { name: 'Bob', password: 'copper window slow river' };

describe.skipIf(!hasChromium)('coming in, and coming back', () => {
  let app: TestApp;
  let owner: Device;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await app.openDevice();
  }, 120_000);
  afterAll(() => app?.stop());

  it('a first visit asks for no session, and leaves no error in the console', async () => {
    const { page, problems } = owner;
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto('/');
    await expectHeading(page, 'Set up Boardwire');
    expect([...problems.refusals]).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('web W46: whoever leaves the wizard goes on where they left', async () => {
    const { page } = owner;
    const account = { Name: ada.name, 'E-mail': ada.email, Password: ada.password };
    await submitForm(page, account, 'Create owner account');
    await expectHeading(page, 'Name your organization');
    await page.goto('about:blank');
    await page.goto('/');
    await expectHeading(page, 'Name your organization');
    await submitForm(page, { 'Organization name': 'Acme' }, 'Create organization');
    await expectHeading(page, 'Acme is ready');
    await page.goto('/');
    await expectHeading(page, 'Acme is ready');
    await page.getByRole('link', { name: /^Start from a template/ }).click();
    await expectHeading(page, 'Templates');
    await page.goto('/');
    await expectHeading(page, 'Hello, Ada');
  });

  it('a session is found again after a reload, also in a browser from before there was a sign of it', async () => {
    const { page } = owner;
    await page.evaluate(() => localStorage.removeItem('boardwire.session'));
    await page.reload();
    await expectHeading(page, 'Hello, Ada');
    expect(await page.evaluate(() => localStorage.getItem('boardwire.session'))).toBe('open');
  });

  it('/settings leads to the profile', async () => {
    await owner.page.goto('/settings');
    await expectHeading(owner.page, 'Profile');
    expect(new URL(owner.page.url()).pathname).toBe('/settings/profile');
  });

  it('web W19: tests each connection from the settings of the instance', async () => {
    const { page } = owner;
    await page.goto('/instance/settings');
    await page.getByRole('button', { name: 'Test Database' }).click();
    await rowOf(page, 'DATABASE_URL')
      .getByText(/^PostgreSQL [\d.]+ answers/)
      .waitFor();
    await page.getByRole('button', { name: 'Test Job queue' }).click();
    await rowOf(page, 'REDIS_URL').getByText('A job was taken and run.').waitFor();
    await page.getByRole('button', { name: 'Test Mail' }).click();
    await rowOf(page, 'SMTP_URL').getByRole('link', { name: 'built-in mailbox' }).click();
    await expectHeading(page, 'Test message');
  });

  it('log-in goes on to a page that the server answers', async () => {
    const { page } = owner;
    await logOut(page);
    await page.goto('/log-in?next=/api/docs');
    await submitForm(page, { 'E-mail': ada.email, Password: ada.password }, 'Log in');
    await page.waitForURL(({ pathname }) => pathname === '/api/docs');
    await page.getByText('Boardwire API').first().waitFor();
    // Whoever is signed in already is sent on without a question.
    await page.goto('/log-in?next=/api/docs');
    await page.waitForURL(({ pathname }) => pathname === '/api/docs');
  });

  it('web W27: a page whose browser was taken over by somebody else starts afresh as them', async () => {
    const { page, context } = owner;
    const email = `${crypto.randomUUID()}@example.test`;
    await post(app.server, '', '/auth/register', { ...bob, email });
    await page.goto('/settings/profile');
    await expectHeading(page, 'Profile');
    const other = await context.newPage();
    // Another tab signs in without the broadcast of a log-out: the cookie changes under the first one.
    await other.goto('/settings/profile');
    // Its own session is found by then: an answer on its way would put the old cookie back.
    await expectHeading(other, 'Profile');
    await other.evaluate(
      async ({ email, password }) => {
        const body = JSON.stringify({ email, password, tokenDelivery: 'cookie' });
        const headers = { 'content-type': 'application/json' };
        await fetch('/api/v1/auth/login', { method: 'POST', headers, body });
      },
      { ...bob, email },
    );
    await post(app.server, await tokenOf(ada), '/account/sessions/revoke-others');
    // The live connection may find out before anybody acts, and the menu goes with the page.
    void chooseOwnMenu(page, 'Security').catch(() => undefined);
    await expectAccount(page, bob.name);
    expect(await dialogOf(page, 'Your session ended').count()).toBe(0);
  });

  async function tokenOf({ email, password }: { email: string; password: string }) {
    const session = await post(app.server, '', '/auth/login', { email, password });
    return session.accessToken as string;
  }

  async function expectAccount(page: Device['page'], name: string): Promise<void> {
    await page.getByRole('button', { name: `Account menu of ${name}` }).waitFor();
  }
});
