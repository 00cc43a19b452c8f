import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrganization } from '../../../../../test/harness/people.ts';
import {
  content,
  fieldsOf,
  inAnHour,
  LIMIT,
  openHttpBed,
  type HttpBed,
} from './over-http.fixture.ts';

let bed: HttpBed;
let server: HttpBed['server'];
let organizationId: string;
let call: HttpBed['call'];
let manage: HttpBed['manage'];

beforeAll(async () => {
  bed = await openHttpBed();
  ({ server, organizationId, call, manage } = bed);
});
afterAll(() => server.stop());

async function countMessages(): Promise<number> {
  const [row] = await server.database.query<{ count: number }>(
    `select count(*)::int as count from messages where category = 'custom'`,
  );
  return row?.count ?? 0;
}

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
    const other = await createOrganization(server, bed.owner, 'Other');
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
      'a time that is further ahead than a delay may be',
      { scheduledAt: new Date(Date.now() + 366 * 86_400_000).toISOString() },
      'scheduledAt',
    ],
    ['a topic that is not there', { to: [{ topic: 'on-cal' }] }, 'to.0.topic'],
    [
      'an end before the beginning',
      { scheduledAt: inAnHour(), expiresAt: new Date(Date.now() + 60_000).toISOString() },
      'expiresAt',
    ],
    ['a delay and a time', { delayS: 5, scheduledAt: inAnHour() }, 'delayS'],
    ['a category that nobody may refuse', { category: 'account' }, 'category'],
    ['the category of digests', { category: 'digest' }, 'category'],
    ['a category without a name', { category: ' ' }, 'category'],
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

  it('SPEC D3: refuses a variable that the template has not, and a hole that nothing fills', async () => {
    const path = `/organizations/${organizationId}/notification-templates/shipped`;
    const sample = { name: 'Ada', order: { number: 'A-7' } };
    const source = 'Hello {{ name }}: {{ order.number }}';
    const text = { locale: 'en', channel: 'email', subject: 'Shipped', source, sample };
    expect((await manage('PUT', path, text)).status).toBe(200);
    const before = await countMessages();
    const refusal = async (data: object) =>
      fieldsOf(
        await call('POST', '/notifications', {
          to: [{ email: 'ada@example.com' }],
          template: 'shipped',
          data,
        }),
      );
    expect(await refusal({ ...sample, colour: 'red' })).toEqual(['data.colour']);
    expect(await refusal({ name: 'Ada' })).toEqual(['data.order.number']);
    expect(await refusal({ ...sample, order: {} })).toEqual(['data.order.number']);
    expect(await countMessages()).toBe(before);
  });

  it('in bulk: one address that cannot be sends nothing, and is named by its place', async () => {
    const one = { to: [{ email: 'ada@example.com' }], content };
    const before = await countMessages();
    const answer = await call('POST', '/notifications/bulk', {
      notifications: [one, { ...one, to: [one.to[0], { email: 'ada@' }] }, one],
    });
    expect(answer.status).toBe(400);
    for (const path of fieldsOf(answer)) expect(path).toMatch(/^notifications\.1\.to\.1/);
    expect(fieldsOf(answer).length).toBeGreaterThan(0);
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
        { ...one, to: [one.to[0], { topic: 'on-cal' }] },
      ],
    });
    expect(bad.status).toBe(400);
    expect(fieldsOf(bad)).toEqual([
      'notifications.1.scheduledAt',
      'notifications.2.content',
      'notifications.3.to.1.topic',
    ]);
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

  it('delivery D10: critical needs its permission', async () => {
    const one = {
      to: [{ email: 'ada@example.com' }],
      content,
      scheduledAt: inAnHour(),
      priority: 'critical',
    };
    const refused = await call('POST', '/notifications', one);
    expect(refused.status).toBe(403);
    expect(refused.body.error?.details?.permission).toBe('notifications:sendCritical');
    const answer = await manage('POST', '/notifications', { organizationId, ...one });
    expect(answer.status).toBe(202);
    const rows = await server.database.query('select priority from messages where id = $1', [
      answer.body.data.jobId,
    ]);
    expect(rows).toEqual([{ priority: 'critical' }]);
  });
});
