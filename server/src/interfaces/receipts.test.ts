import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../../test/harness/server.ts';
import { createId } from '../kernel/ids.ts';

const token = 'a-token-of-32-characters-or-so-x';
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: token,
    TWILIO_FROM: '+15005550006',
  });
});
afterAll(() => server.stop());

/** A delivery as it stands after an attempt; answers its id. */
async function addDelivery(state: string, { channel = 'sms' } = {}): Promise<string> {
  const [messageId, id] = [createId(), createId()];
  const hash = createHash('sha256').update(id).digest();
  const { sealer } = server.program.foundation;
  const sealed = sealer.seal('+4915112345678', `delivery.address ${channel}`);
  await server.database.query(
    `insert into messages (id, category, template_key, recipients, actor, fanout_state)
     values ($1, 'custom', 'custom', '[]', '{}', 'done')`,
    [messageId],
  );
  await server.database.query(
    `insert into deliveries (id, message_id, channel, address_hash, address_sealed, state, lane, fair_key, max_attempts,
       attempt, policy, fence)
     values ($1, $2, $3, $4, $5, $6, 'normal', '00000000-0000-0000-0000-000000000000', 5, 1, 'atMostOnce', 7)`,
    [id, messageId, channel, hash, sealed, state],
  );
  await server.database.query(
    `insert into delivery_attempts (delivery_id, number, fence) values ($1, 1, 7)`,
    [id],
  );
  return id;
}

/** Tells like Twilio does. */
async function tell(
  deliveryId: string,
  fields: Record<string, string>,
  { key = token, provider = 'twilio' } = {},
): Promise<number> {
  const url = `${server.url}/api/v1/receipts/${provider}?delivery=${deliveryId}`;
  const form = new URLSearchParams({ MessageSid: 'SM1', ...fields });
  const signed =
    url +
    [...form]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => name + value)
      .join('');
  const signature = createHmac('sha1', key).update(signed).digest('base64');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'x-twilio-signature': signature },
    body: form,
  });
  return answer.status;
}

async function read(id: string) {
  const [row] = await server.database.query<{
    state: string;
    reason: string | null;
    fence: number;
  }>('select state, reason, fence::int as fence from deliveries where id = $1', [id]);
  return row;
}

async function count(table: string, id: string): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    table === 'suppressions'
      ? `select count(*)::int as count from suppressions as s join deliveries as d using (address_hash) where d.id = $1`
      : `select count(*)::int as count from dead_letters where delivery_id = $1 and ended_at is null`,
    [id],
  );
  return row?.count ?? 0;
}

describe('delivery, receipts', () => {
  it('move a delivery forward, twice and in any order', async () => {
    const id = await addDelivery('sent');
    for (const MessageStatus of ['delivered', 'delivered', 'sent'])
      expect(await tell(id, { MessageStatus })).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'delivered' });
  });

  it('settle a doubt, and outdo a sender that is still at it', async () => {
    const [doubtful, sending] = [await addDelivery('uncertain'), await addDelivery('sending')];
    await server.database.query(
      `insert into dead_letters (id, delivery_id, reason) values (gen_random_uuid(), $1, 'timeout')`,
      [doubtful],
    );
    await tell(doubtful, { MessageStatus: 'sent' });
    await tell(sending, { MessageStatus: 'delivered' });
    expect(await read(doubtful)).toMatchObject({ state: 'sent' });
    expect(await count('dead_letters', doubtful)).toBe(0);
    expect(await read(sending)).toEqual({ state: 'delivered', reason: null, fence: 8 });
    const [attempt] = await server.database.query<{ outcome: string }>(
      'select outcome from delivery_attempts where delivery_id = $1',
      [sending],
    );
    expect(attempt?.outcome).toBe('accepted');
  });

  it('of a failure: the reason, a dead letter, and nothing more to a number that said stop', async () => {
    const id = await addDelivery('sent');
    await tell(id, { MessageStatus: 'failed', ErrorCode: '21610' });
    expect(await read(id)).toMatchObject({ state: 'failed', reason: 'twilio_21610' });
    expect([await count('dead_letters', id), await count('suppressions', id)]).toEqual([1, 1]);
  });

  it('with a wrong signature: 403, and nothing moves', async () => {
    const id = await addDelivery('sent');
    expect(await tell(id, { MessageStatus: 'delivered' }, { key: 'x' })).toBe(403);
    expect(await read(id)).toMatchObject({ state: 'sent' });
  });

  it('of a provider that is not here: 404', async () => {
    const id = await addDelivery('sent');
    for (const provider of ['mailgun', 'webhook', '__proto__'])
      expect(await tell(id, { MessageStatus: 'delivered' }, { provider })).toBe(404);
  });

  it('for a delivery of another channel, or for none, change nothing', async () => {
    const id = await addDelivery('sent', { channel: 'email' });
    expect(await tell(id, { MessageStatus: 'delivered' })).toBe(200);
    expect(await read(id)).toMatchObject({ state: 'sent' });
    expect(await tell(createId(), { MessageStatus: 'delivered' })).toBe(200);
    expect(await tell('x', { MessageStatus: 'delivered' })).toBe(200);
  });
});
