import { hash as hashArgon2 } from '@node-rs/argon2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANONYMOUS,
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';

let accounts: Accounts;
let ada: Person;
beforeAll(async () => {
  accounts = await openAccounts();
  ada = await accounts.register('ada@example.test');
});
afterAll(() => accounts.close());

const auditOf = (chainId: string, action: string) =>
  accounts.test.query<{ outcome: string; details: Record<string, unknown>; ip_address: string }>(
    `select outcome, details, ip_address from audit_entries where chain_id = $1 and action = $2 order by sequence`,
    [chainId, action],
  );
const INSTANCE = '00000000-0000-0000-0000-000000000000';

describe('security S8: log-in', () => {
  it('answers a session with both tokens, and nothing of roles in the access token', async () => {
    const answer = await accounts.succeed('authentication.logIn', {
      email: 'ADA@example.test',
      password: PASSWORD,
    });
    if (answer.status !== 'signedIn') throw new Error(answer.status);
    expect(answer.refreshToken).toMatch(/^bw_rt_[\w-]{43}$/);
    const claims = JSON.parse(
      Buffer.from(answer.accessToken.split('.')[1] ?? '', 'base64url').toString(),
    ) as object;
    expect(Object.keys(claims).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
    const lifetimeMs = Date.parse(answer.accessTokenExpiresAt) - Date.now();
    expect(lifetimeMs).toBeGreaterThan(13 * 60_000);
    expect(lifetimeMs).toBeLessThanOrEqual(15 * 60_000);
  });

  it('stores tokens hashed alone', async () => {
    const person = await accounts.signIn('ada@example.test', PASSWORD);
    const [row] = await accounts.test.query<{ text: string }>(
      `select (select string_agg(t::text, '') from refresh_tokens t) || (select string_agg(s::text, '') from sessions s) as text`,
    );
    expect(row?.text).not.toContain(person.refreshToken);
    expect(row?.text).not.toContain(Buffer.from(person.refreshToken).toString('hex'));
  });

  it('takes a password however its characters were composed (NFKC)', async () => {
    const composed = 'caf\u00e9 \ufb01ve ladders up';
    await accounts.register('nfkc@example.test', { password: composed });
    const answer = await accounts.succeed('authentication.logIn', {
      email: 'nfkc@example.test',
      password: 'cafe\u0301 five ladders up',
    });
    expect(answer.status).toBe('signedIn');
  });
});

describe('security S28: refused log-in', () => {
  it('answers alike for a wrong password and an unknown address', async () => {
    const wrong = await accounts.refuse('authentication.logIn', {
      email: 'ada@example.test',
      password: OTHER_PASSWORD,
    });
    const unknown = await accounts.refuse('authentication.logIn', {
      email: 'nobody@example.test',
      password: PASSWORD,
    });
    expect(wrong).toMatchObject({ code: 'UNAUTHORIZED', details: { reason: 'wrong_credentials' } });
    expect([unknown.code, unknown.message, unknown.details]).toEqual([
      wrong.code,
      wrong.message,
      wrong.details,
    ]);
  });

  it('is kept in the audit log of the account, or of the instance for an unknown address', async () => {
    const before = await Promise.all([
      auditOf(ada.userId, 'user.logInFailed'),
      auditOf(INSTANCE, 'user.logInFailed'),
    ]);
    await accounts.refuse('authentication.logIn', {
      email: 'ada@example.test',
      password: OTHER_PASSWORD,
    });
    await accounts.refuse('authentication.logIn', {
      email: 'nobody@example.test',
      password: OTHER_PASSWORD,
    });
    const after = await Promise.all([
      auditOf(ada.userId, 'user.logInFailed'),
      auditOf(INSTANCE, 'user.logInFailed'),
    ]);
    expect(after.map(({ length }) => length)).toEqual(before.map(({ length }) => length + 1));
    expect(after[0].at(-1)).toEqual({
      outcome: 'refused',
      details: { reason: 'wrongPassword' },
      ip_address: '192.0.2.1',
    });
  });

  it('never shuts the owner out: after 30 failures from elsewhere the right password still opens', async () => {
    const email = 'target@example.test';
    await accounts.register(email);
    const guesses = Array.from({ length: 30 }, () =>
      accounts.call('authentication.logIn', { email, password: OTHER_PASSWORD }, ANONYMOUS, {
        ipAddress: '198.51.100.7',
      }),
    );
    expect((await Promise.all(guesses)).every(({ ok }) => !ok)).toBe(true);
    await accounts.signIn(email, PASSWORD);
  });

  it.each(['slow@example.test', 'nobody-at-all@example.test'])(
    'is slow for %s after a few failures, from any address',
    async (email) => {
      if (email.startsWith('slow')) await accounts.register(email);
      const guess = (ipAddress: string) =>
        accounts.call('authentication.logIn', { email, password: OTHER_PASSWORD }, ANONYMOUS, {
          ipAddress,
        });
      await Promise.all(
        ['198.51.100.1', '198.51.100.2', '198.51.100.3', '198.51.100.4'].map(guess),
      );
      const startedAtMs = performance.now();
      await guess('198.51.100.5');
      // Four failures ask for half a second; timers may be a few milliseconds early.
      expect(performance.now() - startedAtMs).toBeGreaterThan(480);
    },
  );

  it('ends no session and starts none', async () => {
    const count = () => accounts.test.query('select 1 from sessions');
    const before = await count();
    await accounts.refuse('authentication.logIn', {
      email: 'ada@example.test',
      password: OTHER_PASSWORD,
    });
    expect(await count()).toHaveLength(before.length);
  });
});

describe('security S5: rehash', () => {
  it('replaces a hash of older parameters when its owner logs in, and not for a wrong password', async () => {
    const { userId } = await accounts.register('old@example.test');
    const old = await hashArgon2(PASSWORD, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await accounts.test.query('update users set password_hash = $2 where id = $1', [userId, old]);
    const readHash = async () =>
      (
        await accounts.test.query<{ hash: string }>(
          'select password_hash as hash from users where id = $1',
          [userId],
        )
      )[0]?.hash;
    await accounts.refuse('authentication.logIn', {
      email: 'old@example.test',
      password: OTHER_PASSWORD,
    });
    expect(await readHash()).toBe(old);
    await accounts.signIn('old@example.test', PASSWORD);
    const fresh = await readHash();
    expect(fresh).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await accounts.signIn('old@example.test', PASSWORD);
    expect(await readHash()).toBe(fresh);
  });
});

describe('security S55: a password that changes during a log-in', () => {
  it('opens nothing: what was compared must still be the account’s', async () => {
    const person = await accounts.register('racer@example.test');
    const change = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD };
    const logIns = Array.from({ length: 30 }, () =>
      accounts.call('authentication.logIn', { email: person.email, password: PASSWORD }, ANONYMOUS),
    );
    await Promise.race(logIns);
    await accounts.succeed('accounts.changePassword', change, person);
    await Promise.all(logIns);
    const sessions = await accounts.succeed('sessions.list', {}, person);
    expect(sessions.map(({ id }) => id)).toEqual([person.sessionId]);
  });
});

describe('new sign-in notice', () => {
  it('goes out for a program not seen before, and only then', async () => {
    await accounts.register('notice@example.test');
    const notices = async () =>
      (await accounts.mails()).filter(
        ({ template, to }) => template === 'newSignIn' && to === 'notice@example.test',
      );
    const logIn = (userAgent: string) =>
      accounts.succeed(
        'authentication.logIn',
        { email: 'notice@example.test', password: PASSWORD },
        ANONYMOUS,
        { userAgent },
      );
    await logIn('tests');
    expect(await notices()).toHaveLength(0);
    await logIn('Another Browser 7');
    await logIn('Another Browser 7');
    expect(await notices()).toMatchObject([
      { params: { userAgent: 'Another Browser 7', ipAddress: '192.0.2.1' } },
    ]);
  });
});
