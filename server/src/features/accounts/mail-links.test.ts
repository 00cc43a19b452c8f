import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
  appCode,
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  tokenOf,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

let counter = 0;
function newPerson(): Promise<Person> {
  counter += 1;
  return accounts.register(`person${counter}@example.test`);
}
const lastMail = async (template: string, to: string) =>
  (await accounts.mails()).findLast((mail) => mail.template === template && mail.to === to);
const mailsTo = async (to: string) =>
  (await accounts.mails()).filter((mail) => mail.to === to).map(({ template }) => template);
const verify = async (person: Person) =>
  accounts.succeed(
    'authentication.verifyEmail',
    { token: tokenOf(await lastMail('verifyEmail', person.email)) },
    person,
  );
const requestReset = async (email: string) => {
  await accounts.succeed('authentication.requestPasswordReset', { email });
  return tokenOf(await lastMail('resetPassword', email));
};
const spent = { code: 'CONFLICT', details: { reason: 'link_spent' } };

describe('verifying an address', () => {
  it('works signed in or with the password, once', async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    await verify(one);
    expect((await accounts.succeed('accounts.get', {}, one)).emailVerified).toBe(true);
    const token = tokenOf(await lastMail('verifyEmail', other.email));
    await accounts.succeed('authentication.verifyEmail', { token, password: PASSWORD });
    expect(
      await accounts.refuse('authentication.verifyEmail', { token, password: PASSWORD }),
    ).toMatchObject(spent);
  });

  it('security S57: the link alone, with another session or with a wrong password verifies nothing, and dies after five tries', async () => {
    const [person, stranger] = [await newPerson(), await newPerson()];
    const token = tokenOf(await lastMail('verifyEmail', person.email));
    const wantsPassword = { code: 'VALIDATION_ERROR', details: { fields: [{ path: 'password' }] } };
    expect(await accounts.refuse('authentication.verifyEmail', { token })).toMatchObject(
      wantsPassword,
    );
    expect(await accounts.refuse('authentication.verifyEmail', { token }, stranger)).toMatchObject(
      wantsPassword,
    );
    const guesses = await Promise.all(
      Array.from({ length: 12 }, () =>
        accounts.call('authentication.verifyEmail', { token, password: OTHER_PASSWORD }, ANONYMOUS),
      ),
    );
    const reasons = guesses.map((one) => (one.ok ? 'ok' : one.refusal.code));
    expect(reasons.filter((code) => code === 'VALIDATION_ERROR')).toHaveLength(5);
    expect(
      await accounts.refuse('authentication.verifyEmail', { token, password: PASSWORD }),
    ).toMatchObject(spent);
    expect((await accounts.succeed('accounts.get', {}, person)).emailVerified).toBe(false);
  });

  it('security S27: of 50 parallel uses one wins', async () => {
    const person = await newPerson();
    const token = tokenOf(await lastMail('verifyEmail', person.email));
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        accounts.call('authentication.verifyEmail', { token }, person),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('ends after a day', async () => {
    const person = await newPerson();
    const token = tokenOf(await lastMail('verifyEmail', person.email));
    await accounts.test.query(
      `update one_time_tokens set expires_at = expires_at - interval '1 day' where user_id = $1`,
      [person.userId],
    );
    expect(await accounts.refuse('authentication.verifyEmail', { token }, person)).toMatchObject(
      spent,
    );
  });

  it('is asked for again at most once a minute', async () => {
    const person = await newPerson();
    expect(await accounts.refuse('accounts.requestEmailVerification', {}, person)).toMatchObject({
      code: 'TOO_MANY_REQUESTS',
      retryAfterS: 60,
    });
    await accounts.test.query(
      `update one_time_tokens set created_at = created_at - interval '1 minute' where user_id = $1`,
      [person.userId],
    );
    await accounts.succeed('accounts.requestEmailVerification', {}, person);
    expect(await mailsTo(person.email)).toEqual(['verifyEmail', 'verifyEmail']);
    await verify(person);
    await accounts.succeed('accounts.requestEmailVerification', {}, person);
    expect(await mailsTo(person.email)).toHaveLength(2);
  });
});

describe('SPEC A3: password reset', () => {
  it('never says whether an address has an account', async () => {
    const person = await newPerson();
    const known = await accounts.succeed('authentication.requestPasswordReset', {
      email: person.email,
    });
    const unknown = await accounts.succeed('authentication.requestPasswordReset', {
      email: 'nobody@example.test',
    });
    expect(unknown).toEqual(known);
    expect(await mailsTo('nobody@example.test')).toEqual([]);
  });

  it('security S55: ends all sessions, keeps the second factor and voids what else waits', async () => {
    const person = await newPerson();
    await verify(person);
    const { secret } = await accounts.turnOnMfa(person);
    await accounts.succeed(
      'accounts.changeEmail',
      { currentPassword: PASSWORD, newEmail: 'elsewhere@example.test' },
      person,
    );
    const moved = tokenOf(await lastMail('confirmEmailChange', 'elsewhere@example.test'));
    const challenge = await accounts.challenge(person);
    const token = await requestReset(person.email);
    await accounts.succeed('authentication.resetPassword', { token, newPassword: OTHER_PASSWORD });
    expect(
      await accounts.test.query('select 1 from sessions where user_id = $1 and ended_at is null', [
        person.userId,
      ]),
    ).toHaveLength(0);
    expect(accounts.epochs.isSessionEnded(person.sessionId)).toBe(true);
    expect(
      (await accounts.refuse('authentication.logIn', { email: person.email, password: PASSWORD }))
        .code,
    ).toBe('UNAUTHORIZED');
    const answer = await accounts.succeed('authentication.logIn', {
      email: person.email,
      password: OTHER_PASSWORD,
    });
    expect(answer.status).toBe('mfaRequired');
    const old = await accounts.call(
      'authentication.completeMfa',
      { mfaToken: challenge, code: appCode(secret, 1) },
      ANONYMOUS,
    );
    expect(old.ok).toBe(false);
    expect(await accounts.refuse('accounts.confirmEmailChange', { token: moved })).toMatchObject(
      spent,
    );
    expect(await mailsTo(person.email)).toContain('passwordChanged');
  });

  it('security S27: of 50 parallel uses one wins, and the password is that one’s', async () => {
    const person = await newPerson();
    const token = await requestReset(person.email);
    const passwords = Array.from({ length: 50 }, (_, index) => `copper lantern ${index} walrus`);
    const outcomes = await Promise.all(
      passwords.map((newPassword) =>
        accounts.call('authentication.resetPassword', { token, newPassword }, ANONYMOUS),
      ),
    );
    const winners = passwords.filter((_, index) => outcomes[index]?.ok);
    expect(winners).toHaveLength(1);
    await accounts.signIn(person.email, winners[0] ?? '');
  });

  it('a weak password is refused without using the link up', async () => {
    const person = await newPerson();
    const token = await requestReset(person.email);
    const weak = await accounts.refuse('authentication.resetPassword', {
      token,
      newPassword: `${person.email}!`,
    });
    expect(weak).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'newPassword' }] },
    });
    await accounts.succeed('authentication.resetPassword', { token, newPassword: OTHER_PASSWORD });
  });

  it('one used link voids the others, and a link ends after an hour or with another address', async () => {
    const person = await newPerson();
    const [first, second] = [await requestReset(person.email), await requestReset(person.email)];
    await accounts.succeed('authentication.resetPassword', {
      token: first,
      newPassword: OTHER_PASSWORD,
    });
    expect(
      await accounts.refuse('authentication.resetPassword', {
        token: second,
        newPassword: PASSWORD,
      }),
    ).toMatchObject(spent);
    const late = await requestReset(person.email);
    await accounts.test.query(
      `update one_time_tokens set expires_at = expires_at - interval '1 hour' where user_id = $1`,
      [person.userId],
    );
    expect(
      await accounts.refuse('authentication.resetPassword', { token: late, newPassword: PASSWORD }),
    ).toMatchObject(spent);
    const bound = await requestReset(person.email);
    await accounts.test.query(`update users set email = 'moved@example.test' where id = $1`, [
      person.userId,
    ]);
    expect(
      await accounts.refuse('authentication.resetPassword', {
        token: bound,
        newPassword: PASSWORD,
      }),
    ).toMatchObject(spent);
  });

  it('sends one account at most five mails an hour, with the same answer', async () => {
    const person = await newPerson();
    for (let count = 0; count < 8; count += 1) await requestReset(person.email);
    expect(
      (await mailsTo(person.email)).filter((template) => template === 'resetPassword'),
    ).toHaveLength(5);
  });

  it('tokens of other kinds do not pass for it', async () => {
    const person = await newPerson();
    const token = tokenOf(await lastMail('verifyEmail', person.email));
    expect(
      await accounts.refuse('authentication.resetPassword', { token, newPassword: OTHER_PASSWORD }),
    ).toMatchObject(spent);
  });
});

describe('security S57: an address that somebody else registered', () => {
  it('is its owner’s after a reset: sessions, second factor, recovery codes and API keys of the stranger are gone', async () => {
    const stranger = await newPerson();
    const { id: organizationId } = await accounts.succeed(
      'organizations.create',
      { name: 'Kestrel Works' },
      stranger,
    );
    await accounts.succeed(
      'apiKeys.create',
      { organizationId, name: 'left behind', scopes: ['organization:read'], expiresAt: null },
      stranger,
    );
    const { recoveryCodes } = await accounts.turnOnMfa(stranger);
    const challenge = await accounts.challenge(stranger);
    const token = await requestReset(stranger.email);
    await accounts.succeed('authentication.resetPassword', { token, newPassword: OTHER_PASSWORD });
    const owner = await accounts.signIn(stranger.email, OTHER_PASSWORD);
    expect(await accounts.succeed('accounts.get', {}, owner)).toMatchObject({
      emailVerified: true,
      mfaEnabled: false,
    });
    expect((await accounts.succeed('sessions.list', {}, owner)).map(({ id }) => id)).toEqual([
      owner.sessionId,
    ]);
    expect(
      (
        await accounts.call(
          'authentication.completeMfa',
          { mfaToken: challenge, code: recoveryCodes[0] },
          ANONYMOUS,
        )
      ).ok,
    ).toBe(false);
    const keys = await accounts.test.query(
      'select 1 from api_keys where user_id = $1 and revoked_at is null',
      [stranger.userId],
    );
    expect(keys).toHaveLength(0);
    const entries = await accounts.test.query(
      `select 1 from audit_entries where chain_id = $1 and action = 'apiKey.revoked'`,
      [organizationId],
    );
    expect(entries).toHaveLength(1);
  });

  it('API keys of a verified account outlive a reset', async () => {
    const person = await newPerson();
    await verify(person);
    const { id: organizationId } = await accounts.succeed(
      'organizations.create',
      { name: 'Heron Works' },
      person,
    );
    await accounts.succeed(
      'apiKeys.create',
      { organizationId, name: 'own', scopes: ['organization:read'], expiresAt: null },
      person,
    );
    const token = await requestReset(person.email);
    await accounts.succeed('authentication.resetPassword', { token, newPassword: OTHER_PASSWORD });
    expect(
      await accounts.test.query(
        'select 1 from api_keys where user_id = $1 and revoked_at is null',
        [person.userId],
      ),
    ).toHaveLength(1);
  });
});

describe('changing the address', () => {
  const change = (person: Person, newEmail: string) =>
    accounts.succeed('accounts.changeEmail', { currentPassword: PASSWORD, newEmail }, person);

  it('takes effect when the mail to the new one is answered, and the old one hears of it', async () => {
    const person = await newPerson();
    await change(person, 'new1@example.test');
    expect(await accounts.succeed('accounts.get', {}, person)).toMatchObject({
      email: person.email,
      pendingEmail: 'new1@example.test',
    });
    await accounts.succeed('accounts.confirmEmailChange', {
      token: tokenOf(await lastMail('confirmEmailChange', 'new1@example.test')),
    });
    expect(await accounts.succeed('accounts.get', {}, person)).toMatchObject({
      email: 'new1@example.test',
      pendingEmail: null,
      emailVerified: true,
    });
    expect((await lastMail('emailChanged', person.email))?.params['newEmail']).toBe(
      'n***@example.test',
    );
    await accounts.signIn('new1@example.test', PASSWORD);
  });

  it('needs the password and another address that is free', async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const wrong = { currentPassword: OTHER_PASSWORD, newEmail: 'new2@example.test' };
    expect(
      (await accounts.refuse('accounts.changeEmail', wrong, person)).details?.fields?.[0]?.path,
    ).toBe('currentPassword');
    const same = { currentPassword: PASSWORD, newEmail: person.email };
    expect((await accounts.refuse('accounts.changeEmail', same, person)).code).toBe(
      'VALIDATION_ERROR',
    );
    const taken = { currentPassword: PASSWORD, newEmail: other.email };
    expect(await accounts.refuse('accounts.changeEmail', taken, person)).toMatchObject({
      details: { reason: 'email_taken' },
    });
  });

  it('a later request voids the earlier link', async () => {
    const person = await newPerson();
    await change(person, 'new3@example.test');
    await change(person, 'new4@example.test');
    const token = tokenOf(await lastMail('confirmEmailChange', 'new3@example.test'));
    expect(await accounts.refuse('accounts.confirmEmailChange', { token })).toMatchObject(spent);
  });

  it('goes to one of 20 who want the same address and confirm at once, with a registration among them', async () => {
    const wanted = 'wanted@example.test';
    const people = await Promise.all(Array.from({ length: 20 }, () => newPerson()));
    for (const person of people) await change(person, wanted);
    const tokens = (await accounts.mails()).filter(({ to }) => to === wanted).map(tokenOf);
    const registration = { email: wanted, name: 'Late', password: PASSWORD };
    const outcomes = await Promise.all([
      ...tokens.map((token) => accounts.call('accounts.confirmEmailChange', { token }, ANONYMOUS)),
      accounts.call('authentication.register', registration, ANONYMOUS),
    ]);
    expect(tokens).toHaveLength(20);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.every((one) => one.ok || one.refusal.code === 'CONFLICT')).toBe(true);
  });

  it('on an exposed instance a taken address is not told; its owner gets a mail, nobody a link', async () => {
    const exposed = await openAccounts();
    try {
      const [person, other] = [
        await exposed.register('one@example.test'),
        await exposed.register('two@example.test'),
      ];
      exposed.config.isExposed = true;
      const answer = await exposed.succeed(
        'accounts.changeEmail',
        { currentPassword: PASSWORD, newEmail: other.email },
        person,
      );
      expect(answer).toEqual({ done: true });
      const mails = (await exposed.mails()).map(({ template, to }) => [template, to]);
      expect(mails.slice(2)).toEqual([['accountExists', other.email]]);
    } finally {
      await exposed.close();
    }
  });
});
