import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import {
  ANONYMOUS,
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';
import { isSessionActive } from './index.ts';

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

const refresh = (refreshToken: string) =>
  accounts.call('authentication.refresh', { refreshToken }, ANONYMOUS);
const nextToken = async (refreshToken: string) =>
  (await accounts.succeed('authentication.refresh', { refreshToken })).refreshToken ?? '';
const passGrace = (userId: string) =>
  accounts.test.query(
    `update refresh_tokens set used_at = used_at - interval '10 seconds'
     where session_id in (select id from sessions where user_id = $1)`,
    [userId],
  );
const eventsOf = (userId: string) =>
  accounts.test.query<{ type: string; data: Record<string, unknown> }>(
    'select type, data from events where aggregate_id = $1 order by position',
    [userId],
  );
const isActive = (sessionId: string) =>
  accounts.database.read('all', (tx) => isSessionActive(tx, sessionId));

describe('security S8: refresh', () => {
  it('answers a new pair in the same session, and the account', async () => {
    const person = await newPerson();
    const answer = await accounts.succeed('authentication.refresh', {
      refreshToken: person.refreshToken,
    });
    expect(answer).toMatchObject({
      status: 'signedIn',
      sessionId: person.sessionId,
      account: { id: person.userId },
    });
    expect(answer.refreshToken).toMatch(/^bw_rt_[\w-]{43}$/);
    expect(answer.refreshToken).not.toBe(person.refreshToken);
    expect((await refresh(answer.refreshToken ?? '')).ok).toBe(true);
  });

  it('security S27: 50 parallel uses spend the token once and all get the same successor', async () => {
    const person = await newPerson();
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => refresh(person.refreshToken)),
    );
    const tokens = outcomes.map((one) =>
      one.ok ? (one.data as { refreshToken: string }).refreshToken : one.refusal.message,
    );
    expect(new Set(tokens).size).toBe(1);
    const rows = await accounts.test.query('select 1 from refresh_tokens where session_id = $1', [
      person.sessionId,
    ]);
    expect(rows).toHaveLength(2);
    expect((await refresh(tokens[0] ?? '')).ok).toBe(true);
  });

  it('repeats a lost answer within ten seconds', async () => {
    const person = await newPerson();
    const first = await nextToken(person.refreshToken);
    expect(await nextToken(person.refreshToken)).toBe(first);
    expect(await isActive(person.sessionId)).toBe(true);
  });

  it('a spent token ends the whole family, is audited and announced', async () => {
    const person = await newPerson();
    const other = await accounts.signIn(person.email, PASSWORD);
    const successor = await nextToken(person.refreshToken);
    await passGrace(person.userId);
    expect(await refresh(person.refreshToken)).toMatchObject({
      ok: false,
      refusal: { code: 'UNAUTHORIZED' },
    });
    expect((await refresh(successor)).ok).toBe(false);
    expect(await isActive(person.sessionId)).toBe(false);
    expect(accounts.epochs.isSessionEnded(person.sessionId)).toBe(true);
    expect(await isActive(other.sessionId)).toBe(true);
    const entries = await accounts.test.query(
      `select outcome, details from audit_entries where chain_id = $1 and action = 'user.refreshReused'`,
      [person.userId],
    );
    expect(entries).toEqual([
      { outcome: 'refused', details: { sessionIds: [person.sessionId], reason: 'tokenReused' } },
    ]);
    expect((await eventsOf(person.userId)).at(-1)).toEqual({
      type: 'user.sessionEnded',
      data: { userId: person.userId, sessionIds: [person.sessionId], reason: 'tokenReused' },
    });
  });

  it('security S53: of 50 parallel replays of a spent token none gets anything, and the end is told once', async () => {
    const person = await newPerson();
    await nextToken(person.refreshToken);
    await passGrace(person.userId);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () => refresh(person.refreshToken)),
    );
    expect(outcomes.some(({ ok }) => ok)).toBe(false);
    const ended = (await eventsOf(person.userId)).filter(
      ({ type }) => type === 'user.sessionEnded',
    );
    expect(ended).toHaveLength(1);
  });

  it('ends after 7 days without use, after 30 days in any case, and never for what is no token', async () => {
    const person = await newPerson();
    const [lives] = await accounts.test.query<{ token: number; session: number }>(
      `select extract(epoch from t.expires_at - now())::float as token, extract(epoch from s.expires_at - now())::float as session
       from refresh_tokens t join sessions s on s.id = t.session_id where s.id = $1`,
      [person.sessionId],
    );
    expect(lives?.token).toBeCloseTo(7 * 86_400, -3);
    expect(lives?.session).toBeCloseTo(30 * 86_400, -3);
    await accounts.test.query(
      `update sessions set expires_at = now() + interval '1 day' where id = $1`,
      [person.sessionId],
    );
    const last = await nextToken(person.refreshToken);
    const [capped] = await accounts.test.query<{ days: number }>(
      `select extract(epoch from max(expires_at) - now())::float as days from refresh_tokens where session_id = $1 and used_at is null`,
      [person.sessionId],
    );
    expect(capped?.days).toBeLessThanOrEqual(86_400);
    await accounts.test.query(`update sessions set expires_at = now() where id = $1`, [
      person.sessionId,
    ]);
    expect((await refresh(last)).ok).toBe(false);
    const idle = await newPerson();
    await accounts.test.query(
      `update refresh_tokens set expires_at = now() where session_id = $1`,
      [idle.sessionId],
    );
    expect((await refresh(idle.refreshToken)).ok).toBe(false);
    for (const token of ['bw_rt_', 'x', idle.sessionId])
      expect((await refresh(token)).ok).toBe(false);
    expect(await accounts.refuse('authentication.refresh', {})).toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});

describe('log-out', () => {
  it('ends the session of the refresh token, or else of the access token, and never fails', async () => {
    const person = await newPerson();
    const other = await accounts.signIn(person.email, PASSWORD);
    await accounts.succeed('authentication.logOut', { refreshToken: person.refreshToken });
    expect(await isActive(person.sessionId)).toBe(false);
    expect(accounts.epochs.isSessionEnded(person.sessionId)).toBe(true);
    expect(await isActive(other.sessionId)).toBe(true);
    await accounts.succeed('authentication.logOut', { refreshToken: 'unknown' }, other);
    expect(await isActive(other.sessionId)).toBe(false);
    await accounts.succeed('authentication.logOut', { refreshToken: person.refreshToken });
    await accounts.succeed('authentication.logOut', {});
    expect((await refresh(person.refreshToken)).ok).toBe(false);
  });
});

describe('SPEC A6: sessions', () => {
  it('lists where one is signed in and which one asks', async () => {
    const person = await newPerson();
    const other = await accounts.signIn(person.email, PASSWORD);
    const rows = await accounts.succeed('sessions.list', {}, person);
    expect(new Map(rows.map(({ id, isCurrent }) => [id, isCurrent]))).toEqual(
      new Map([
        [person.sessionId, true],
        [other.sessionId, false],
      ]),
    );
    expect(rows[0]).toMatchObject({ userAgent: 'tests', ipAddress: '192.0.2.1' });
  });

  it('ends one’s own session by id; a foreign or absent one is not there', async () => {
    const [person, stranger] = [await newPerson(), await newPerson()];
    const other = await accounts.signIn(person.email, PASSWORD);
    const foreign = await accounts.refuse(
      'sessions.revoke',
      { sessionId: stranger.sessionId },
      person,
    );
    const absent = await accounts.refuse('sessions.revoke', { sessionId: createId() }, person);
    expect([foreign.code, foreign.message]).toEqual(['NOT_FOUND', absent.message]);
    expect(await isActive(stranger.sessionId)).toBe(true);
    await accounts.succeed('sessions.revoke', { sessionId: other.sessionId }, person);
    expect(await isActive(other.sessionId)).toBe(false);
    expect((await refresh(other.refreshToken)).ok).toBe(false);
  });

  it('ends all others at once', async () => {
    const person = await newPerson();
    const others = [
      await accounts.signIn(person.email, PASSWORD),
      await accounts.signIn(person.email, PASSWORD),
    ];
    expect(await accounts.succeed('sessions.revokeOthers', {}, person)).toEqual({ ended: 2 });
    expect(await accounts.succeed('sessions.revokeOthers', {}, person)).toEqual({ ended: 0 });
    for (const { sessionId } of others)
      expect(accounts.epochs.isSessionEnded(sessionId)).toBe(true);
    expect(await isActive(person.sessionId)).toBe(true);
  });
});

describe('security S55: a new password', () => {
  it('ends every other session, voids links in mailboxes and tells the owner', async () => {
    const person = await newPerson();
    const other = await accounts.signIn(person.email, PASSWORD);
    await accounts.succeed('authentication.requestPasswordReset', { email: person.email });
    await accounts.succeed(
      'accounts.changePassword',
      { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD },
      person,
    );
    expect(await isActive(other.sessionId)).toBe(false);
    expect((await refresh(other.refreshToken)).ok).toBe(false);
    expect(await isActive(person.sessionId)).toBe(true);
    expect(
      (await accounts.refuse('authentication.logIn', { email: person.email, password: PASSWORD }))
        .code,
    ).toBe('UNAUTHORIZED');
    await accounts.signIn(person.email, OTHER_PASSWORD);
    const mails = (await accounts.mails()).filter(({ to }) => to === person.email);
    expect(mails.map(({ template }) => template)).toEqual([
      'verifyEmail',
      'resetPassword',
      'passwordChanged',
    ]);
    const open = await accounts.test.query(
      'select 1 from one_time_tokens where user_id = $1 and used_at is null',
      [person.userId],
    );
    expect(open).toHaveLength(0);
  });

  it('needs the old one: a wrong one changes nothing and is kept in the audit log', async () => {
    const person = await newPerson();
    const input = { currentPassword: OTHER_PASSWORD, newPassword: 'copper lantern 31 walrus' };
    expect(
      (await accounts.refuse('accounts.changePassword', input, person)).details?.fields?.[0]?.path,
    ).toBe('currentPassword');
    await accounts.signIn(person.email, PASSWORD);
    const refused = await accounts.test.query(
      `select 1 from audit_entries where chain_id = $1 and action = 'user.passwordRefused'`,
      [person.userId],
    );
    expect(refused).toHaveLength(1);
  });

  it('security S4: is judged like a first one', async () => {
    const person = await newPerson();
    const input = { currentPassword: PASSWORD, newPassword: 'qwertyuiop12345' };
    const refusal = await accounts.refuse('accounts.changePassword', input, person);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'newPassword' }] },
    });
  });

  it('of 20 parallel changes from the same old password one wins', async () => {
    const person = await newPerson();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        accounts.call(
          'accounts.changePassword',
          { currentPassword: PASSWORD, newPassword: `copper lantern ${index} walrus` },
          person,
        ),
      ),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  });
});
