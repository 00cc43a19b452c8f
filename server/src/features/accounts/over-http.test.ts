import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../test/harness/people.ts';
import { startTestServer, type Answer, type TestServer } from '../../../../test/harness/server.ts';
import { OTHER_PASSWORD, PASSWORD } from './accounts.fixture.ts';
import { appCode } from './app-codes.fixture.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const logIn = ({ email, password }: Person, headers: Record<string, string> = {}) =>
  server.call('POST', '/auth/login', { body: { email, password }, headers });
const isOpen = async (token: string) =>
  (await server.call('GET', '/account', { token })).status === 200;
const dataOf = (answer: Answer) => {
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as Record<string, string>;
};

describe('security S25, S55: access tokens of ended sessions', () => {
  it.each([
    [
      'log-out',
      (person: Person) =>
        server.call('POST', '/auth/logout', { body: { refreshToken: person.refreshToken } }),
    ],
    [
      'revocation by the owner',
      async (person: Person) => {
        const { accessToken } = dataOf(await logIn(person));
        return server.call('POST', '/account/sessions/revoke-others', {
          body: {},
          token: accessToken ?? '',
        });
      },
    ],
    [
      'a changed password',
      async (person: Person) => {
        const { accessToken } = dataOf(await logIn(person));
        const body = { currentPassword: person.password, newPassword: OTHER_PASSWORD };
        return server.call('POST', '/account/password', { body, token: accessToken ?? '' });
      },
    ],
    [
      'reuse of a spent refresh token',
      async (person: Person) => {
        const body = { refreshToken: person.refreshToken };
        dataOf(await server.call('POST', '/auth/refresh', { body }));
        await server.database.query(
          `update refresh_tokens set used_at = used_at - interval '10 seconds' where used_at is not null`,
        );
        expect((await server.call('POST', '/auth/refresh', { body })).status).toBe(401);
      },
    ],
  ])('%s: 401 at once, and no new one by refresh', async (_name, end) => {
    const person = await registerPerson(server);
    expect(await isOpen(person.token)).toBe(true);
    await end(person);
    expect(await isOpen(person.token)).toBe(false);
    const answer = await server.call('POST', '/auth/refresh', {
      body: { refreshToken: person.refreshToken },
    });
    expect(answer.status).toBe(401);
  });
});

describe('SPEC A3: the second factor over REST', () => {
  it('is asked for, answered once and never skipped', async () => {
    const person = await registerPerson(server);
    const { token, password } = person;
    const { secret } = dataOf(
      await server.call('POST', '/account/mfa/enroll', {
        body: { currentPassword: password },
        token,
      }),
    );
    dataOf(
      await server.call('POST', '/account/mfa/enable', {
        body: { code: appCode(secret ?? '') },
        token,
      }),
    );
    const challenge = dataOf(await logIn(person));
    expect(challenge).toMatchObject({ status: 'mfaRequired', requiresMfa: true });
    expect(challenge).not.toHaveProperty('accessToken');
    expect(await isOpen(challenge['mfaToken'] ?? '')).toBe(false);
    const body = { mfaToken: challenge['mfaToken'], code: appCode(secret ?? '', 1) };
    const { accessToken } = dataOf(await server.call('POST', '/auth/mfa', { body }));
    expect(await isOpen(accessToken ?? '')).toBe(true);
    expect((await server.call('POST', '/auth/mfa', { body })).status).toBe(401);
  });
});

describe('security S59: links in mails', () => {
  it('begin with the configured address, whatever Host or forwarding headers say', async () => {
    const headers = {
      'x-forwarded-host': 'attacker.test',
      'x-forwarded-proto': 'https',
      origin: 'https://attacker.test',
    };
    const person = await registerPerson(server);
    dataOf(
      await server.call('POST', '/auth/password-reset', { body: { email: person.email }, headers }),
    );
    const read = () =>
      server.database.query<{ text: string }>(
        `select text from mailbox_messages where recipient = $1 and subject ilike '%password%'`,
        [person.email],
      );
    await expect.poll(read, { timeout: 25_000 }).toHaveLength(1);
    const [mail] = await read();
    expect(mail?.text).toContain(
      `${server.program.foundation.config.PUBLIC_URL}/reset-password?token=`,
    );
    expect(mail?.text).not.toContain('attacker.test');
  });
});

describe('security S3: an exposed instance', () => {
  it('prints a set-up code at start, which makes the first account its owner; a second start prints none', async () => {
    const exposed = await startTestServer({ HOST: '0.0.0.0', ALLOW_HTTP: 'true' });
    try {
      const setupCode = exposed.program.setupCode ?? '';
      expect(setupCode).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
      const body = { email: 'owner@example.test', name: 'Test Person', password: PASSWORD };
      expect((await exposed.call('POST', '/auth/register', { body })).status).toBe(403);
      const answer = await exposed.call('POST', '/auth/register', { body: { ...body, setupCode } });
      expect(answer.body.data.account.isInstanceOwner).toBe(true);
      const late = await exposed.call('POST', '/auth/register', {
        body: { ...body, email: 'late@example.test', setupCode },
      });
      expect(late.body.error?.details?.reason).toBe('sign_up_by_invitation');
    } finally {
      await exposed.stop();
    }
  });
});
