import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openAccounts,
  OTHER_PASSWORD,
  PASSWORD,
  type Accounts,
  type Person,
} from './accounts.fixture.ts';
import { findWeakness } from './domain/password-strength.ts';
import { resetOwnerPassword } from './index.ts';

let accounts: Accounts;
let owner: Person;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

describe('reset-owner-password', () => {
  it('says so when there is no owner', async () => {
    expect(await resetOwnerPassword(accounts.database, accounts.passwords)).toBeNull();
  });

  it('gives the owner a new password and ends all sessions, in both audit logs as the system', async () => {
    owner = await accounts.register('owner@example.test');
    const other = await accounts.register('other@example.test');
    const reset = await resetOwnerPassword(accounts.database, accounts.passwords);
    expect(reset?.email).toBe('owner@example.test');
    const password = reset?.password ?? '';
    expect(
      findWeakness(password, { name: 'Test Person', email: owner.email, organizationNames: [] }),
    ).toBeNull();
    expect(
      (await accounts.call('authentication.refresh', { refreshToken: owner.refreshToken }, owner))
        .ok,
    ).toBe(false);
    expect(
      (await accounts.call('authentication.refresh', { refreshToken: other.refreshToken }, other))
        .ok,
    ).toBe(true);
    expect(
      (await accounts.refuse('authentication.logIn', { email: owner.email, password: PASSWORD }))
        .code,
    ).toBe('UNAUTHORIZED');
    await accounts.signIn(owner.email, password);
    const entries = await accounts.test.query(
      `select chain_id = $1 as "isOwn", actor from audit_entries where action = 'user.passwordReset' order by 1`,
      [owner.userId],
    );
    const actor = { kind: 'system', name: 'boardwire reset-owner-password' };
    expect(entries).toEqual([
      { isOwn: false, actor },
      { isOwn: true, actor },
    ]);
    const events = await accounts.test.query<{ type: string }>(
      `select type from events where aggregate_id = $1 and actor ->> 'kind' = 'system' order by position`,
      [owner.userId],
    );
    expect(events.map(({ type }) => type)).toEqual(['user.passwordChanged', 'user.sessionEnded']);
    await expect
      .poll(() => accounts.epochs.isSessionEnded(owner.sessionId), { timeout: 20_000 })
      .toBe(true);
  });

  it('keeps the second factor unless told otherwise', async () => {
    const kept = await resetOwnerPassword(accounts.database, accounts.passwords);
    const person = await accounts.signIn(owner.email, kept?.password ?? '');
    await accounts.turnOnMfa(person);
    const first = await resetOwnerPassword(accounts.database, accounts.passwords);
    const asked = await accounts.succeed('authentication.logIn', {
      email: owner.email,
      password: first?.password ?? '',
    });
    expect(asked.status).toBe('mfaRequired');
    const second = await resetOwnerPassword(accounts.database, accounts.passwords, {
      disableMfa: true,
    });
    await accounts.signIn(owner.email, second?.password ?? '');
  });
});

describe('a password asked for by another feature', () => {
  it('is compared and kept in the audit log like one’s own', async () => {
    const person = await accounts.register('boss@example.test');
    const { id: organizationId } = await accounts.succeed(
      'organizations.create',
      { name: 'Kestrel Works' },
      person,
    );
    const members = await accounts.succeed('members.list', { organizationId }, person);
    const memberId = members.items[0]?.id ?? '';
    const input = { organizationId, memberId, currentPassword: OTHER_PASSWORD };
    const refusal = await accounts.refuse('organizations.transferOwnership', input, person);
    expect(refusal).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'currentPassword' }] },
    });
    const right = await accounts.refuse(
      'organizations.transferOwnership',
      { ...input, currentPassword: PASSWORD },
      person,
    );
    expect(right).toMatchObject({ code: 'CONFLICT' });
    const kept = await accounts.test.query(
      `select 1 from audit_entries where chain_id = $1 and action = 'user.passwordRefused'`,
      [person.userId],
    );
    expect(kept).toHaveLength(1);
  });
});

describe('chore accounts.forget', () => {
  it('removes what is over and nothing that still counts', async () => {
    const [gone, ended, alive] = await Promise.all(
      ['gone', 'ended', 'alive'].map((name) => accounts.register(`${name}@example.test`)),
    );
    const set = (column: string, days: number, id: string | undefined) =>
      accounts.test.query(
        `update sessions set ${column} = now() - make_interval(days => ${days}) where id = $1`,
        [id],
      );
    await set('expires_at', 31, gone?.sessionId);
    await set('ended_at', 29, ended?.sessionId);
    await accounts.test.query(
      `update refresh_tokens set expires_at = now() where session_id = $1`,
      [ended?.sessionId],
    );
    await accounts.test.query(
      `update one_time_tokens set expires_at = now() - interval '2 days' where user_id = $1`,
      [gone?.userId],
    );
    const chore = accounts.chores.find(({ name }) => name === 'accounts.forget');
    await chore?.run(new AbortController().signal);
    const left = async (table: string, column: string, id: string | undefined) =>
      (await accounts.test.query(`select 1 from ${table} where ${column} = $1`, [id])).length;
    expect(await left('sessions', 'id', gone?.sessionId)).toBe(0);
    expect(await left('sessions', 'id', ended?.sessionId)).toBe(1);
    expect(await left('refresh_tokens', 'session_id', ended?.sessionId)).toBe(0);
    expect(await left('one_time_tokens', 'user_id', gone?.userId)).toBe(0);
    expect(await left('one_time_tokens', 'user_id', alive?.userId)).toBe(1);
    expect(await left('refresh_tokens', 'session_id', alive?.sessionId)).toBe(1);
  });
});
