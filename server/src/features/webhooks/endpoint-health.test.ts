import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWebhookBed, type Endpoint, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
beforeAll(async () => {
  bed = await openWebhookBed();
});
afterAll(() => bed.close());
beforeEach(async () => {
  for (const { id } of await bed.call<Endpoint[]>('GET', `?organizationId=${bed.organizationId}`))
    await bed.call('DELETE', `/${id}`);
  bed.side.fault = 'none';
  // What hangs ends with its time-out only.
  await expect.poll(countSending, { timeout: 30_000 }).toBe(0);
  bed.side.arrived.length = 0;
});

const settled = { timeout: 20_000 };
const read = (id: string) => bed.call<Endpoint>('GET', `/${id}`);

async function countSending(): Promise<number> {
  const [row] = await bed.server.database.query<{ count: number }>(
    `select count(*)::int as count from deliveries where channel = 'webhook' and state = 'sending'`,
  );
  return row?.count ?? 0;
}

async function countNotices(endpointId: string): Promise<number> {
  const [row] = await bed.server.database.query<{ count: number }>(
    `select count(*)::int as count from messages
     where template_key = 'endpointDisabled' and payload->>'endpointId' = $1`,
    [endpointId],
  );
  return row?.count ?? 0;
}

describe('SPEC E3: an endpoint that fails for good is turned off', () => {
  it('410: at once, with one notice, and works again once it is turned on', async () => {
    const { id } = await bed.add({ url: `${bed.side.url}/hook?key=abc` });
    bed.side.fault = { status: 410 };
    await bed.happen('Gone');
    await expect.poll(async () => (await read(id)).state, settled).toBe('disabled');
    expect(await read(id)).toMatchObject({ disabledReason: 'gone' });
    expect(await countNotices(id)).toBe(1);
    const rows = await bed.server.database.query<{ payload: object }>(
      `select payload from messages where template_key = 'endpointDisabled' and payload->>'endpointId' = $1`,
      [id],
    );
    expect(JSON.stringify(rows)).not.toContain('key=abc');
    bed.side.fault = 'none';
    bed.side.arrived.length = 0;
    await bed.call('PATCH', `/${id}`, { state: 'enabled' });
    expect(await read(id)).toMatchObject({
      state: 'enabled',
      disabledReason: null,
      failingSince: null,
    });
    await bed.happen('Back');
    await bed.arrived(1);
  });

  it('five days without a success: with the next failure, not before', async () => {
    const { id } = await bed.add();
    const failFor = async (days: number, name: string) => {
      await bed.server.database.query(
        'update webhook_endpoints set failing_since = now() - make_interval(days => $2) where id = $1',
        [id, days],
      );
      const before = bed.side.arrived.length;
      bed.side.fault = { status: 500 };
      await bed.happen(name);
      await bed.arrived(before + 1);
      await expect.poll(countSending, settled).toBe(0);
      return read(id);
    };
    expect(await failFor(4, 'Day four')).toMatchObject({ state: 'enabled' });
    expect(await countNotices(id)).toBe(0);
    expect(await failFor(6, 'Day six')).toMatchObject({
      state: 'disabled',
      disabledReason: 'failing',
    });
    expect(await countNotices(id)).toBe(1);
  });

  it('a success ends the count', async () => {
    const { id } = await bed.add();
    bed.side.fault = { status: 500 };
    await bed.happen('Bad');
    await expect.poll(async () => (await read(id)).failingSince, settled).not.toBeNull();
    bed.side.fault = 'none';
    await bed.hurry();
    await expect.poll(async () => (await read(id)).failingSince, settled).toBeNull();
  });

  it('what waited for it then is not sent, and says why', async () => {
    const { id } = await bed.add();
    bed.side.fault = { status: 500 };
    await bed.happen('Waiting');
    await expect.poll(async () => (await bed.log(id))[0]?.attempts, settled).toBe(1);
    await expect.poll(countSending, settled).toBe(0);
    await bed.call('PATCH', `/${id}`, { state: 'disabled' });
    await bed.hurry();
    const last = async () => (await bed.log(id))[0];
    await expect.poll(async () => (await last())?.state, settled).toBe('suppressed');
    expect(await last()).toMatchObject({ reason: 'endpointDisabled', attempts: 1 });
    expect(bed.side.arrived).toHaveLength(1);
  });
});

describe('delivery D12: how much an endpoint gets at once', () => {
  it('four calls, and others are not held up', async () => {
    const slow = await bed.add({ eventTypes: ['workspace.created'] });
    bed.side.fault = 'hang';
    for (let index = 0; index < 8; index += 1) await bed.happen(`Slow ${index}`);
    await expect.poll(() => bed.side.arrived.length, settled).toBe(4);
    await expect
      .poll(
        async () => (await bed.log(slow.id)).filter(({ attempts }) => attempts === 0).length,
        settled,
      )
      .toBe(4);
    bed.side.fault = 'none';
    const quick = await bed.add({ eventTypes: ['webhook.test'].slice(1) });
    await bed.call('POST', `/${quick.id}/test`, {});
    await expect.poll(async () => (await bed.log(quick.id))[0]?.state, settled).toBe('sent');
    expect(await countSending()).toBe(4);
    expect(bed.side.arrived).toHaveLength(5);
  });

  it('reliability R7: one after the other where order counts, also behind one that fails', async () => {
    const { id } = await bed.add({ isOrdered: true });
    bed.side.fault = { status: 500 };
    await bed.happen('0');
    await expect.poll(async () => (await bed.log(id))[0]?.attempts, settled).toBe(1);
    bed.side.fault = 'none';
    for (const name of ['1', '2', '3', '4', '5']) await bed.happen(name);
    await expect.poll(async () => (await bed.log(id)).length, settled).toBe(6);
    await expect.poll(countSending, settled).toBe(0);
    // Those behind it have nothing to do but wait.
    expect(bed.side.arrived).toHaveLength(1);
    await bed.server.database.query(
      `update deliveries set run_at = now() where state = 'queued' and hold = 'retry'`,
    );
    const sent = async () => (await bed.log(id)).filter(({ state }) => state === 'sent').length;
    await expect.poll(sent, { timeout: 40_000 }).toBe(6);
    const payloads = await bed.arrived(7);
    const names = payloads.map((payload) => /"name":"(\d)"/.exec(JSON.stringify(payload))?.[1]);
    expect(names).toEqual(['0', '0', '1', '2', '3', '4', '5']);
  });

  it.each([429, 502, 504])('%i halves the rate', async (status) => {
    const { id } = await bed.add();
    bed.side.fault = { status };
    await bed.happen(`Much ${status}`);
    await expect.poll(async () => (await read(id)).callsPerMinute, settled).toBe(120);
  });
});
