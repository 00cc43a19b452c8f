import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWebhookBed, type Call, type Endpoint, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
beforeAll(async () => {
  bed = await openWebhookBed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  for (const { id } of await bed.call<Endpoint[]>('GET', `?organizationId=${bed.organizationId}`))
    await bed.call('DELETE', `/${id}`);
  bed.side.arrived.length = 0;
  bed.side.fault = 'none';
});

const stateOf = async (endpointId: string) => (await bed.log(endpointId))[0]?.state;
const settled = { timeout: 20_000 };

/** Sends one call that fails for good at the first attempt. */
async function failOnce(endpoint: Endpoint, name: string): Promise<Call> {
  bed.side.fault = { status: 500, body: 'out of order' };
  const before = (await bed.log(endpoint.id)).length;
  await bed.happen(name);
  await expect.poll(async () => (await bed.log(endpoint.id)).length, settled).toBe(before + 1);
  const readNewest = async () => (await bed.log(endpoint.id))[0];
  await expect.poll(readNewest, settled).toMatchObject({ attempts: 1, state: 'queued' });
  const [call] = await bed.log(endpoint.id);
  if (call === undefined) throw new Error('no call');
  await bed.server.database.query(
    `update deliveries set state = 'failed', hold = null, final_at = now() where id = $1`,
    [call.id],
  );
  return call;
}

describe('SPEC E3: replay', () => {
  it('one call, under the id that the receiver knows', async () => {
    const endpoint = await bed.add();
    const call = await failOnce(endpoint, 'Again');
    bed.side.fault = 'none';
    const replayed = await bed.call('POST', `/${endpoint.id}/replay`, { callIds: [call.id] });
    expect(replayed).toEqual({ count: 1, hasMore: false });
    await expect.poll(() => stateOf(endpoint.id), settled).toBe('sent');
    const ids = bed.side.arrived.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([call.id, call.id]);
    const [again] = await bed.log(endpoint.id);
    expect(again).toMatchObject({ webhookId: call.id, type: 'workspace.created' });
    expect(again?.id).not.toBe(call.id);
  });

  it('those since a time by state, in the order of what happened, and not twice', async () => {
    const endpoint = await bed.add();
    const since = new Date(Date.now() - 60_000).toISOString();
    await failOnce(endpoint, 'First');
    await failOnce(endpoint, 'Second');
    bed.side.fault = 'none';
    await bed.happen('Fine');
    await expect.poll(() => stateOf(endpoint.id), settled).toBe('sent');
    const replay = (body: object) => bed.call('POST', `/${endpoint.id}/replay`, { since, ...body });
    expect(await replay({ isDryRun: true })).toEqual({ count: 2, hasMore: false });
    expect(await replay({ eventTypes: ['item.created'] })).toEqual({ count: 0, hasMore: false });
    bed.side.arrived.length = 0;
    expect(await replay({})).toEqual({ count: 2, hasMore: false });
    const names = (await bed.arrived(2)).map((payload) => JSON.stringify(payload));
    expect(names.some((text) => text.includes('First'))).toBe(true);
    expect(names.some((text) => text.includes('Second'))).toBe(true);
    expect(await replay({})).toEqual({ count: 0, hasMore: false });
  });

  it('by state and by type', async () => {
    const { id } = await bed.add();
    await bed.happen('Kept');
    await expect.poll(() => stateOf(id), settled).toBe('sent');
    await bed.call('POST', `/${id}/test`, {});
    await expect.poll(async () => (await bed.log(id)).length, settled).toBe(2);
    await expect.poll(() => stateOf(id), settled).toBe('sent');
    const since = new Date(Date.now() - 60_000).toISOString();
    const count = (body: object) =>
      bed.call('POST', `/${id}/replay`, { since, isDryRun: true, ...body });
    expect(await count({})).toMatchObject({ count: 0 });
    expect(await count({ states: ['sent'] })).toMatchObject({ count: 2 });
    expect(await count({ states: ['sent'], eventTypes: ['webhook.test'] })).toMatchObject({
      count: 1,
    });
    const later = new Date(Date.now() + 60_000).toISOString();
    expect(await count({ states: ['sent'], since: later })).toMatchObject({ count: 0 });
  });

  it('security S27: of two who ask at once, one sends it again', async () => {
    const endpoint = await bed.add();
    const call = await failOnce(endpoint, 'Once more');
    bed.side.fault = 'none';
    const replay = () =>
      bed.call<{ count: number }>('POST', `/${endpoint.id}/replay`, { callIds: [call.id] });
    const answers = await Promise.all([replay(), replay(), replay()]);
    expect(answers.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    await expect.poll(() => stateOf(endpoint.id), settled).toBe('sent');
    await bed.happen('Last');
    await bed.arrived(3);
    expect(bed.side.arrived).toHaveLength(3);
  });

  it('wants to know which, and does not touch those of others', async () => {
    const [endpoint, other] = [await bed.add(), await bed.add()];
    const call = await failOnce(endpoint, 'Mine');
    for (const body of [{}, { callIds: [call.id], since: new Date().toISOString() }]) {
      const path = `/webhooks/endpoints/${endpoint.id}/replay`;
      const answer = await bed.server.call('POST', path, { token: bed.owner.token, body });
      expect(answer.status).toBe(400);
    }
    const foreign = await bed.call('POST', `/${other.id}/replay`, { callIds: [call.id] });
    expect(foreign).toEqual({ count: 0, hasMore: false });
  });
});

describe('security S28: nobody makes us call somebody as fast as they like', () => {
  it('tests and replays of a minute are counted together', async () => {
    const limited = await openWebhookBed({ RATE_LIMIT_CALL_PER_MINUTE: '2' });
    const { id } = await limited.add();
    const ask = (path: string, body: object) =>
      limited.ask(limited.owner.token, 'POST', `/webhooks/endpoints/${id}/${path}`, body);
    const since = new Date().toISOString();
    expect((await ask('test', {})).status).toBe(200);
    expect((await ask('replay', { since })).status).toBe(200);
    for (const [path, body] of [
      ['test', {}],
      ['replay', { since }],
    ] as const)
      expect((await ask(path, body)).status).toBe(429);
    await limited.close();
  });
});
