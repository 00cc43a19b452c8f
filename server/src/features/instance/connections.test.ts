import { afterEach, describe, expect, it } from 'vitest';
import { registerPerson, type Person } from '../../../../test/harness/people.ts';
import { findFreePort, startTestServer, type TestServer } from '../../../../test/harness/server.ts';
import { startMailServer } from '../../platform/mail/mail-server.fixture.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

async function open(environment: Record<string, string> = {}) {
  const server = await startTestServer(environment);
  stops.push(() => server.stop());
  return { server, owner: await registerPerson(server) };
}

/** Starts a test and follows it to its end. */
async function tryConnection(server: TestServer, { token }: Person, connection: string) {
  const path = `/instance/connections/${connection}/test`;
  const started = await server.call('POST', path, { token, body: {} });
  expect(started.status).toBe(200);
  const look = async () =>
    (await server.call('GET', `/instance/connection-tests/${started.body.data.id}`, { token })).body
      .data;
  if (started.body.data.state !== 'running') return started.body.data;
  await expect.poll(async () => (await look()).state, { timeout: 25_000 }).not.toBe('running');
  return look();
}

describe('web W19: a test of each connection', () => {
  it('asks the database for its version, runs a job, and finds the mail in the built-in mailbox', async () => {
    const { server, owner } = await open();
    expect(await tryConnection(server, owner, 'database')).toMatchObject({
      state: 'passed',
      engine: 'postgres',
      detail: expect.stringMatching(/^\d+(\.\d+)*$/),
    });
    expect(await tryConnection(server, owner, 'queue')).toMatchObject({
      state: 'passed',
      engine: 'postgres',
    });
    const mail = await tryConnection(server, owner, 'mail');
    expect(mail).toMatchObject({ connection: 'mail', state: 'passed', engine: 'mailbox' });
    const kept = await server.call('GET', `/instance/mailbox/${mail.mailId}`, {
      token: owner.token,
    });
    expect(kept.body.data).toMatchObject({ to: owner.email, subject: 'Test message' });
  });

  it('sends by SMTP to the caller, and says so', async () => {
    const mailServer = await startMailServer();
    stops.push(() => mailServer.close());
    const { server, owner } = await open({ SMTP_URL: mailServer.url });
    expect((await server.call('GET', '/instance/status')).body.data.mail).toBe('smtp');
    const result = await tryConnection(server, owner, 'mail');
    expect(result).toMatchObject({ state: 'passed', engine: 'smtp' });
    const test = mailServer.received.find(({ email }) => email.subject === 'Test message');
    expect(test?.envelope.to).toEqual([owner.email]);
  });

  it('tells at the first try why no mail can be sent', async () => {
    const SMTP_URL = `smtp://127.0.0.1:${await findFreePort()}`;
    const { server, owner } = await open({ SMTP_URL });
    const result = await tryConnection(server, owner, 'mail');
    expect(result).toMatchObject({ state: 'failed', engine: null });
    expect(result.detail).toMatch(/ECONNREFUSED|refused/i);
  });

  it('knows no other mail, and the latest test of the queue alone', async () => {
    const { server, owner } = await open();
    const [mail] = await server.database.query<{ id: string }>(
      `select id from messages where category = 'account' limit 1`,
    );
    const first = await tryConnection(server, owner, 'queue');
    await tryConnection(server, owner, 'queue');
    for (const id of [mail?.id, first.id]) {
      const path = `/instance/connection-tests/${id}`;
      expect((await server.call('GET', path, { token: owner.token })).status).toBe(404);
    }
  });
});
