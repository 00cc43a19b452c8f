import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  content,
  inAnHour,
  LIMIT,
  openHttpBed,
  type HttpBed,
} from '../delivery/operations/over-http.fixture.ts';
import { openWebhookBed } from '../webhooks/webhooks.fixture.ts';

let bed: HttpBed;
let organizationId: string;
let manage: HttpBed['manage'];
let send: HttpBed['send'];
beforeAll(async () => {
  bed = await openHttpBed();
  ({ organizationId, manage, send } = bed);
});
afterAll(() => bed.server.stop());
beforeEach(async () => {
  await manage('DELETE', `/sandbox/messages?organizationId=${organizationId}`);
  await bed.server.database.query('delete from mailbox_messages');
  await bed.server.database.query('delete from suppressions');
});

const set = async (settings: object) => {
  const answer = await manage('PUT', '/sandbox', { organizationId, ...settings });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

interface Captured {
  deliveryId: string;
  jobId: string;
  channel: string;
  to: string;
  content: Record<string, string>;
  attempt: number;
}

const captured = async (query = ''): Promise<Captured[]> => {
  const path = `/sandbox/messages?organizationId=${organizationId}${query}`;
  return (await manage('GET', path)).body.data;
};
const countMails = async () =>
  (await bed.server.database.query('select 1 from mailbox_messages')).length;
const readJob = async (jobId: string) =>
  (await manage('GET', `/notifications/jobs/${jobId}`)).body.data;

async function isDone(jobId: string): Promise<void> {
  await expect.poll(async () => (await readJob(jobId)).state, LIMIT).toBe('done');
}

/** The only delivery of a job, with its attempts. */
async function readDelivery(jobId: string) {
  const list = async () => (await manage('GET', `/notifications/${jobId}/deliveries`)).body.data;
  await expect.poll(async () => (await list()).length, LIMIT).toBe(1);
  return readJob((await list())[0].id);
}

async function waitFor(jobId: string, attempts: number) {
  await expect
    .poll(
      async () =>
        (await readDelivery(jobId)).attempts.filter(
          (each: { endedAt: string | null }) => each.endedAt !== null,
        ).length,
      LIMIT,
    )
    .toBe(attempts);
  return readDelivery(jobId);
}

describe('delivery, sandbox: what is sent is captured instead', () => {
  it('a mail as it would have gone out, and a text message without a provider', async () => {
    await set({ isOn: true });
    const jobId = await send({
      to: [{ email: 'ada@example.com' }, { phone: '+4915112345678' }],
    });
    await isDone(jobId);
    const [first, second] = (await captured()).toSorted((a, b) => (a.channel < b.channel ? -1 : 1));
    expect(first).toMatchObject({ jobId, channel: 'email', to: 'ada@example.com', attempt: 1 });
    expect(first?.content['subject']).toContain(content.title);
    expect(first?.content['html']).toContain(content.body);
    expect(second).toMatchObject({ jobId, channel: 'sms', to: '+4915112345678' });
    expect(second?.content['body']).toContain(content.title);
    expect(await countMails()).toBe(0);
    expect(await captured('&channel=sms')).toEqual([second]);
    expect(await captured(`&jobId=${crypto.randomUUID()}`)).toEqual([]);
  });

  it('a message stays what it was when it was asked for, whatever is set later', async () => {
    await set({ isOn: true });
    const trial = await send({ scheduledAt: inAnHour() });
    await set({ isOn: false });
    const real = await send({ scheduledAt: inAnHour() });
    await set({ isOn: true });
    for (const jobId of [trial, real]) {
      await expect.poll(async () => (await readJob(jobId)).isPlanned, LIMIT).toBe(true);
      await manage('POST', `/notifications/jobs/${jobId}/promote`);
      await isDone(jobId);
    }
    expect((await captured()).map(({ jobId }) => jobId)).toEqual([trial]);
    expect(await countMails()).toBe(1);
  });

  it('or only what a certain key asks for', async () => {
    const keys = (await manage('GET', `/organizations/${organizationId}/api-keys`)).body.data;
    const [{ id }] = keys.items ?? keys;
    await set({ isOn: false, apiKeyIds: [id] });
    const trial = await send();
    const key = await bed.makeKey(['organization:read', 'notifications:send']);
    const body = { to: [{ email: 'ada@example.com' }], content };
    const other = await bed.call('POST', '/notifications', body, { token: key });
    await isDone(trial);
    await isDone(other.body.data.jobId);
    expect((await captured()).map(({ jobId }) => jobId)).toEqual([trial]);
    expect(await countMails()).toBe(1);
  });

  it('security S47: what carries a secret goes to its reader, not to whoever looks after messages', async () => {
    await set({ isOn: true });
    const roles = (await manage('GET', `/organizations/${organizationId}/roles`)).body.data;
    const { id: roleId } = (roles.items ?? roles).find(
      ({ key }: { key: string }) => key === 'member',
    );
    await manage('POST', `/organizations/${organizationId}/invitations`, {
      email: 'grace@example.com',
      roleId,
    });
    await expect.poll(countMails, LIMIT).toBe(1);
    expect(await captured()).toEqual([]);
  });

  it('is cleared, and shows nothing to others', async () => {
    await set({ isOn: true });
    await isDone(await send());
    const path = `/sandbox/messages?organizationId=${organizationId}`;
    expect((await bed.call('GET', path)).status).toBe(403);
    expect((await bed.call('PUT', '/sandbox', { isOn: false })).status).toBe(403);
    expect((await manage('DELETE', path)).body.data).toEqual({ count: 1 });
    expect(await captured()).toEqual([]);
  });
});

describe('delivery, sandbox: pushes and webhooks', () => {
  it('a push to an app, which no provider is set up for', async () => {
    const fcmToken = 'cJ9x-App_instance:APA91bHun4MxP5egoKMwt2KZFBaFUH';
    await manage('POST', '/account/devices', { name: 'Pixel', fcmToken });
    await set({ isOn: true });
    await isDone(await send({ to: [{ userId: bed.owner.userId }], channels: ['push'] }));
    expect(await captured()).toMatchObject([
      {
        channel: 'push',
        to: JSON.stringify({ token: fcmToken }),
        content: { title: content.title },
      },
    ]);
  });

  it('a webhook: what its endpoint would have got, and its endpoint gets nothing', async () => {
    const hooks = await openWebhookBed();
    try {
      const { organizationId: id, owner, server } = hooks;
      const ask = (method: string, path: string, body?: object) =>
        server.call(method, path, { token: owner.token, ...(body !== undefined && { body }) });
      const endpoint = await hooks.add();
      await ask('PUT', '/sandbox', { organizationId: id, isOn: true });
      await hooks.happen('Marketing');
      const list = async (): Promise<Captured[]> =>
        (await ask('GET', `/sandbox/messages?organizationId=${id}&channel=webhook`)).body.data;
      await expect.poll(async () => (await list()).length, LIMIT).toBe(1);
      const [call] = await list();
      expect(call).toMatchObject({ to: endpoint.id });
      expect(JSON.parse(call?.content['body'] ?? '')).toMatchObject({ type: 'workspace.created' });
      expect(hooks.side.arrived).toEqual([]);
    } finally {
      await hooks.close();
    }
  });
});

describe('delivery, sandbox: faults on demand', () => {
  const fault = (kind: string, attempts?: number) =>
    set({ isOn: true, faults: [{ channel: 'email', kind, attempts }] });

  it('passing ones are tried again, and work after the attempts that were asked for', async () => {
    await fault('transient', 2);
    const jobId = await send();
    await waitFor(jobId, 1);
    await bed.server.database.query(`update deliveries set run_at = now() where state = 'queued'`);
    const delivery = await waitFor(jobId, 2);
    expect(delivery.attempts.map(({ code }: { code: string }) => code)).toEqual(['fault', 'fault']);
    expect(await captured()).toEqual([]);
    await bed.server.database.query(`update deliveries set run_at = now() where state = 'queued'`);
    await isDone(jobId);
    expect(await captured()).toMatchObject([{ jobId, attempt: 3 }]);
  });

  it.each([
    ['permanent', 'failed', 0],
    ['badAddress', 'failed', 1],
  ])('%s: %s, and %i suppressed', async (kind, state, suppressions) => {
    await fault(kind);
    const jobId = await send();
    expect(await waitFor(jobId, 1)).toMatchObject({ state });
    const list = await manage('GET', `/suppressions?organizationId=${organizationId}`);
    expect(list.body.data).toHaveLength(suppressions);
    expect(await captured()).toEqual([]);
  });

  it.each([
    ['lost', 1],
    ['timeout', 0],
  ])('%s: nobody knows, and %i arrived', async (kind, arrived) => {
    await fault(kind, 1);
    const jobId = await send();
    const { attempts } = await waitFor(jobId, 1);
    expect(attempts).toMatchObject([{ outcome: 'uncertain' }]);
    expect(await captured()).toHaveLength(arrived);
    await bed.server.database.query(`update deliveries set run_at = now() where state = 'queued'`);
    await isDone(jobId);
    // The second attempt takes the place of the first.
    expect(await captured()).toMatchObject([{ jobId, attempt: 2 }]);
  });

  it('two for one channel are refused', async () => {
    const one = { channel: 'email', kind: 'lost' };
    const answer = await manage('PUT', '/sandbox', {
      organizationId,
      isOn: true,
      faults: [one, { ...one, kind: 'timeout' }],
    });
    expect(answer.status).toBe(400);
  });
});
