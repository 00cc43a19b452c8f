import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { boardAccess } from '../boards/index.ts';
import type { Transaction } from '../../platform/database/database.ts';
import { createSecret } from '../../kernel/ids.ts';
import { loadGrants } from '../organizations/index.ts';
import { startFarSide, type FarSide } from '../channels/far-side.fixture.ts';
import { createEndpointGate } from './gate.ts';
import { halveRate, noteSuccess } from './store/health.ts';
import { openWebhookBed, type Endpoint, type WebhookBed } from './webhooks.fixture.ts';

let bed: WebhookBed;
/** Takes calls and does not answer them. */
let silent: FarSide;
beforeAll(async () => {
  bed = await openWebhookBed();
  silent = await startFarSide(() => undefined);
});
afterAll(async () => {
  await bed.close();
  await silent.close();
});
beforeEach(async () => {
  for (const { id } of await bed.call<Endpoint[]>('GET', `?organizationId=${bed.organizationId}`))
    await bed.call('DELETE', `/${id}`);
  bed.side.fault = 'none';
  await bed.server.database.query('delete from delivery_pauses');
  // Of another test, or of the first try of this one.
  await bed.server.database.query(
    `update deliveries set state = 'cancelled', final_at = now() where channel = 'webhook' and state = 'queued'`,
  );
  const stillSending = () => {
    // By itself what hangs would end with its time-out only.
    silent.hangUp();
    return count("state = 'sending'");
  };
  await expect.poll(stillSending, { timeout: 30_000 }).toBe(0);
  bed.side.arrived.length = 0;
  silent.arrived.length = 0;
});

type Claim = Parameters<ReturnType<typeof createEndpointGate>>[1][number];

const settled = { timeout: 20_000 };
const patient = { timeout: 40_000 };
const read = (id: string) => bed.call<Endpoint>('GET', `/${id}`);
const write = <Result>(work: (tx: Transaction) => Promise<Result>) =>
  bed.server.program.foundation.database.write('all', work);
const inState = async (id: string, state: string) =>
  (await bed.log(id)).filter((call) => call.state === state).length;

async function count(which: string): Promise<number> {
  const [row] = await bed.server.database.query<{ count: number }>(
    `select count(*)::int as count from deliveries where channel = 'webhook' and ${which}`,
  );
  return row?.count ?? 0;
}

/** Makes things happen one after the other; a second try of a test makes others. */
async function happen(...names: string[]): Promise<void> {
  for (const name of names) await bed.happen(`${name} of ${createSecret(6)}`);
}

/** Which of the things called 0, 1, 2 … were told to `path`, in their order. */
const toldTo = (path: string) =>
  bed.side.arrived
    .filter((call) => call.path === path)
    .map(({ body }) => /"name":"(\d) of/.exec(body.toString())?.[1] ?? '?');

describe('delivery D12: how much an endpoint gets at once', () => {
  it('fault F10: four calls, and one that does not answer holds up nobody else', async () => {
    const slow = await bed.add({ url: `${silent.url}/hook` });
    const quick = await bed.add();
    const names = Array.from({ length: 12 }, (_, index) => `Busy ${index}`);
    await happen(...names);
    // All of the others' arrive while not one of its own has been answered.
    await expect.poll(() => inState(quick.id, 'sent'), settled).toBe(names.length);
    expect(await inState(slow.id, 'sending')).toBe(4);
    expect(silent.arrived).toHaveLength(4);
    expect((await bed.log(slow.id)).filter(({ attempts }) => attempts === 0)).toHaveLength(8);
  });

  it('fault F10: nor do more of them than there are places, once that is known', async () => {
    const slow = 25;
    for (let index = 0; index < slow; index += 1) await bed.add({ url: `${silent.url}/hook` });
    await bed.server.database.query(
      'update webhook_endpoints set failing_since = now(), failing_days = 1, failed_at = now()',
    );
    await happen('Many 0', 'Many 1');
    await expect.poll(() => silent.arrived.length, settled).toBe(8);
    const quick = await bed.add();
    await bed.call('POST', `/${quick.id}/test`, {});
    await expect.poll(() => inState(quick.id, 'sent'), settled).toBe(1);
    // One for each, and not for more than eight of them.
    expect(await count("state = 'sending'")).toBe(8);
    const endpoints = await bed.server.database.query(
      `select distinct address_hash from deliveries where state = 'sending'`,
    );
    expect(endpoints).toHaveLength(8);
    expect(silent.arrived).toHaveLength(8);
  });

  it('fault F10: one where nothing arrives', async () => {
    const slow = await bed.add({ url: `${silent.url}/hook` });
    await bed.server.database.query('update webhook_endpoints set failing_since = now()');
    await happen('One 0', 'One 1', 'One 2');
    await expect.poll(async () => (await bed.log(slow.id)).length, settled).toBe(3);
    const quick = await bed.add();
    await bed.call('POST', `/${quick.id}/test`, {});
    await expect.poll(() => inState(quick.id, 'sent'), settled).toBe(1);
    expect(silent.arrived).toHaveLength(1);
    expect(await inState(slow.id, 'sending')).toBe(1);
  });

  it.each([
    [false, 4],
    [true, 1],
  ])('by all workers together (ordered: %s): %i', async (isOrdered, atOnce) => {
    const { id } = await bed.add({ isOrdered });
    await bed.server.database.query(`insert into delivery_pauses (channel) values ('webhook')`);
    await happen(...Array.from({ length: 8 }, (_, index) => `Both ${isOrdered} ${index}`));
    await expect.poll(() => inState(id, 'queued'), settled).toBe(8);
    const claims = await bed.server.database.query<Claim>(
      `select id, message_id as "messageId", organization_id as "organizationId", channel, fence::int as fence,
         encode(address_hash, 'hex') as "addressHash", address_sealed as "addressSealed"
       from deliveries where id = any($1) order by id`,
      [(await bed.log(id)).map((call) => call.id)],
    );
    const access = { loadGrants, loadBoard: boardAccess.loadBoard };
    const gate = createEndpointGate({ ...bed.server.program.foundation, access });
    /** What a worker does with its half of the claims. */
    const start = (half: Claim[]) =>
      write(async (tx) => {
        const held = new Set((await gate(tx, half)).map((wait) => wait.id));
        const passed = half.filter((claim) => !held.has(claim.id)).map((claim) => claim.id);
        await tx.query(`update deliveries set state = 'sending' where id = any($1)`, [passed]);
        return passed.length;
      });
    const started = await Promise.all([start(claims.slice(0, 4)), start(claims.slice(4))]);
    expect(started[0] + started[1]).toBe(atOnce);
    await bed.server.database.query(
      `update deliveries set state = 'cancelled', final_at = now() where channel = 'webhook' and state in ('sending', 'queued')`,
    );
  });

  it('reliability R7: one after the other where order counts, also behind one that fails', async () => {
    // Late calls of other endpoints may still arrive.
    const path = '/one-after-the-other';
    const { id } = await bed.add({ isOrdered: true, url: `${bed.side.url}${path}` });
    const told = () => toldTo(path);
    // By itself it would be tried again within seconds, which a slow machine needs for what follows.
    bed.side.fault = { status: 500, headers: { 'retry-after': '3600' } };
    await happen('0');
    await expect.poll(() => count("state = 'queued' and hold = 'retry'"), settled).toBe(1);
    bed.side.fault = 'none';
    await happen('1', '2', '3', '4', '5');
    // Each was looked at, and has nothing to do but wait for as long as the first one.
    const laidBack = "state = 'queued' and hold = 'throttled' and run_at > now() + interval '30 s'";
    await expect.poll(() => count(laidBack), settled).toBe(5);
    expect(told()).toEqual(['0']);
    // Also when it is looked at again: as if what it waits for were over.
    await bed.server.database.query(
      `update deliveries set run_at = now() where channel = 'webhook' and hold = 'throttled'`,
    );
    await expect.poll(() => count(laidBack), settled).toBe(5);
    expect(told()).toEqual(['0']);
    await bed.server.database.query(
      `update deliveries set run_at = now() where state = 'queued' and hold = 'retry'`,
    );
    await expect.poll(() => inState(id, 'sent'), patient).toBe(6);
    expect(told()).toEqual(['0', '0', '1', '2', '3', '4', '5']);
  });
});

describe('reliability R7: order does not hang on clocks', () => {
  it('fault F13: what happens later goes later, though the node that wrote the first was an hour ahead', async () => {
    const path = '/an-hour-ahead';
    const { id } = await bed.add({ isOrdered: true, url: `${bed.side.url}${path}` });
    bed.side.fault = { status: 500, headers: { 'retry-after': '3600' } };
    await happen('0');
    await expect.poll(() => count("state = 'queued' and hold = 'retry'"), settled).toBe(1);
    await putAhead(id, 60 * 60_000);
    bed.side.fault = 'none';
    await happen('1', '2');
    const waiting = "state = 'queued' and run_at > now() + interval '30 s'";
    await expect.poll(() => count(waiting), settled).toBe(3);
    expect(toldTo(path)).toEqual(['0']);
    await bed.hurry();
    await expect.poll(() => inState(id, 'sent'), patient).toBe(3);
    expect(toldTo(path)).toEqual(['0', '0', '1', '2']);
  });

  /** Gives the message of an endpoint's only call the id that a node whose clock is ahead would have given it. */
  async function putAhead(endpointId: string, byMs: number): Promise<void> {
    const [call] = await bed.log(endpointId);
    const ahead = v7({ msecs: Date.now() + byMs });
    const columns = `category, template_key, payload, recipients, channels, subject, priority, actor, fanout_state, planned`;
    await write(async (tx) => {
      await tx.query(
        `insert into messages (id, organization_id, ${columns})
         select $2, organization_id, ${columns} from messages where id = $1`,
        [call?.jobId, ahead],
      );
      await tx.query('update deliveries set message_id = $2 where message_id = $1', [
        call?.jobId,
        ahead,
      ]);
      await tx.query('delete from messages where id = $1', [call?.jobId]);
    });
  }
});

describe('delivery, Standard Webhooks: a receiver that has too much to do is spared', () => {
  it.each([429, 502, 504])('%i halves the rate', async (status) => {
    const { id } = await bed.add();
    bed.side.fault = { status };
    await happen(`Much ${status}`);
    await expect.poll(async () => (await read(id)).callsPerMinute, settled).toBe(120);
  });

  it('once for calls that fail together, again for those later, and it doubles by the minute', async () => {
    const { id } = await bed.add();
    const pass = (seconds: number) =>
      bed.server.database.query(
        `update webhook_endpoints set slowed_at = slowed_at - make_interval(secs => $2),
           last_success_at = last_success_at - make_interval(secs => $2) where id = $1`,
        [id, seconds],
      );
    const rateAfter = async (note: typeof halveRate) => {
      await write((tx) => note(tx, id));
      return (await read(id)).callsPerMinute;
    };
    expect(await rateAfter(halveRate)).toBe(120);
    expect(await rateAfter(halveRate)).toBe(120);
    await pass(11);
    expect(await rateAfter(halveRate)).toBe(60);
    await pass(50);
    expect(await rateAfter(noteSuccess)).toBe(60);
    await pass(61);
    expect(await rateAfter(noteSuccess)).toBe(120);
    await pass(61);
    expect(await rateAfter(noteSuccess)).toBeNull();
  });

  it('gets no more calls than that', async () => {
    const { id } = await bed.add();
    await bed.server.database.query(
      'update webhook_endpoints set calls_per_minute = 1, slowed_at = now() where id = $1',
      [id],
    );
    await happen('Slow 0', 'Slow 1', 'Slow 2');
    await expect.poll(() => inState(id, 'sent'), settled).toBe(1);
    const waiting = async () => (await bed.log(id)).filter(({ hold }) => hold === 'throttled');
    await expect.poll(async () => (await waiting()).length, settled).toBe(2);
    expect((await waiting()).map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(bed.side.arrived.map(({ body }) => String(body).slice(0, 300))).toHaveLength(1);
  });

  it('is left alone for as long as it asks, six hours at most', async () => {
    const { id } = await bed.add();
    bed.side.fault = { status: 503, headers: { 'retry-after': '999999' } };
    await happen('Later');
    const hours = async () => {
      const [row] = await bed.server.database.query<{ hours: number }>(
        `select extract(epoch from run_at - now())::float8 / 3600 as hours from deliveries
         where id = $1 and hold = 'retry'`,
        [(await bed.log(id))[0]?.id],
      );
      return row?.hours ?? 0;
    };
    await expect.poll(hours, settled).toBeGreaterThan(5.9);
    expect(await hours()).toBeLessThanOrEqual(6);
  });
});

describe('delivery D13: an endpoint that is not called because it fails', () => {
  it('costs what waits for it no attempt, and is not looked at over and over', async () => {
    const { id } = await bed.add();
    bed.side.fault = { status: 500 };
    await happen('B 0', 'B 1', 'B 2', 'B 3', 'B 4', 'B 5', 'B 6', 'B 7');
    const putOff = async () =>
      (await bed.log(id)).filter(({ reason }) => reason === 'breaker_open');
    await expect.poll(async () => (await putOff()).length, settled).toBeGreaterThanOrEqual(3);
    for (const call of await putOff())
      expect(call).toMatchObject({ state: 'queued', hold: 'throttled' });
    // What the log shows is what the receiver was asked.
    const calls = await bed.log(id);
    const asked = bed.side.arrived.length;
    const logs = await Promise.all(
      calls.map((call) => bed.call<{ log: unknown[] }>('GET', `/${id}/attempts/${call.id}`)),
    );
    expect(calls.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(asked);
    expect(logs.reduce((sum, { log }) => sum + log.length, 0)).toBe(asked);
    // One that is put off leaves no place that another could take.
    await bed.add().then(({ id: other }) => bed.call('POST', `/${other}/test`, {}));
    await bed.arrived(asked + 1);
    expect(await count('fence > 10')).toBe(0);
  });
});
