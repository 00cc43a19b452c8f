import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
  openAccounts,
  OTHER_PASSWORD,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';
import { appCode, startOfStep } from './app-codes.fixture.ts';

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

const complete = (mfaToken: string, code: string) =>
  accounts.call('authentication.completeMfa', { mfaToken, code }, ANONYMOUS);
const countSessions = async ({ userId }: Person) =>
  (
    await accounts.test.query('select 1 from sessions where user_id = $1 and ended_at is null', [
      userId,
    ])
  ).length;
const wrongCode = (secret: string) => {
  const near = [-2, -1, 0, 1, 2].map((steps) => appCode(secret, steps));
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find(
      (code) => !near.includes(code),
    ) ?? ''
  );
};

describe('security S6: logging in with the second factor', () => {
  it('signs in after password and code, never before', async () => {
    const { person, secret } = await newPersonWithMfa();
    const before = await countSessions(person);
    const mfaToken = await accounts.challenge(person);
    expect(await countSessions(person)).toBe(before);
    const answer = await accounts.succeed('authentication.completeMfa', {
      mfaToken,
      code: appCode(secret, 1),
    });
    expect(answer).toMatchObject({ status: 'signedIn', account: { id: person.userId } });
    expect(await countSessions(person)).toBe(before + 1);
  });

  it('accepts one step of difference between the clocks, not two', async () => {
    const { person, secret } = await newPersonWithMfa();
    await accounts.test.query('update user_mfa set last_step = 0 where user_id = $1', [
      person.userId,
    ]);
    await startOfStep();
    expect((await complete(await accounts.challenge(person), appCode(secret, -2))).ok).toBe(false);
    expect((await complete(await accounts.challenge(person), appCode(secret, 3))).ok).toBe(false);
    expect((await complete(await accounts.challenge(person), appCode(secret, -1))).ok).toBe(true);
    expect((await complete(await accounts.challenge(person), appCode(secret, 1))).ok).toBe(true);
  });

  it('security S53: each step works once, in any challenge, and none before it', async () => {
    const { person, secret } = await newPersonWithMfa();
    const code = appCode(secret, 1);
    const challenges = await Promise.all(
      Array.from({ length: 50 }, () => accounts.challenge(person)),
    );
    // The pause after ten wrong codes has a test of its own; here the others lose for the step alone.
    const outcomes = await Promise.all(challenges.map((mfaToken) => complete(mfaToken, code)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    await accounts.test.query(
      'update user_mfa set failures = 0, paused_until = null where user_id = $1',
      [person.userId],
    );
    expect((await complete(await accounts.challenge(person), appCode(secret, 0))).ok).toBe(false);
  });

  it('security S27: of 50 parallel answers to one challenge one wins', async () => {
    const { person, secret } = await newPersonWithMfa();
    const mfaToken = await accounts.challenge(person);
    const code = appCode(secret, 1);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => complete(mfaToken, code)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('security S54: a challenge dies after five wrong tries, though each was refused', async () => {
    const { person, secret, recoveryCodes } = await newPersonWithMfa();
    const mfaToken = await accounts.challenge(person);
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => complete(mfaToken, wrongCode(secret))),
    );
    const reasons = outcomes.map((one) => (one.ok ? 'ok' : one.refusal.details?.reason));
    expect(reasons.filter((reason) => reason === 'wrong_code')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'challenge_over')).toHaveLength(15);
    expect(await complete(mfaToken, appCode(secret, 1))).toMatchObject({
      ok: false,
      refusal: { details: { reason: 'challenge_over' } },
    });
    expect((await complete(mfaToken, recoveryCodes[0] ?? '')).ok).toBe(false);
    const refused = await accounts.test.query(
      `select 1 from audit_entries where chain_id = $1 and action = 'user.codeRefused'`,
      [person.userId],
    );
    expect(refused).toHaveLength(5);
  });

  it('a challenge ends after five minutes, and with a new password', async () => {
    const { person, secret } = await newPersonWithMfa();
    const late = await accounts.challenge(person);
    await accounts.test.query(
      `update one_time_tokens set expires_at = expires_at - interval '5 minutes' where kind = 'mfaChallenge'`,
    );
    expect((await complete(late, appCode(secret, 1))).ok).toBe(false);
    const open = await accounts.challenge(person);
    await accounts.succeed(
      'accounts.changePassword',
      { currentPassword: person.password, newPassword: OTHER_PASSWORD },
      person,
    );
    expect((await complete(open, appCode(secret, 1))).ok).toBe(false);
  });

  it('pauses the app’s codes after ten wrong ones in a row over all challenges, not the recovery codes', async () => {
    const { person, secret, recoveryCodes } = await newPersonWithMfa();
    const challenges = await Promise.all(
      Array.from({ length: 15 }, () => accounts.challenge(person)),
    );
    const outcomes = await Promise.all(
      challenges.map((mfaToken) => complete(mfaToken, wrongCode(secret))),
    );
    const codes = outcomes.map((one) => (one.ok ? 'ok' : one.refusal.code));
    expect(codes.filter((code) => code === 'UNAUTHORIZED')).toHaveLength(10);
    expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(5);
    const mfaToken = await accounts.challenge(person);
    expect(await complete(mfaToken, appCode(secret, 1))).toMatchObject({
      ok: false,
      refusal: { code: 'TOO_MANY_REQUESTS' },
    });
    expect((await complete(mfaToken, recoveryCodes[3] ?? '')).ok).toBe(true);
    await accounts.test.query(`update user_mfa set paused_until = now() where user_id = $1`, [
      person.userId,
    ]);
    expect((await complete(await accounts.challenge(person), appCode(secret, 1))).ok).toBe(true);
    const [row] = await accounts.test.query('select failures from user_mfa where user_id = $1', [
      person.userId,
    ]);
    expect(row).toEqual({ failures: 0 });
  });
});

describe('security S6: recovery codes', () => {
  it('security S27: each signs in once, of 50 parallel tries in as many challenges', async () => {
    const { person, recoveryCodes } = await newPersonWithMfa();
    const code = recoveryCodes[0]?.toUpperCase() ?? '';
    const challenges = await Promise.all(
      Array.from({ length: 50 }, () => accounts.challenge(person)),
    );
    const outcomes = await Promise.all(challenges.map((mfaToken) => complete(mfaToken, code)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await complete(await accounts.challenge(person), recoveryCodes[1] ?? '')).ok).toBe(
      true,
    );
  });

  it('belong to one person', async () => {
    const [one, other] = [await newPersonWithMfa(), await newPersonWithMfa()];
    expect(
      (await complete(await accounts.challenge(other.person), one.recoveryCodes[0] ?? '')).ok,
    ).toBe(false);
  });

  it('are replaced by new ones, with the password', async () => {
    const { person, recoveryCodes } = await newPersonWithMfa();
    const refusal = await accounts.refuse(
      'mfa.regenerateRecoveryCodes',
      { currentPassword: OTHER_PASSWORD },
      person,
    );
    expect(refusal.code).toBe('VALIDATION_ERROR');
    const fresh = await accounts.succeed(
      'mfa.regenerateRecoveryCodes',
      { currentPassword: person.password },
      person,
    );
    expect((await complete(await accounts.challenge(person), recoveryCodes[0] ?? '')).ok).toBe(
      false,
    );
    expect(
      (await complete(await accounts.challenge(person), fresh.recoveryCodes[0] ?? '')).ok,
    ).toBe(true);
  });
});
