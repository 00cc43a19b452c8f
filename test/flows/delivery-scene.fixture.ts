import { expect, vi } from 'vitest';
import { createId } from '../../server/src/kernel/ids.ts';
import type { TestServer } from '../harness/server.ts';
import { post, type Seed } from './seed.fixture.ts';

const LIMIT = { timeout: 30_000, interval: 50 };
const HOUR_MS = 3_600_000;

/** Asks for a notification as a program would, in the name of a person; answers the id of the message. */
export async function sendMessage(
  server: TestServer,
  { token, organizationId }: { token: string; organizationId: string },
  body: object,
): Promise<string> {
  const path = '/notifications';
  const answer = await server.call('POST', path, { token, body: { organizationId, ...body } });
  if (answer.status !== 202) throw new Error(`message: ${JSON.stringify(answer.body)}`);
  return String(answer.body.data.jobId);
}

/** Waits until a message has so many deliveries, and all of them ended. */
export async function waitForEnd(
  server: TestServer,
  messageId: string,
  count: number,
): Promise<void> {
  await waitForCount(server, messageId, { condition: 'final_at is not null', count });
}

/** Also for what is made before any test begins. */
async function waitForCount(
  server: TestServer,
  messageId: string,
  { condition, count }: { condition: string; count: number },
): Promise<void> {
  await vi.waitFor(
    async () => expect(await countDeliveries(server, messageId, condition)).toBe(count),
    LIMIT,
  );
}

async function countDeliveries(
  server: TestServer,
  messageId: string,
  condition: string,
): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    `select count(*)::int as count from deliveries where message_id = $1 and ${condition}`,
    [messageId],
  );
  return row?.count ?? 0;
}

/** Makes of a mail that went out one that its provider refused for good, with its dead letter. */
export async function failMail(
  server: TestServer,
  messageId: string,
  { code, answer }: { code: string; answer: string },
): Promise<void> {
  await server.database.query(
    `with failed as (
       update deliveries set state = 'failed', reason = $2, final_at = now()
       where message_id = $1 and channel = 'email' returning id, organization_id),
     answered as (
       update delivery_attempts set outcome = 'refused', code = $2, answer = $3
       where delivery_id in (select id from failed))
     insert into dead_letters (id, organization_id, delivery_id, reason)
     select $4, organization_id, id, $2 from failed`,
    [messageId, code, answer, createId()],
  );
}

/** Ids of the messages of the scene. */
export interface DeliveryScene {
  /** Went into the owner's inbox, who has no verified address or phone, and by mail to somebody else. */
  sentId: string;
  /** For later. */
  laterId: string;
  /** Refused for good. */
  failedId: string;
}

/** An organization that sends: what arrived, waits, failed, is suppressed; and a topic. */
export async function seedDelivery(
  server: TestServer,
  { owner, organizationId }: Pick<Seed, 'owner' | 'organizationId'>,
): Promise<DeliveryScene> {
  const { token, userId } = owner;
  const by = { token, organizationId };
  const sentId = await sendMessage(server, by, {
    to: [{ userId }, { email: 'grace@example.com' }],
    content: { title: 'Version 7 is out', body: 'Deployed to all regions.' },
    channels: ['inApp', 'email', 'sms'],
  });
  const laterId = await sendMessage(server, by, {
    to: [{ email: 'alan@example.com' }, { email: 'joan@example.com' }],
    content: { title: 'Maintenance tonight', body: 'From 22:00 on.' },
    scheduledAt: new Date(Date.now() + HOUR_MS).toISOString(),
    priority: 'bulk',
  });
  const failedId = await sendMessage(server, by, {
    to: [{ email: 'nobody@example.com' }],
    content: { title: 'Your invoice', body: 'It is attached.' },
  });
  await waitForEnd(server, sentId, 4);
  await waitForEnd(server, failedId, 1);
  await waitForCount(server, laterId, { condition: `state = 'queued'`, count: 2 });
  await failMail(server, failedId, { code: '550', answer: '550 5.1.1 No such mailbox here' });
  const address = { email: 'bounced@example.com' };
  await post(server, token, '/suppressions', { organizationId, address });
  const topic = { organizationId, key: 'on-call', name: 'On call' };
  const { id: topicId } = await post(server, token, '/topics', topic);
  await post(server, token, `/topics/${topicId}/members`, { userIds: [userId] });
  return { sentId, laterId, failedId };
}
