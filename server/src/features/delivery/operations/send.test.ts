import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addMember,
  createOrganization,
  registerPerson,
  type Person,
} from '../../../../../test/harness/people.ts';
import {
  startTestServer,
  type Answer,
  type TestServer,
} from '../../../../../test/harness/server.ts';

let server: TestServer;
let owner: Person;
let organizationId: string;
let key: string;
beforeAll(async () => {
  server = await startTestServer();
  owner = await registerPerson(server);
  organizationId = await createOrganization(server, owner);
  key = await makeKey(['organization:read', 'notifications:send']);
});
afterAll(() => server.stop());

const LIMIT = { timeout: 30_000, interval: 50 };
const content = { title: 'Deployed', body: 'Version 7 is out.' };
const HOUR_MS = 3_600_000;
const inAnHour = () => new Date(Date.now() + HOUR_MS).toISOString();

async function makeKey(scopes: string[]): Promise<string> {
  const answer = await server.call('POST', `/organizations/${organizationId}/api-keys`, {
    token: owner.token,
    body: { name: scopes.join(' '), scopes },
  });
  return answer.body.data.secret ?? answer.body.data.key;
}

function call(
  method: string,
  path: string,
  body?: unknown,
  more: { token?: string; headers?: Record<string, string> } = {},
) {
  return server.call(method, path, {
    token: more.token ?? key,
    ...(body === undefined ? {} : { body }),
    ...(more.headers === undefined ? {} : { headers: more.headers }),
  });
}

const manage = (method: string, path: string, body?: unknown) =>
  call(method, path, body, { token: owner.token });

async function send(more: Record<string, unknown> = {}): Promise<string> {
  const answer = await call('POST', '/notifications', {
    to: [{ email: 'ada@example.com' }],
    content,
    ...more,
  });
  if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  return answer.body.data.jobId;
}

async function countMessages(): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    `select count(*)::int as count from messages where category = 'custom'`,
  );
  return row?.count ?? 0;
}

const fieldsOf = ({ body }: Answer) => (body.error?.details?.fields ?? []).map(({ path }) => path);

describe('delivery D2: asking', () => {
  it('SPEC D1: a key of the organization needs no id of it; the answer is 202 and says where to follow', async () => {
    const answer = await call('POST', '/notifications', {
      to: [{ email: 'ada@example.com' }],
      content,
    });
    expect(answer.status).toBe(202);
    expect(answer.body.data).toEqual({ jobId: expect.any(String), state: 'queued' });
    const { jobId } = answer.body.data;
    expect(answer.headers.get('location')).toBe(`/api/v1/notifications/jobs/${jobId}`);
    await expect
      .poll(async () => (await call('GET', `/notifications/jobs/${jobId}`)).body.data, LIMIT)
      .toMatchObject({ jobId, state: 'done', isPlanned: true, counts: { sent: 1, queued: 0 } });
    const mails = await server.database.query<{ subject: string }>(
      'select subject from mailbox_messages',
    );
    expect(mails.map(({ subject }) => subject).join()).toContain('Deployed');
  });

  it('a person names the organization, and is told so when they do not', async () => {
    const body = { to: [{ email: 'ada@example.com' }], content };
    const nameless = await manage('POST', '/notifications', body);
    expect(nameless.status).toBe(400);
    expect(fieldsOf(nameless)).toEqual(['organizationId']);
    expect((await manage('POST', '/notifications', { ...body, organizationId })).status).toBe(202);
    const other = await createOrganization(server, owner, 'Other');
    expect((await call('POST', '/notifications', { ...body, organizationId: other })).status).toBe(
      404,
    );
  });

  it('the same Idempotency-Key is one message; with another body it is refused', async () => {
    const headers = { 'idempotency-key': 'deploy-7' };
    const body = { to: [{ email: 'ada@example.com' }], content };
    const before = await countMessages();
    const [first, second] = [
      await call('POST', '/notifications', body, { headers }),
      await call('POST', '/notifications', body, { headers }),
    ];
    expect(second.body.data).toEqual(first.body.data);
    expect(await countMessages()).toBe(before + 1);
    const other = await call('POST', '/notifications', { ...body, priority: 'bulk' }, { headers });
    expect(other.status).toBe(409);
    expect(other.body.error?.details?.reason).toBe('idempotency_key_reused');
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a template that is not there', { template: 'unknown', content: undefined }, 'template'],
    ['one of ours', { template: 'assigned', content: undefined }, 'template'],
    ['neither template nor content', { content: undefined }, 'content'],
    ['both', { template: 'news' }, 'content'],
    ['data without a template', { data: { name: 'Ada' } }, 'data'],
    ['a time that is over', { scheduledAt: '2020-01-01T00:00:00Z' }, 'scheduledAt'],
    [
      'an end before the beginning',
      { scheduledAt: inAnHour(), expiresAt: new Date(Date.now() + 60_000).toISOString() },
      'expiresAt',
    ],
    ['a delay and a time', { delayS: 5, scheduledAt: inAnHour() }, 'delayS'],
    ['a category that nobody may refuse', { category: 'account' }, 'category'],
    ['an address that cannot be', { to: [{ email: 'ada@' }] }, 'to.0.email'],
    ['a board that is not there', { about: { boardId: crypto.randomUUID() } }, 'about'],
    ['a title without text', { content: { title: ' ', body: '' } }, 'content.title'],
    ['an unknown channel', { channels: ['fax'] }, 'channels.0'],
  ])('refuses %s, and nothing is sent', async (_what, change, path) => {
    const before = await countMessages();
    const answer = await call('POST', '/notifications', {
      to: [{ email: 'ada@example.com' }],
      content,
      ...change,
    });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer).map((found) => found.slice(0, path.length))).toContain(path);
    expect(await countMessages()).toBe(before);
  });

  it('in bulk: all or none, and problems by their place', async () => {
    const one = { to: [{ email: 'ada@example.com' }], content, scheduledAt: inAnHour() };
    const before = await countMessages();
    const bad = await call('POST', '/notifications/bulk', {
      notifications: [
        one,
        { ...one, scheduledAt: '2020-01-01T00:00:00Z' },
        { ...one, template: 'x' },
      ],
    });
    expect(bad.status).toBe(400);
    expect(fieldsOf(bad)).toEqual(['notifications.1.scheduledAt', 'notifications.2.content']);
    const many = await call('POST', '/notifications/bulk', {
      notifications: Array.from({ length: 1_001 }, () => one),
    });
    expect(many.status).toBe(400);
    expect(fieldsOf(many)).toEqual(['notifications']);
    expect(await countMessages()).toBe(before);
    const good = await call('POST', '/notifications/bulk', {
      notifications: Array.from({ length: 1_000 }, () => one),
    });
    expect(good.status).toBe(202);
    expect(new Set(good.body.data.jobs.map((job: { jobId: string }) => job.jobId)).size).toBe(
      1_000,
    );
    expect(await countMessages()).toBe(before + 1_000);
  });

  it('delivery D10: critical needs its permission, and past sixty a minute goes as high', async () => {
    const one = {
      to: [{ email: 'ada@example.com' }],
      content,
      scheduledAt: inAnHour(),
      priority: 'critical',
    };
    const refused = await call('POST', '/notifications', one);
    expect(refused.status).toBe(403);
    expect(refused.body.error?.details?.permission).toBe('notifications:sendCritical');
    const notifications = Array.from({ length: 70 }, () => one);
    const answer = await manage('POST', '/notifications/bulk', { organizationId, notifications });
    expect(answer.status).toBe(202);
    const rows = await server.database.query<{ priority: string; count: number }>(
      `select priority, count(*)::int as count from messages where id = any($1) group by priority order by priority`,
      [answer.body.data.jobs.map((job: { jobId: string }) => job.jobId)],
    );
    expect(rows).toEqual([
      { priority: 'critical', count: 60 },
      { priority: 'high', count: 10 },
    ]);
  });
});

describe('delivery D17: stopping', () => {
  it('a scheduled one is stopped with counts, again the same, and one that went out cannot be', async () => {
    const jobId = await send({
      scheduledAt: inAnHour(),
      to: [{ email: 'a@example.com' }, { email: 'b@example.com' }],
    });
    await expect
      .poll(
        async () => (await call('GET', `/notifications/jobs/${jobId}`)).body.data.counts.queued,
        LIMIT,
      )
      .toBe(2);
    const counts = { cancelled: 2, alreadySent: 0, inFlight: 0, isFanOutStopped: false };
    for (let time = 0; time < 2; time += 1) {
      const answer = await call('DELETE', `/notifications/jobs/${jobId}`);
      expect(answer.body.data).toEqual(counts);
    }
    expect((await call('GET', `/notifications/jobs/${jobId}`)).body.data.state).toBe('cancelled');
    const sent = await send();
    await expect
      .poll(async () => (await call('GET', `/notifications/jobs/${sent}`)).body.data.state, LIMIT)
      .toBe('done');
    const late = await call('DELETE', `/notifications/jobs/${sent}`);
    expect(late.status).toBe(409);
    expect(late.body.error?.details?.counts).toMatchObject({ cancelled: 0, alreadySent: 1 });
  });

  it('a delivery alone is stopped, and told apart from its message', async () => {
    const jobId = await send({
      scheduledAt: inAnHour(),
      to: [{ email: 'c@example.com' }, { email: 'd@example.com' }],
    });
    const list = () => manage('GET', `/notifications/${jobId}/deliveries`);
    await expect.poll(async () => (await list()).body.data.length, LIMIT).toBe(2);
    const [first] = (await list()).body.data;
    expect(first.address).toMatch(/^[cd]\*\*\*@example\.com$/);
    expect((await call('DELETE', `/notifications/jobs/${first.id}`)).body.data.cancelled).toBe(1);
    expect((await call('GET', `/notifications/jobs/${first.id}`)).body.data).toMatchObject({
      state: 'cancelled',
      attempts: [],
    });
    expect((await call('GET', `/notifications/jobs/${jobId}`)).body.data.counts).toMatchObject({
      cancelled: 1,
      queued: 1,
    });
    expect((await call('DELETE', `/notifications/jobs/${first.id}`)).status).toBe(409);
  });

  it('a key that may only send sees and stops its own', async () => {
    const jobId = await send({ scheduledAt: inAnHour() });
    const stranger = await makeKey(['organization:read', 'notifications:send']);
    for (const method of ['GET', 'DELETE'])
      expect(
        (await call(method, `/notifications/jobs/${jobId}`, undefined, { token: stranger })).status,
      ).toBe(404);
    expect((await manage('GET', `/notifications/jobs/${jobId}`)).status).toBe(200);
  });
});

describe('delivery D24: why', () => {
  it('says what decided for a recipient, and for somebody who was never considered', async () => {
    const member = await addMember(server, owner, organizationId, 'member');
    const jobId = await send({
      to: [{ userId: member.userId }],
      channels: ['inApp', 'sms'],
      scheduledAt: inAnHour(),
    });
    const why = async (userId: string) =>
      (await manage('GET', `/notifications/${jobId}/why?userId=${userId}`)).body.data;
    await expect
      .poll(async () => (await why(member.userId)).channels[0]?.isConsidered, LIMIT)
      .toBe(true);
    const told = await why(member.userId);
    const of = (channel: string) =>
      told.channels.find((one: { channel: string }) => one.channel === channel);
    expect(told.isRecipient).toBe(true);
    expect(of('inApp')).toMatchObject({
      state: 'queued',
      hold: 'scheduled',
      rule: { kind: 'default', mode: 'on' },
      wouldChange: 'nothing',
    });
    expect(of('sms')).toMatchObject({
      state: 'suppressed',
      reason: 'noAddress',
      wouldChange: 'address',
    });
    expect(of('email')).toMatchObject({
      isConsidered: false,
      reason: 'notAsked',
      wouldChange: 'senderChannels',
    });
    const other = await why(owner.userId);
    expect(other.isRecipient).toBe(false);
    expect(other.channels).toHaveLength(4);
    for (const one of other.channels)
      expect(one).toMatchObject({
        isConsidered: false,
        reason: 'notRecipient',
        wouldChange: 'beingRecipient',
      });
  });

  it('the timeline tells it in order', async () => {
    await send();
    const jobId = await send();
    const types = async () =>
      (await manage('GET', `/notifications/${jobId}/timeline`)).body.data.happenings.map(
        (one: { type: string }) => one.type,
      );
    await expect.poll(types, LIMIT).toEqual(['asked', 'planned', 'attempt', 'answer', 'ended']);
    const listed = await manage('GET', `/notifications?organizationId=${organizationId}&limit=1`);
    expect(listed.body.data).toMatchObject([{ id: jobId, counts: { sent: 1 } }]);
    expect(listed.body.pagination?.nextCursor).toEqual(expect.any(String));
    const sent = await manage(
      'GET',
      `/notifications/deliveries?organizationId=${organizationId}&state=sent&channel=email`,
    );
    expect(sent.body.data[0]).toMatchObject({ messageId: jobId, state: 'sent', attempts: 1 });
    const none = await manage(
      'GET',
      `/notifications/deliveries?organizationId=${organizationId}&state=failed`,
    );
    expect(none.body.data).toEqual([]);
  });
});

describe('SPEC D1: topics, suppressions and the queue', () => {
  it('a topic gathers members of the organization, and only those', async () => {
    const member = await addMember(server, owner, organizationId, 'member');
    const topic = (await call('POST', '/topics', { key: 'on-call', name: 'On call' })).body.data;
    expect((await call('POST', '/topics', { key: 'on-call', name: 'Again' })).status).toBe(409);
    const add = (userIds: string[]) => call('POST', `/topics/${topic.id}/members`, { userIds });
    const bad = await add([member.userId, crypto.randomUUID()]);
    expect(fieldsOf(bad)).toEqual(['userIds.1']);
    expect((await add([member.userId, owner.userId])).body.data.added).toBe(2);
    expect((await call('GET', '/topics')).body.data).toMatchObject([
      { key: 'on-call', members: 2 },
    ]);
    const removed = await call('POST', `/topics/${topic.id}/members/remove`, {
      userIds: [owner.userId],
    });
    expect(removed.body.data.removed).toBe(1);
    const jobId = await send({ to: [{ topic: 'on-call' }], channels: ['inApp'] });
    await expect
      .poll(async () => (await call('GET', `/notifications/jobs/${jobId}`)).body.data, LIMIT)
      .toMatchObject({ state: 'done', counts: { delivered: 1 } });
    expect((await call('DELETE', `/topics/${topic.id}`)).status).toBe(200);
    expect((await call('GET', '/topics')).body.data).toEqual([]);
  });

  it('a suppressed address gets nothing until it is taken off the list', async () => {
    const email = 'grace@example.com';
    const added = await manage('POST', '/suppressions', { organizationId, address: { email } });
    expect(added.body.data).toMatchObject({ address: 'g***@example.com', reason: 'manual' });
    const outcome = async (jobId: string) =>
      (await call('GET', `/notifications/jobs/${jobId}`)).body.data;
    const blocked = await send({ to: [{ email }] });
    await expect
      .poll(() => outcome(blocked), LIMIT)
      .toMatchObject({ state: 'done', counts: { suppressed: 1 } });
    await manage('DELETE', `/suppressions/${added.body.data.id}`);
    const through = await send({ to: [{ email }] });
    await expect
      .poll(() => outcome(through), LIMIT)
      .toMatchObject({ state: 'done', counts: { sent: 1 } });
  });

  it('a paused channel keeps what is due, the figures say so, and it goes on', async () => {
    const path = (name: string) => `/notifications/queue/${name}`;
    await manage('POST', path('pause'), { organizationId, channel: 'email' });
    const jobId = await send();
    const stats = async () =>
      (await manage('GET', `${path('stats')}?organizationId=${organizationId}`)).body.data;
    await expect
      .poll(stats, LIMIT)
      .toMatchObject({ waiting: 1, paused: 1, pauses: [{ channel: 'email' }] });
    await manage('POST', path('resume'), { organizationId });
    await expect
      .poll(async () => (await call('GET', `/notifications/jobs/${jobId}`)).body.data.state, LIMIT)
      .toBe('done');
    expect(await stats()).toMatchObject({ waiting: 0, paused: 0, pauses: [] });
    const clean = await manage('POST', path('clean'), { organizationId, olderThanS: 60 });
    expect(fieldsOf(clean)).toEqual(['olderThanS']);
    await server.database.query(
      `update messages set created_at = now() - interval '9 days' where id = $1`,
      [jobId],
    );
    await server.database.query(
      `update deliveries set final_at = now() - interval '8 days' where message_id = $1`,
      [jobId],
    );
    const cleaned = await manage('POST', path('clean'), { organizationId });
    expect(cleaned.body.data).toEqual({ messages: 1, isDone: true });
    expect((await call('GET', `/notifications/jobs/${jobId}`)).status).toBe(404);
  });
});
