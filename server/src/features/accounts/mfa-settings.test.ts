import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANONYMOUS, openAccounts, OTHER_PASSWORD, type Accounts } from './accounts.fixture.ts';
import { appCode } from './app-codes.fixture.ts';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

let counter = 0;
async function newPerson() {
  counter += 1;
  const person = await accounts.register(`person${counter}@example.test`);
  return person;
}

async function newPersonWithMfa() {
  const person = await newPerson();
  return { person, ...(await accounts.turnOnMfa(person)) };
}

const wrongCode = (secret: string) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => appCode(secret, steps));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find(
      (code) => !near.includes(code),
    ) ?? ''
  );
};

describe('security S6: turning the second factor on', () => {
  it('takes password and first code, answers ten recovery codes and stores the secret sealed', async () => {
    const person = await newPerson();
    const wrong = await accounts.refuse('mfa.enroll', { currentPassword: OTHER_PASSWORD }, person);
    expect(wrong).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'currentPassword' }] },
    });
    const { secret, uri } = await accounts.succeed(
      'mfa.enroll',
      { currentPassword: person.password },
      person,
    );
    expect(uri).toContain(`secret=${secret}`);
    expect(uri).toContain('issuer=Boardwire');
    expect((await accounts.succeed('accounts.get', {}, person)).mfaEnabled).toBe(false);
    expect((await accounts.refuse('mfa.enable', { code: wrongCode(secret) }, person)).code).toBe(
      'VALIDATION_ERROR',
    );
    const { recoveryCodes } = await accounts.succeed(
      'mfa.enable',
      { code: appCode(secret) },
      person,
    );
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await accounts.succeed('accounts.get', {}, person)).mfaEnabled).toBe(true);
    const [row] = await accounts.test.query<{ text: string }>(
      `select (select string_agg(m::text, '') from user_mfa m) || (select string_agg(c::text, '') from recovery_codes c) as text`,
    );
    expect(row?.text).not.toContain(secret);
    expect(row?.text).not.toContain(recoveryCodes[0]);
  });

  it('is done once of 50 parallel times, and cannot be begun again while on', async () => {
    const person = await newPerson();
    const { secret } = await accounts.succeed(
      'mfa.enroll',
      { currentPassword: person.password },
      person,
    );
    const code = appCode(secret);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => accounts.call('mfa.enable', { code }, person)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const again = await accounts.refuse('mfa.enroll', { currentPassword: person.password }, person);
    expect(again).toMatchObject({ code: 'CONFLICT', details: { reason: 'mfa_enabled' } });
  });

  it('ends the sessions that began without it, but this one', async () => {
    const person = await newPerson();
    const other = await accounts.signIn(person.email, person.password);
    await accounts.turnOnMfa(person);
    const sessions = await accounts.succeed('sessions.list', {}, person);
    expect(sessions.map(({ id }) => id)).toEqual([person.sessionId]);
    expect(accounts.epochs.isSessionEnded(other.sessionId)).toBe(true);
    const notices = (await accounts.mails()).filter(
      ({ to, template }) => to === person.email && template === 'mfaEnabled',
    );
    expect(notices).toHaveLength(1);
  });

  it('leaves no session of a log-in that ran at the same time without it', async () => {
    const person = await newPerson();
    const { secret } = await accounts.succeed(
      'mfa.enroll',
      { currentPassword: person.password },
      person,
    );
    const { email, password } = person;
    const logIns = Array.from({ length: 30 }, () =>
      accounts.call('authentication.logIn', { email, password }, ANONYMOUS),
    );
    await Promise.race(logIns);
    await accounts.succeed('mfa.enable', { code: appCode(secret) }, person);
    await Promise.all(logIns);
    const sessions = await accounts.succeed('sessions.list', {}, person);
    expect(sessions.map(({ id }) => id)).toEqual([person.sessionId]);
  });
});

describe('security S6: turning the second factor off', () => {
  it('takes password and code', async () => {
    const { person, secret } = await newPersonWithMfa();
    const wrongPassword = { currentPassword: OTHER_PASSWORD, code: appCode(secret, 1) };
    expect((await accounts.refuse('mfa.disable', wrongPassword, person)).code).toBe(
      'VALIDATION_ERROR',
    );
    const wrong = { currentPassword: person.password, code: wrongCode(secret) };
    const refusal = await accounts.refuse('mfa.disable', wrong, person);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'code' }] },
    });
    await accounts.succeed(
      'mfa.disable',
      { currentPassword: person.password, code: appCode(secret, 1) },
      person,
    );
    await accounts.signIn(person.email, person.password);
    const again = { currentPassword: person.password, code: appCode(secret, 1) };
    expect(await accounts.refuse('mfa.disable', again, person)).toMatchObject({
      details: { reason: 'mfa_disabled' },
    });
  });
});
