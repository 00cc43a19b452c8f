import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  tokenOf,
  type Accounts,
} from './accounts.fixture.ts';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
  await accounts.register('owner@example.test');
});
afterEach(() => {
  accounts.config.isExposed = false;
});
afterAll(() => accounts.close());

/** States of an account, each made from a fresh one; all know the password. */
const states = {
  plain: async () => undefined,
  secondFactor: async (email: string) =>
    void (await accounts.turnOnMfa(await accounts.signIn(email, PASSWORD))),
  unverifiedWhenExposed: async () => {
    accounts.config.isExposed = true;
  },
};

/** Every call that could sign somebody in who has only the password and the mailbox. */
const paths = {
  logIn: (email: string) =>
    accounts.call('authentication.logIn', { email, password: PASSWORD }, ANONYMOUS),
  register: (email: string) =>
    accounts.call(
      'authentication.register',
      { email, password: PASSWORD, name: 'Again' },
      ANONYMOUS,
    ),
  verifyEmail: async (email: string) => {
    const mail = (await accounts.mails()).findLast(
      ({ template, to }) => template === 'verifyEmail' && to === email,
    );
    return accounts.call(
      'authentication.verifyEmail',
      { token: tokenOf(mail), password: PASSWORD },
      ANONYMOUS,
    );
  },
  resetPassword: async (email: string) => {
    await accounts.succeed('authentication.requestPasswordReset', { email });
    const mail = (await accounts.mails()).findLast(
      ({ template, to }) => template === 'resetPassword' && to === email,
    );
    return accounts.call(
      'authentication.resetPassword',
      { token: tokenOf(mail), newPassword: OTHER_PASSWORD },
      ANONYMOUS,
    );
  },
  refreshEndedSession: async (email: string) => {
    const [row] = await accounts.test.query<{ id: string }>(
      'select id from users where email = $1',
      [email],
    );
    await accounts.test.query('update sessions set ended_at = now() where user_id = $1', [row?.id]);
    return accounts.call('authentication.refresh', { refreshToken: firstToken }, ANONYMOUS);
  },
  completeMfaWithoutChallenge: async () =>
    accounts.call(
      'authentication.completeMfa',
      { mfaToken: firstToken, code: '000000' },
      ANONYMOUS,
    ),
};
let firstToken = '';

/** The only pairs that may end in a session. */
const signsIn = new Set(['plain logIn']);

describe('security S52: no entry path skips the second factor or the verification', () => {
  const pairs = Object.keys(states).flatMap((state) =>
    Object.keys(paths).map((path) => [state, path] as const),
  );
  it.each(pairs)('%s account, %s', async (state, path) => {
    const email = `${state}.${path}@example.test`.toLowerCase();
    firstToken = (await accounts.register(email)).refreshToken;
    await states[state as keyof typeof states](email);
    const before = await accounts.test.query('select id from sessions');
    const outcome = await paths[path as keyof typeof paths](email);
    const hasTokens = outcome.ok && JSON.stringify(outcome.data).includes('accessToken');
    const after = await accounts.test.query('select id from sessions');
    expect([hasTokens, after.length - before.length]).toEqual(
      signsIn.has(`${state} ${path}`) ? [true, 1] : [false, 0],
    );
  });
});
