import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appCode } from '../../server/src/features/accounts/app-codes.fixture.ts';
import { hasChromium } from '../harness/chromium.ts';
import { startTestApp, type Device, type TestApp } from './app.fixture.ts';
import {
  chooseOwnMenu,
  chooseRowMenu,
  dialogOf,
  expectHeading,
  expectNotice,
  logIn,
  logOut,
  openPage,
  rowOf,
  submitForm,
  takeLinkFromMail,
} from './screens.fixture.ts';

const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.test',
  password: 'violet ladder quiet harbour',
};
const grace = {
  name: 'Grace Hopper',
  email: 'grace@example.test',
  password: 'copper window slow river',
};
const organization = 'Analytical Engines';
const newPassword = 'amber hollow distant bells';

describe.skipIf(!hasChromium)('the first day of an instance', () => {
  let app: TestApp;
  let owner: Device;
  let guest: Device;
  let phone: Device;
  let organizationId: string;
  let recoveryCodes: string[];
  let appKey: string;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await app.openDevice();
    guest = await app.openDevice();
    phone = await app.openDevice({ viewport: { width: 390, height: 844 } });
  }, 120_000);
  afterAll(() => app?.stop());

  it('web W46: leads from the address to an organization of one’s own', async () => {
    const { page } = owner;
    await page.goto('/');
    await expectHeading(page, 'Set up Boardwire');
    const { name, email, password } = ada;
    const account = { Name: name, 'E-mail': email, Password: password };
    await submitForm(page, account, 'Create owner account');
    await expectHeading(page, 'Name your organization');
    await submitForm(page, { 'Organization name': organization }, 'Create organization');
    await expectHeading(page, `${organization} is ready`);
    await page.getByRole('link', { name: `Open ${organization}` }).click();
    await expectHeading(page, 'Hello, Ada');
    organizationId = /\/o\/([\da-f-]{36})$/.exec(page.url())?.[1] ?? '';
    expect(organizationId).not.toBe('');
  });

  it('web W1: invites by mail with the keyboard alone', async () => {
    const { keyboard } = owner.page;
    await keyboard.press('Control+k');
    await owner.page.getByRole('combobox').waitFor();
    await keyboard.type('invite people');
    await keyboard.press('Enter');
    const dialog = dialogOf(owner.page, 'Invite people');
    await dialog.getByLabel('E-mail', { exact: true }).and(owner.page.locator(':focus')).waitFor();
    await keyboard.type(grace.email);
    await keyboard.press('Enter');
    await dialog.getByText('Invitation created').waitFor();
    await dialog.getByText('No mail server is set up').waitFor();
    await dialog.getByRole('link', { name: 'built-in mailbox' }).waitFor();
    await keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await rowOf(owner.page, grace.email).waitFor();
  });

  it('web W49: the mail waits in the built-in mailbox, and its link lets the invited person in', async () => {
    const link = await takeLinkFromMail(owner.page, {
      email: grace.email,
      subject: `${ada.name} invited you to ${organization}`,
      button: 'See the invitation',
    });
    const { page } = guest;
    await page.goto(link);
    await expectHeading(page, `Join ${organization}`);
    expect(page.url()).not.toContain('token');
    expect(await page.getByLabel('E-mail', { exact: true }).inputValue()).toBe(grace.email);
    const account = { Name: grace.name, Password: grace.password };
    await submitForm(page, account, 'Create account');
    await expectHeading(page, 'Hello, Grace');
    await expectNotice(page, `Welcome to ${organization}`);
  });

  it('both find each other among the members', async () => {
    for (const { page } of [owner, guest]) {
      await openPage(page, 'Members');
      await rowOf(page, ada.email).getByText(ada.name, { exact: true }).waitFor();
      await rowOf(page, grace.email).getByText(grace.name, { exact: true }).waitFor();
    }
    expect(await guest.page.getByRole('button', { name: /^Actions for / }).count()).toBe(0);
  });

  it('security S6: turns on the second step with the key on the page', async () => {
    const { page } = guest;
    await chooseOwnMenu(page, 'Security');
    await page.getByRole('button', { name: 'Turn on', exact: true }).click();
    const dialog = dialogOf(page, 'Turn on two-step sign-in');
    await submitForm(dialog, { 'Current password': grace.password }, 'Continue');
    appKey = await dialog.locator('code').innerText();
    await dialog.getByLabel('Code from the app').fill(appCode(appKey));
    const codes = dialogOf(page, 'Save your recovery codes');
    await codes.getByRole('listitem').first().waitFor();
    recoveryCodes = await codes.getByRole('listitem').allInnerTexts();
    expect(new Set(recoveryCodes).size).toBe(10);
    await page.keyboard.press('Escape');
    await codes.getByLabel('I have saved these codes').check();
    await codes.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'Turn off', exact: true }).waitFor();
  });

  it('web W41: logs in with password and code by the keyboard alone', async () => {
    const { page } = guest;
    const { keyboard } = page;
    await logOut(page);
    await page.getByLabel('E-mail', { exact: true }).and(page.locator(':focus')).waitFor();
    await keyboard.type(grace.email);
    await keyboard.press('Tab');
    await keyboard.type(grace.password);
    await keyboard.press('Enter');
    await page.getByLabel('Code', { exact: true }).and(page.locator(':focus')).waitFor();
    await keyboard.type(appCode(appKey, 1));
    await expectHeading(page, 'Hello, Grace');
  });

  it('security S6: logs in with a recovery code, once', async () => {
    const { page } = guest;
    const [code = ''] = recoveryCodes;
    await logOut(page);
    await logInWithRecoveryCode(code);
    await expectHeading(page, 'Hello, Grace');
    await logOut(page);
    await logInWithRecoveryCode(code);
    await page.getByRole('alert').getByText('This code is wrong').waitFor();
    await submitForm(page, { 'Recovery code': recoveryCodes[1] ?? '' }, 'Verify');
    await expectHeading(page, 'Hello, Grace');
  });

  async function logInWithRecoveryCode(code: string): Promise<void> {
    await logIn(guest.page, grace);
    await guest.page.getByRole('button', { name: 'Use a recovery code' }).click();
    await submitForm(guest.page, { 'Recovery code': code }, 'Verify');
  }

  it('web W26: shuts a suspended person’s open page out of the organization', async () => {
    await openPage(guest.page, 'Members');
    await chooseRowMenu(rowOf(owner.page, grace.email), 'Suspend');
    await expectNotice(owner.page, `${grace.name} is suspended and has no access`);
    await guest.page.getByLabel('Search by name or address').fill('Ada');
    await expectHeading(guest.page, 'This organization is not open to you');
    expect(await guest.page.getByText(ada.email).count()).toBe(0);
  });

  it('web W27: a new password, set by the link in a mail, ends the session and asks for it over the page', async () => {
    await setPasswordByMail();
    const { page } = guest;
    // The live connection says so; whoever clicked first would be asked as well.
    const dialog = dialogOf(page, 'Your session ended');
    await submitForm(dialog, { Password: grace.password }, 'Log in');
    await dialog.getByRole('alert').getByText('The address or the password is wrong.').waitFor();
    await submitForm(dialog, { Password: newPassword }, 'Log in');
    await dialog.getByRole('button', { name: 'Use a recovery code' }).click();
    await submitForm(dialog, { 'Recovery code': recoveryCodes[2] ?? '' }, 'Verify');
    await dialog.waitFor({ state: 'detached' });
    await expectHeading(page, 'This organization is not open to you');
    await chooseOwnMenu(page, 'Security');
    await page.getByRole('button', { name: 'New recovery codes' }).waitFor();
  });

  async function setPasswordByMail(): Promise<void> {
    const { page } = phone;
    await page.goto('/log-in');
    await page.getByRole('link', { name: 'Forgot password?' }).click();
    await expectHeading(page, 'Reset your password');
    await submitForm(page, { 'E-mail': grace.email }, 'Send link');
    await expectHeading(page, 'Check your mail');
    const subject = 'Choose a new password';
    const mail = { email: grace.email, subject, button: subject };
    await page.goto(await takeLinkFromMail(owner.page, mail));
    await submitForm(page, { 'New password': newPassword }, 'Set password');
    await expectHeading(page, 'Password changed');
  }

  it('security S14: shows an API key once, which works until it is revoked', async () => {
    const { page } = owner;
    await openPage(page, 'API keys');
    await page.getByRole('button', { name: 'New key' }).first().click();
    const dialog = dialogOf(page, 'New API key');
    await dialog.getByLabel('See the organization').check();
    await dialog.getByLabel('See members and roles').check();
    await submitForm(dialog, { Name: 'Nightly backup' }, 'Create key');
    const shown = dialogOf(page, 'Copy your key now');
    const secret = await shown.locator('code').innerText();
    await shown.getByRole('button', { name: 'Done' }).click();
    const row = rowOf(page, 'Nightly backup');
    await row.waitFor();
    expect(await page.content()).not.toContain(secret);
    expect(await listMembersWith(secret)).toBe(200);
    await row.getByRole('button', { name: 'Revoke Nightly backup' }).click();
    const question = dialogOf(page, 'Revoke Nightly backup?');
    await question.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expectNotice(page, 'Nightly backup was revoked');
    expect(await listMembersWith(secret)).toBe(401);
  });

  async function listMembersWith(key: string): Promise<number> {
    const path = `/api/v1/organizations/${organizationId}/members`;
    const answer = await fetch(app.url + path, { headers: { authorization: `Bearer ${key}` } });
    return answer.status;
  }

  it('security S12: caused no error in the console and no policy violation', async () => {
    expect([owner, guest, phone].flatMap(({ problems }) => problems.faults)).toEqual([]);
    const expected = new Set([
      // The session is over after the new password.
      '401 POST /auth/refresh',
      '401 GET /account/sessions',
      '401 GET /account/audit',
      // The recovery code used twice, and the old password.
      '401 POST /auth/mfa',
      '401 POST /auth/login',
      // The suspended person's.
      '404 GET /organizations/:id/members',
    ]);
    const refusals = [owner, guest, phone].flatMap(({ problems }) => [...problems.refusals]);
    expect(refusals.filter((refusal) => !expected.has(refusal))).toEqual([]);
    // The watch works: a picture from elsewhere is refused and noticed.
    await owner.page.evaluate(() => {
      new Image().src = 'https://elsewhere.example/picture.png';
    });
    await expect.poll(() => owner.problems.faults.join()).toContain('policy: img-src');
  });
});
