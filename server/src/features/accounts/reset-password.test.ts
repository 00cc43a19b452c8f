import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OperationName } from '@boardwire/contract/catalogue';
import {
  ANONYMOUS,
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  tokenOf,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';
import { appCode } from './app-codes.fixture.ts';

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
    const [row] = await accounts.test.query('select pending_email from users where id = $1', [
      person.userId,
    ]);
    expect(row).toEqual({ pending_email: null });
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

  it('security S28: fifty requests at once send five mails as well', async () => {
    const person = await newPerson();
    await Promise.all(
      Array.from({ length: 50 }, () =>
        accounts.succeed('authentication.requestPasswordReset', { email: person.email }),
      ),
    );
    expect(
      (await mailsTo(person.email)).filter((template) => template === 'resetPassword'),
    ).toHaveLength(5);
  });

  it('reliability R2: a repeated request gets the first answer, though its link is spent by now', async () => {
    const person = await newPerson();
    const reset = { token: await requestReset(person.email), newPassword: OTHER_PASSWORD };
    const verification = {
      token: tokenOf(await lastMail('verifyEmail', (await newPerson()).email)),
      password: PASSWORD,
    };
    const registration = {
      email: `repeated@example.test`,
      name: 'Test Person',
      password: PASSWORD,
    };
    const repeat = async (name: OperationName, input: unknown) => {
      const send = () =>
        accounts.call(name, input, ANONYMOUS, { idempotencyKey: `key-of-${name}` });
      const first = await send();
      expect(first).toMatchObject({ ok: true, isRepeated: false });
      expect(await send()).toEqual({ ...first, isRepeated: true });
    };
    await repeat('authentication.resetPassword', reset);
    await repeat('authentication.verifyEmail', verification);
    await repeat('authentication.register', registration);
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
