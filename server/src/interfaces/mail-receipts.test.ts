import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createOrganization, registerPerson, type Person } from '../../../test/harness/people.ts';
import { createId } from '../kernel/ids.ts';
import {
  reply,
  startMailServer,
  type TestMailServer,
} from '../platform/mail/mail-server.fixture.ts';
import { writeBounce, writeComplaint, type Bounce } from '../platform/mail/reports.fixture.ts';

const token = 'a-token-of-32-characters-or-so-x';
const LIMIT = { timeout: 30_000 };
let mails: TestMailServer;
let server: TestServer;
let owner: Person;
let organizationId: string;
beforeAll(async () => {
  mails = await startMailServer({
    onRcptTo: ({ address }, _session, done) =>
      address.startsWith('full')
        ? done(reply(552, '5.2.2 mailbox full'))
        : address.startsWith('blocked')
          ? done(reply(550, '5.7.1 not from you'))
          : done(),
  });
  server = await startTestServer({
    MAIL_RECEIPTS_TOKEN: token,
    MAIL_BOUNCES_TO: 'bounces@example.test',
    SMTP_URL: mails.url,
  });
  owner = await registerPerson(server);
  organizationId = await createOrganization(server, owner);
});
afterAll(async () => {
  await server.stop();
  await mails.close();
});
beforeEach(() => server.database.query('delete from suppressions'));

/** Hands a mail over as a mail server does. */
async function hand(raw: Buffer, authorization = `Bearer ${token}`): Promise<number> {
  const answer = await fetch(`${server.url}/api/v1/receipts/mail`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822', authorization },
    body: new Uint8Array(raw),
  });
  return answer.status;
}

const bounce = (id: string, more: Partial<Bounce> = {}) => hand(writeBounce({ id, ...more }));

/** A mail that was taken by its server; answers the id of the delivery. */
async function addSent({
  to = 'ada@example.com',
  attempt = 1,
  organization = organizationId,
}: { to?: string; attempt?: number; organization?: string | null } = {}): Promise<string> {
  const [messageId, id] = [createId(), createId()];
  const hash = createHash('sha256').update(to).digest();
  const sealed = server.program.foundation.sealer.seal(to, 'delivery.address email');
  await server.database.query(
    `insert into messages (id, organization_id, category, template_key, recipients, actor, fanout_state)
     values ($1, $2, 'custom', 'custom', '[]', '{}', 'done')`,
    [messageId, organization],
  );
  await server.database.query(
    `insert into deliveries (id, message_id, organization_id, channel, address_hash, address_sealed, state, lane, fair_key,
       max_attempts, attempt, policy)
     values ($1, $2, $3, 'email', $4, $5, $6, 'normal', gen_random_uuid(), 8, $7, 'atLeastOnce')`,
    [id, messageId, organization, hash, sealed, attempt === 0 ? 'cancelled' : 'sent', attempt],
  );
  return id;
}

async function read(id: string) {
  const [row] = await server.database.query<{ state: string; reason: string | null }>(
    'select state, reason from deliveries where id = $1',
    [id],
  );
  return row;
}

const listSuppressed = async () =>
  (
    await server.call('GET', `/suppressions?organizationId=${organizationId}`, {
      token: owner.token,
    })
  ).body.data as { address: string; reason: string }[];

const FULL = { status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 mailbox full' };

describe('delivery, SMTP: what comes back', () => {
  it('a mail’s own sender and id lead back to it: one dead address gets nothing more', async () => {
    const answer = await server.call('POST', '/notifications', {
      token: owner.token,
      body: {
        organizationId,
        to: [{ email: 'grace@example.com' }],
        content: { title: 'Due', body: 'Write the report.' },
      },
    });
    const { jobId } = answer.body.data as { jobId: string };
    const job = async () =>
      (await server.call('GET', `/notifications/jobs/${jobId}`, { token: owner.token })).body.data
        .counts;
    await expect.poll(job, LIMIT).toMatchObject({ sent: 1 });
    const mail = mails.received.find(({ envelope }) => envelope.to[0] === 'grace@example.com');
    const sender = mail?.envelope.from ?? '';
    expect(sender).toMatch(/^bounces\+[\da-f-]{36}@example\.test$/);
    const id = /\+(.+)@/.exec(sender)?.[1] ?? '';
    expect(mail?.email.messageId).toMatch(new RegExp(`^<${id}@`));
    // The mail that came back is told by its address alone.
    expect(await bounce(createId(), { returned: 'nothing', to: sender })).toBe(200);
    expect(await job()).toMatchObject({ failed: 1, sent: 0 });
    expect(await read(id)).toEqual({ state: 'failed', reason: 'bounced_5_1_1' });
    expect(await listSuppressed()).toMatchObject([
      { address: 'g***@example.com', reason: 'hardBounce' },
    ]);
    const again = await server.call('POST', '/notifications', {
      token: owner.token,
      body: {
        organizationId,
        to: [{ email: 'grace@example.com' }],
        content: { title: 'Due', body: 'Again.' },
      },
    });
    const path = `/notifications/jobs/${(again.body.data as { jobId: string }).jobId}`;
    await expect
      .poll(async () => (await server.call('GET', path, { token: owner.token })).body.data, LIMIT)
      .toMatchObject({ state: 'done', counts: { suppressed: 1 } });
  });

  it('three for now within 72 hours suppress, two and older ones do not, one told twice counts once', async () => {
    const ids = [await addSent(), await addSent(), await addSent(), await addSent()];
    const [first = '', second = '', third = '', fourth = ''] = ids;
    for (const id of [first, first, second]) expect(await bounce(id, FULL)).toBe(200);
    expect(await read(first)).toEqual({ state: 'failed', reason: 'bounced_5_2_2' });
    expect(await listSuppressed()).toEqual([]);
    await server.database.query(
      `update soft_bounces set at = now() - interval '73 hours' where delivery_id = $1`,
      [first],
    );
    await bounce(third, FULL);
    expect(await listSuppressed()).toEqual([]);
    await bounce(fourth, FULL);
    expect(await listSuppressed()).toMatchObject([
      { address: 'a***@example.com', reason: 'softBounces' },
    ]);
  });

  it('those of another organization or address do not count', async () => {
    const other = await createOrganization(server, owner, 'Other');
    const sent = [
      await addSent({ to: 'eve@example.com' }),
      await addSent({ to: 'eve@example.com', organization: other }),
      await addSent({ to: 'eve@example.com', organization: null }),
      await addSent({ to: 'mallory@example.com' }),
    ];
    for (const id of sent) await bounce(id, FULL);
    expect(await server.database.query('select 1 from suppressions')).toEqual([]);
  });

  it('whoever blocks the sender is no full mailbox: its readers are not given up', async () => {
    const blocked = { status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 blocked' };
    for (let time = 0; time < 3; time += 1) {
      const id = await addSent({ to: 'trent@example.com' });
      await bounce(id, blocked);
      expect(await read(id)).toEqual({ state: 'failed', reason: 'bounced_5_7_1' });
    }
    expect(await listSuppressed()).toEqual([]);
  });

  it('a mailbox that is full while the mail is handed over counts likewise', async () => {
    const to = ['full@example.com', 'blocked@example.com'].map((email) => ({ email }));
    for (let time = 1; time <= 3; time += 1) {
      const body = { organizationId, to, content: { title: `Due ${time}`, body: 'Report.' } };
      const answer = await server.call('POST', '/notifications', { token: owner.token, body });
      const path = `/notifications/jobs/${(answer.body.data as { jobId: string }).jobId}`;
      await expect
        .poll(async () => (await server.call('GET', path, { token: owner.token })).body.data, LIMIT)
        .toMatchObject({ state: 'done', counts: { failed: 2 } });
      expect(await listSuppressed()).toHaveLength(time < 3 ? 0 : 1);
    }
    expect(await listSuppressed()).toMatchObject([
      { address: 'f***@example.com', reason: 'softBounces' },
    ]);
  });

  it('a complaint suppresses, and says that it was read', async () => {
    const id = await addSent();
    expect(await hand(writeComplaint({ id }))).toBe(200);
    expect(await read(id)).toEqual({ state: 'delivered', reason: 'complaint' });
    expect(await listSuppressed()).toMatchObject([{ reason: 'complaint' }]);
  });

  it('a complaint holds for good, also of an address that was to get nothing for a while', async () => {
    await hand(writeComplaint({ id: await addSent({ to: 'peggy@example.com' }) }));
    await server.database.query(
      `update suppressions set reason = 'manual', until = now() - interval '1 hour'`,
    );
    await hand(writeComplaint({ id: await addSent({ to: 'peggy@example.com' }) }));
    expect(await listSuppressed()).toMatchObject([{ reason: 'complaint', until: null }]);
  });

  it('only forward: what failed does not arrive, what arrived may come back', async () => {
    const id = await addSent();
    await bounce(id, { action: 'delivered' });
    expect(await read(id)).toMatchObject({ state: 'delivered' });
    await bounce(id, { action: 'delayed', status: '4.4.1' });
    await bounce(id);
    await bounce(id, { action: 'delivered' });
    expect(await read(id)).toMatchObject({ state: 'failed' });
    const letters = await server.database.query(
      'select 1 from dead_letters where delivery_id = $1',
      [id],
    );
    expect(letters).toHaveLength(1);
  });

  it('of a mail that never went out, or of none, changes nothing', async () => {
    const id = await addSent({ attempt: 0 });
    for (const each of [id, createId()]) expect(await bounce(each)).toBe(200);
    expect(await hand(Buffer.from('From: ada@example.com\r\n\r\nhello'))).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'cancelled' });
    expect(await listSuppressed()).toEqual([]);
  });

  it('without the token: 403, and nothing moves', async () => {
    const id = await addSent();
    for (const authorization of ['', 'Bearer', `Bearer ${token}x`, `Basic ${token}`, token])
      expect(await hand(writeBounce({ id }), authorization)).toBe(403);
    expect(await read(id)).toMatchObject({ state: 'sent' });
  });

  it('with the whole mail in it, but not without an end', async () => {
    const id = await addSent();
    const long = Buffer.concat([writeBounce({ id }), Buffer.alloc(300_000, 'x\r\n')]);
    expect(await hand(long)).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'failed' });
    expect(await hand(Buffer.alloc(2_000_000))).toBe(400);
  });
});

describe('delivery, SMTP: an instance without a token', () => {
  it('takes nothing', async () => {
    const bare = await startTestServer();
    try {
      const answer = await fetch(`${bare.url}/api/v1/receipts/mail`, { method: 'POST', body: 'x' });
      expect(answer.status).toBe(404);
    } finally {
      await bare.stop();
    }
  });
});
