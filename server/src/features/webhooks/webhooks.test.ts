import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { webhookEventTypes, webhookPayload } from '@boardwire/contract/webhook-payload';
import { events } from '@boardwire/contract/catalogue';
import {
  isSignedWith,
  openWebhookBed,
  type Endpoint,
  type WebhookBed,
} from './webhooks.fixture.ts';

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

/** Sends one call that fails at the first attempt, and waits for the next one. */
async function failOnceMore(endpointId: string, name: string): Promise<string> {
  bed.side.fault = { status: 500 };
  await bed.happen(name);
  const newest = async () => (await bed.log(endpointId))[0];
  await expect.poll(newest, settled).toMatchObject({ attempts: 1, state: 'queued', hold: 'retry' });
  return (await newest())?.id ?? '';
}

describe('SPEC E3: an endpoint hears of what happens', () => {
  it('signed, with type, time and what the catalogue declares', async () => {
    const endpoint = await bed.add();
    await bed.happen('Marketing');
    const [payload] = await bed.arrived(1);
    expect(webhookPayload.parse(payload)).toEqual(payload);
    expect(payload).toMatchObject({
      type: 'workspace.created',
      data: {
        organizationId: bed.organizationId,
        boardId: null,
        actor: { kind: 'user', userId: bed.owner.userId },
      },
    });
    expect(JSON.stringify(payload)).toContain('Marketing');
    const [request] = bed.side.arrived;
    expect(request !== undefined && isSignedWith(endpoint.secret, request)).toBe(true);
    await expect.poll(() => stateOf(endpoint.id), settled).toBe('sent');
    const [call] = await bed.log(endpoint.id);
    expect(request?.headers['webhook-id']).toBe(call?.id);
  });

  it('of the types that it chose alone', async () => {
    await bed.add({ eventTypes: ['workspace.renamed'] });
    const all = await bed.add();
    await bed.happen('Unheard');
    await expect.poll(() => stateOf(all.id), settled).toBe('sent');
    expect(bed.side.arrived).toHaveLength(1);
  });

  it('every type that can be chosen is one of the catalogue', () => {
    const known = new Set(events.map(({ type }) => type));
    expect(webhookEventTypes.filter((type) => !known.has(type))).toEqual([]);
  });

  it('not any more once it is deleted or off', async () => {
    const deleted = await bed.add();
    const off = await bed.add();
    const on = await bed.add();
    await bed.call('DELETE', `/${deleted.id}`);
    await bed.call('PATCH', `/${off.id}`, { state: 'disabled' });
    await bed.happen('Later');
    await expect.poll(() => stateOf(on.id), settled).toBe('sent');
    expect(bed.side.arrived).toHaveLength(1);
    await expect.poll(() => stateOf(off.id), settled).toBe('suppressed');
  });

  it('delivery D4: what it was not sent while it was off can be told, and sent once it is on', async () => {
    const { id } = await bed.add();
    const on = await bed.add();
    await bed.call('PATCH', `/${id}`, { state: 'disabled' });
    await bed.happen('Missed');
    await expect.poll(() => stateOf(on.id), settled).toBe('sent');
    await expect
      .poll(() => bed.log(id), settled)
      .toMatchObject([{ state: 'suppressed', reason: 'endpointDisabled', attempts: 0 }]);
    await bed.call('PATCH', `/${id}`, { state: 'enabled' });
    const since = new Date(Date.now() - 60_000).toISOString();
    expect(await bed.call('POST', `/${id}/replay`, { since })).toMatchObject({ count: 1 });
    await expect.poll(() => stateOf(id), settled).toBe('sent');
    expect(bed.side.arrived.at(-1)?.body.toString()).toContain('Missed');
  });

  it('a month after it was turned off nothing is written down for it any more', async () => {
    const off = await bed.add();
    const on = await bed.add();
    await bed.call('PATCH', `/${off.id}`, { state: 'disabled' });
    await bed.server.database.query(
      `update webhook_endpoints set disabled_at = now() - interval '31 days' where id = $1`,
      [off.id],
    );
    await bed.happen('Long after');
    await expect.poll(() => stateOf(on.id), settled).toBe('sent');
    expect(await bed.log(off.id)).toEqual([]);
  });

  it('what waited for one that is deleted ends, and says why', async () => {
    const { id } = await bed.add();
    const call = await failOnceMore(id, 'Waiting');
    await bed.call('DELETE', `/${id}`);
    await bed.hurry();
    await expect
      .poll(
        () =>
          bed.server.database.query('select state, reason from deliveries where id = $1', [call]),
        settled,
      )
      .toEqual([{ state: 'suppressed', reason: 'endpointDeleted' }]);
    expect(bed.side.arrived).toHaveLength(1);
  });

  it('a test is a call like any other, and only for an endpoint that is on', async () => {
    const endpoint = await bed.add({ eventTypes: ['item.created'] });
    await bed.call('POST', `/${endpoint.id}/test`, {});
    expect(await bed.arrived(1)).toMatchObject([{ type: 'webhook.test' }]);
    await bed.call('PATCH', `/${endpoint.id}`, { state: 'disabled' });
    const refused = await bed.server.call('POST', `/webhooks/endpoints/${endpoint.id}/test`, {
      token: bed.owner.token,
      body: {},
    });
    expect(refused.status).toBe(409);
  });
});

describe('SPEC E3: what fails is tried again, and shown', () => {
  it('under the same id, with each request and answer in the log', async () => {
    const endpoint = await bed.add();
    bed.side.fault = { status: 503, body: 'not yet' };
    await bed.happen('Stubborn');
    for (const attempts of [1, 2]) {
      await expect
        .poll(async () => (await bed.log(endpoint.id))[0]?.attempts, settled)
        .toBe(attempts);
      await expect.poll(() => stateOf(endpoint.id), settled).toBe('queued');
      if (attempts === 2) bed.side.fault = 'none';
      await bed.hurry();
    }
    await expect.poll(() => stateOf(endpoint.id), settled).toBe('sent');
    const ids = bed.side.arrived.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([3, 1]);
    const bodies = bed.side.arrived.map(({ body }) => body.toString());
    expect(new Set(bodies).size).toBe(1);
    const [call] = await bed.log(endpoint.id);
    const shown = await bed.call<{ request: unknown; log: unknown[] }>(
      'GET',
      `/${endpoint.id}/attempts/${call?.id}`,
    );
    expect(shown.request).toEqual({ method: 'POST', url: `${bed.side.url}/hook`, body: bodies[0] });
    expect(shown.log).toMatchObject([
      { number: 1, outcome: 'refused', code: 'http_503', answer: { status: 503, body: 'not yet' } },
      { number: 2, outcome: 'refused', code: 'http_503' },
      { number: 3, outcome: 'accepted', answer: { status: 204, body: '' } },
    ]);
  });

  it('security S47: no secret in what is shown', async () => {
    const endpoint = await bed.add();
    const bare = endpoint.secret.replace('whsec_', '');
    bed.side.fault = { status: 500, body: `you sent ${bare}` };
    await bed.happen('Echo');
    await expect.poll(async () => (await bed.log(endpoint.id))[0]?.attempts, settled).toBe(1);
    const [call] = await bed.log(endpoint.id);
    const shown = await Promise.all([
      bed.call('GET', `?organizationId=${bed.organizationId}`),
      bed.call('GET', `/${endpoint.id}`),
      bed.call('GET', `/${endpoint.id}/attempts/${call?.id}`),
    ]);
    expect(JSON.stringify(shown)).not.toContain(bare);
    const rows = await bed.server.database.query<{ all: string }>(
      'select w::text as all from webhook_endpoints as w union all select a::text from delivery_attempts as a',
    );
    expect(JSON.stringify(rows)).not.toContain(bare);
  });
});

describe('SPEC E3: secrets are replaced with an overlap', () => {
  it('security S27: two who replace it at once both have one that signs', async () => {
    const { id } = await bed.add();
    const rotate = () => bed.call<Endpoint>('POST', `/${id}/rotate`, {});
    const secrets = (await Promise.all([rotate(), rotate()])).map(({ secret }) => secret);
    await bed.happen('Twice');
    await bed.arrived(1);
    const [call] = bed.side.arrived;
    if (call === undefined) throw new Error('no call');
    expect(secrets.map((secret) => isSignedWith(secret, call))).toEqual([true, true]);
  });

  it('both sign until the older one runs out', async () => {
    const { id, secret } = await bed.add();
    const rotated = await bed.call<Endpoint>('POST', `/${id}/rotate`, { overlapHours: 1 });
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.previousSecretUntil ?? '')).toBeGreaterThan(Date.now());
    await bed.happen('Both');
    await bed.arrived(1);
    const [call] = bed.side.arrived;
    if (call === undefined) throw new Error('no call');
    expect([isSignedWith(secret, call), isSignedWith(rotated.secret, call)]).toEqual([true, true]);
  });

  it('or none does but the new one', async () => {
    const { id, secret } = await bed.add();
    const rotated = await bed.call<Endpoint>('POST', `/${id}/rotate`, { overlapHours: 0 });
    await bed.happen('New');
    await bed.arrived(1);
    const [call] = bed.side.arrived;
    if (call === undefined) throw new Error('no call');
    expect([isSignedWith(secret, call), isSignedWith(rotated.secret, call)]).toEqual([false, true]);
  });
});
