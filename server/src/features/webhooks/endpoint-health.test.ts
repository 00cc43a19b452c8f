import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Transaction } from '../../platform/database/database.ts';
import { noteFailure, turnOff } from './store/health.ts';
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

function write<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return bed.server.program.foundation.database.write('all', work);
}

async function readDays(id: string): Promise<number> {
  const [row] = await bed.server.database.query<{ days: number }>(
    'select failing_days as days from webhook_endpoints where id = $1',
    [id],
  );
  return row?.days ?? 0;
}

let failures = 0;

/** Lets one more call fail at an endpoint that has failed for `days`, on `failingDays` of them, the last time yesterday. */
async function failAfter(
  id: string,
  { days, failingDays }: { days: number; failingDays: number },
): Promise<Endpoint> {
  await bed.server.database.query(
    `update webhook_endpoints set failing_since = now() - make_interval(days => $2), failing_days = $3,
       failed_at = now() - interval '1 day' where id = $1`,
    [id, days, failingDays],
  );
  const before = bed.side.arrived.length;
  bed.side.fault = { status: 500 };
  failures += 1;
  await bed.happen(`Failure ${failures}`);
  await bed.arrived(before + 1);
  await expect.poll(countSending, settled).toBe(0);
  return read(id);
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
    const { host } = new URL(bed.side.url);
    // Of an address that is made for each sender, the path is the secret.
    expect(rows).toEqual([
      { payload: { endpointId: id, name: 'Receiver', host, reason: 'gone', failingSince: null } },
    ]);
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
    expect(await failAfter(id, { days: 4, failingDays: 4 })).toMatchObject({ state: 'enabled' });
    expect(await countNotices(id)).toBe(0);
    expect(await failAfter(id, { days: 6, failingDays: 5 })).toMatchObject({
      state: 'disabled',
      disabledReason: 'failing',
    });
    expect(await countNotices(id)).toBe(1);
  });

  it('not by two failures with nothing in between: it counts the days on which calls failed', async () => {
    const { id } = await bed.add();
    expect(await failAfter(id, { days: 6, failingDays: 2 })).toMatchObject({ state: 'enabled' });
    expect(await readDays(id)).toBe(3);
    // Another one of the same day is none more.
    await bed.server.database.query(
      `update webhook_endpoints set failed_at = greatest(failed_at - interval '2 minutes', date_trunc('day', now(), 'UTC'))
       where id = $1`,
      [id],
    );
    await write((tx) => noteFailure(tx, id));
    expect(await readDays(id)).toBe(3);
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

  it('security S27: also while somebody changes something else about it', async () => {
    const { id } = await bed.add();
    let end = () => {};
    const held = write(async (tx) => {
      await turnOff(tx, id, 'gone');
      await new Promise<void>((resolve) => (end = resolve));
    });
    const renamed = bed.call<Endpoint>('PATCH', `/${id}`, { name: 'Renamed' });
    const waiting = async () => {
      const rows = await bed.server.database.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    };
    await expect.poll(waiting, settled).toBeGreaterThan(0);
    end();
    await held;
    expect(await renamed).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
    expect(await read(id)).toMatchObject({ name: 'Renamed', state: 'disabled' });
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
