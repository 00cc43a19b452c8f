import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
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

describe('security S28: asking for the verification mail fifty times at once', () => {
  it('sends one', async () => {
    const person = await newPerson();
    await accounts.test.query(
      `update one_time_tokens set created_at = created_at - interval '1 minute' where user_id = $1`,
      [person.userId],
    );
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        accounts.call('accounts.requestEmailVerification', {}, person),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await mailsTo(person.email)).toEqual(['verifyEmail', 'verifyEmail']);
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
