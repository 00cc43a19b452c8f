import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccounts, type Accounts, type Person } from './accounts.fixture.ts';

let accounts: Accounts;
let ada: Person;
beforeAll(async () => {
  accounts = await openAccounts();
  ada = await accounts.register('ada@example.test', { name: 'Ada Lovelace' });
});
afterAll(() => accounts.close());

const updates = () =>
  accounts.test.query<{ data: unknown }>(
    `select data from events where aggregate_id = $1 and type = 'user.updated' order by position`,
    [ada.userId],
  );

describe('one’s own profile', () => {
  it('changes what was given and tells which fields', async () => {
    const after = await accounts.succeed(
      'accounts.update',
      { theme: 'dark', timeZone: 'Europe/Zurich', name: 'Ada Lovelace' },
      ada,
    );
    expect(after).toMatchObject({
      theme: 'dark',
      timeZone: 'Europe/Zurich',
      name: 'Ada Lovelace',
      locale: 'en',
    });
    expect(await accounts.succeed('accounts.get', {}, ada)).toEqual(after);
    expect(await updates()).toEqual([
      { data: { userId: ada.userId, changed: ['timeZone', 'theme'] } },
    ]);
  });

  it('tells nothing when nothing changed', async () => {
    const before = (await updates()).length;
    await accounts.succeed('accounts.update', { theme: 'dark' }, ada);
    expect(await updates()).toHaveLength(before);
  });

  it('loses no field when two changes meet', async () => {
    await Promise.all([
      accounts.succeed('accounts.update', { name: 'Countess' }, ada),
      accounts.succeed('accounts.update', { locale: 'de-CH' }, ada),
      accounts.succeed('accounts.update', { theme: 'light' }, ada),
    ]);
    expect(await accounts.succeed('accounts.get', {}, ada)).toMatchObject({
      name: 'Countess',
      locale: 'de-CH',
      theme: 'light',
    });
  });
});
