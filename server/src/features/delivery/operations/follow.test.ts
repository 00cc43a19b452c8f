import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember } from '../../../../../test/harness/people.ts';
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
let send: HttpBed['send'];
beforeAll(async () => {
  bed = await openHttpBed();
  ({ server, organizationId, call, manage, send } = bed);
});
afterAll(() => server.stop());

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
    for (let time = 0; time < 2; time += 1)
      expect((await call('DELETE', `/notifications/jobs/${first.id}`)).body.data.cancelled).toBe(1);
    expect((await call('GET', `/notifications/jobs/${first.id}`)).body.data).toMatchObject({
      state: 'cancelled',
      attempts: [],
    });
    expect((await call('GET', `/notifications/jobs/${jobId}`)).body.data.counts).toMatchObject({
      cancelled: 1,
      queued: 1,
    });
  });

  it('a key that may only send sees and stops its own', async () => {
    const jobId = await send({ scheduledAt: inAnHour() });
    const stranger = await bed.makeKey(['organization:read', 'notifications:send']);
    for (const method of ['GET', 'DELETE'])
      expect(
        (await call(method, `/notifications/jobs/${jobId}`, undefined, { token: stranger })).status,
      ).toBe(404);
    expect((await manage('GET', `/notifications/jobs/${jobId}`)).status).toBe(200);
  });
});

describe('SPEC D8: promoting', () => {
  it('what is for later goes out now, once; what went out or was stopped does not go again', async () => {
    const jobId = await send({ scheduledAt: inAnHour() });
    const job = async () => (await call('GET', `/notifications/jobs/${jobId}`)).body.data;
    await expect.poll(async () => (await job()).counts.queued, LIMIT).toBe(1);
    const promote = async (id: string) =>
      (await manage('POST', `/notifications/jobs/${id}/promote`)).body.data.promoted;
    expect(await promote(jobId)).toBe(1);
    await expect.poll(job, LIMIT).toMatchObject({ state: 'done', counts: { sent: 1 } });
    expect(await promote(jobId)).toBe(0);
    const stoppedId = await send({ scheduledAt: inAnHour() });
    await call('DELETE', `/notifications/jobs/${stoppedId}`);
    expect(await promote(stoppedId)).toBe(0);
    const refused = await call('POST', `/notifications/jobs/${jobId}/promote`);
    expect(refused.status).toBe(403);
  });

  it('one delivery that waits for its next attempt is tried at once, the others are not', async () => {
    const jobId = await send({
      scheduledAt: inAnHour(),
      to: [{ email: 'e@example.com' }, { email: 'f@example.com' }],
    });
    const list = async () => (await manage('GET', `/notifications/${jobId}/deliveries`)).body.data;
    await expect.poll(async () => (await list()).length, LIMIT).toBe(2);
    const [first, second] = await list();
    const promote = async (id: string) =>
      (await manage('POST', `/notifications/jobs/${id}/promote`)).body.data.promoted;
    // For later by its message's wish: alone it does not go.
    expect(await promote(first.id)).toBe(0);
    await server.database.query('update messages set scheduled_at = now() where id = $1', [jobId]);
    await server.database.query(`update deliveries set hold = 'retry' where id = $1`, [first.id]);
    expect(await promote(first.id)).toBe(1);
    const stateOf = async (id: string) =>
      (await list()).find((one: { id: string }) => one.id === id).state;
    await expect.poll(() => stateOf(first.id), LIMIT).toBe('sent');
    expect(await stateOf(second.id)).toBe('queued');
  });
});

describe('delivery D24: why', () => {
  it('says what decided for a recipient, and for somebody who was never considered', async () => {
    const member = await addMember(server, bed.owner, organizationId, 'member');
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
    const other = await why(bed.owner.userId);
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
    const actor = { kind: 'apiKey', name: 'organization:read notifications:send' };
    expect(listed.body.data).toMatchObject([{ id: jobId, actor, counts: { sent: 1 } }]);
    const { happenings } = (await manage('GET', `/notifications/${jobId}/timeline`)).body.data;
    expect(happenings[3]).toMatchObject({ providerId: expect.any(String), answer: null });
    expect(listed.body.pagination?.nextCursor).toEqual(expect.any(String));
    const sent = await manage(
      'GET',
      `/notifications/deliveries?organizationId=${organizationId}&state=sent&channel=email`,
    );
    expect(sent.body.data[0]).toMatchObject({
      messageId: jobId,
      state: 'sent',
      attempts: 1,
      template: 'custom',
      title: content.title,
    });
    const none = await manage(
      'GET',
      `/notifications/deliveries?organizationId=${organizationId}&state=failed`,
    );
    expect(none.body.data).toEqual([]);
  });

  it('what programs say is told without secrets; what is about boards is told to nobody here', async () => {
    const jobId = await send({ to: [{ email: 'told@example.com' }] });
    const read = async (id: string) => (await manage('GET', `/notifications/${id}`)).body.data;
    const deliveries = async () =>
      (await manage('GET', `/notifications/${jobId}/deliveries`)).body.data;
    await expect.poll(async () => (await deliveries()).length, LIMIT).toBe(1);
    const [{ id: deliveryId }] = await deliveries();
    for (const id of [jobId, deliveryId])
      expect(await read(id)).toMatchObject({ id: jobId, title: content.title, content });
    const change = (set: string) =>
      server.database.query(`update messages set ${set} where id = $1`, [jobId]);
    await change(`template_key = 'deploy', payload = '{"version": 7, "password": "canary"}'`);
    expect(await read(jobId)).toMatchObject({
      title: null,
      content: { version: 7, password: '[redacted]' },
    });
    for (const untold of [
      `template_key = 'webhook'`,
      `template_key = 'assigned'`,
      `template_key = 'custom', subject = jsonb_build_object('boardId', id), payload = '{"title": "canary"}'`,
    ]) {
      await change(untold);
      expect(await read(jobId), untold).toMatchObject({ title: null, content: null });
    }
  });
});

describe('SPEC D1: topics, suppressions and the queue', () => {
  it('a topic gathers members of the organization, and only those', async () => {
    const member = await addMember(server, bed.owner, organizationId, 'member');
    const topic = (await call('POST', '/topics', { key: 'on-call', name: 'On call' })).body.data;
    expect((await call('POST', '/topics', { key: 'on-call', name: 'Again' })).status).toBe(409);
    const add = (userIds: string[]) => call('POST', `/topics/${topic.id}/members`, { userIds });
    const bad = await add([member.userId, crypto.randomUUID()]);
    expect(fieldsOf(bad)).toEqual(['userIds.1']);
    expect((await add([member.userId, bed.owner.userId])).body.data.added).toBe(2);
    expect((await call('GET', '/topics')).body.data).toMatchObject([
      { key: 'on-call', members: 2 },
    ]);
    const removed = await call('POST', `/topics/${topic.id}/members/remove`, {
      userIds: [bed.owner.userId],
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
    const { rates } = await stats();
    const mail = rates.find((rate: { channel: string }) => rate.channel === 'email');
    expect(mail).toMatchObject({ latencyMs: { median: expect.any(Number) } });
    expect(mail.perMinute).toBeGreaterThan(0);
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
