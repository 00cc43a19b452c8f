import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../test/harness/people.ts';
import { startTestServer, type TestServer } from '../../../../test/harness/server.ts';
import { startMailServer, type TestMailServer } from '../../platform/mail/mail-server.fixture.ts';

let server: TestServer;
let mail: TestMailServer;
let owner: Person;
beforeAll(async () => {
  mail = await startMailServer();
  // The second one is away: nobody listens on the discard port.
  server = await startTestServer({
    SMTP_URL: mail.url,
    SMTP_FALLBACK_URL: 'smtp://127.0.0.1:9',
  });
  owner = await registerPerson(server);
});
afterAll(async () => {
  await server.stop();
  await mail.close();
});

describe('SPEC D2: providers', () => {
  it('are listed with their rank and whether they could send now', async () => {
    const { body } = await server.call('GET', '/instance/providers', { token: owner.token });
    expect(body.data).toMatchObject([
      { id: 'smtp', channel: 'email', rank: 1, state: 'healthy', reason: null },
      { id: 'smtpFallback', channel: 'email', rank: 2, state: 'unhealthy' },
      { id: 'webPush', channel: 'push', rank: 1, state: 'healthy' },
      { id: 'webhook', channel: 'webhook', rank: 1, state: 'healthy' },
    ]);
    expect(body.data[1].reason).toMatch(/\S/);
  });

  it('are shown to the owner of the instance alone', async () => {
    const other = await registerPerson(server);
    const answer = await server.call('GET', '/instance/providers', { token: other.token });
    expect(answer.status).toBe(403);
  });

  it('reliability R6: an account mail goes out by them, under the id of its delivery', async () => {
    await expect.poll(() => mail.received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(1);
    const messageId = mail.received[0]?.email.messageId;
    // The receiver has it before our row says so.
    const listSent = async () => {
      const rows = await server.database.query<{ id: string }>(
        `select id from deliveries where state = 'sent' and channel = 'email'`,
      );
      return rows.map(({ id }) => `<${id}@127.0.0.1>`);
    };
    await expect.poll(listSent, { timeout: 20_000 }).toContain(messageId);
  });
});
