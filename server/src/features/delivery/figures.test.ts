import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createBacklog } from './backlog.ts';
import { planWaiting } from './fan-out.ts';
import { createGauges } from './gauges.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { DEFAULT_LIMITS, sendAll, sendRound, startSender } from './sending.fixture.ts';
import { createSendingFigures } from './sending-figures.ts';
import { listAges, readUnplannedS } from './store/ages.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  for (const table of ['messages', 'delivery_pauses', 'rate_buckets'])
    await bed.test.query(`delete from ${table}`);
});

function createLedgerMetrics() {
  const metrics = createMetrics();
  for (const gauge of createGauges(bed.database, DEFAULT_LIMITS)) metrics.addGauge(gauge);
  return metrics;
}

/** What is exposed of one metric, as lines without the name. */
async function expose(name: string, metrics = createLedgerMetrics()): Promise<string[]> {
  const { text } = await metrics.expose();
  const lines = text.split('\n').filter((line) => new RegExp(`^boardwire_${name}[{ ]`).test(line));
  return lines.map((line) => line.slice(`boardwire_${name}`.length)).toSorted();
}

async function overdueS(lagS = 0) {
  const lags = [{ consumer: 'notices', lagS }];
  const backlog = createBacklog({
    ...bed,
    limits: DEFAULT_LIMITS,
    listEventLags: async () => lags,
  });
  return backlog.look();
}

const addresses = (count: number, name = 'a') =>
  Array.from({ length: count }, (_, index) => ({ email: `${name}${index}@example.com` }));

async function ask(count = 1, more: { priority?: 'normal' | 'critical' } = {}) {
  const { organizationId } = await bed.organization(1);
  const id = await bed.notify({ organizationId, recipients: addresses(count), ...more });
  return { id, organizationId };
}

const makeOlder = (seconds: number) =>
  bed.test.query(`update deliveries set run_at = run_at - make_interval(secs => $1)`, [seconds]);

describe('delivery D20: how far sending is behind', () => {
  it('is the age of what nobody planned, of what nobody sent, and of what nobody read', async () => {
    expect(await overdueS()).toEqual({ overdueS: 0, oldest: null });
    await ask();
    await bed.test.query(`update messages set created_at = now() - interval '90 seconds'`);
    const unplanned = await overdueS();
    expect(unplanned.oldest).toEqual({ kind: 'message' });
    expect(unplanned.overdueS).toBeGreaterThan(89);
    await planWaiting(bed);
    expect((await overdueS()).overdueS).toBeLessThan(60);
    await makeOlder(70);
    const unsent = await overdueS(65);
    expect(unsent.oldest).toEqual({ kind: 'delivery', channel: 'email', lane: 'normal' });
    expect(unsent.overdueS).toBeGreaterThan(69);
    expect((await overdueS(600)).oldest).toEqual({ kind: 'event', consumer: 'notices' });
  });

  it('what is paused, cancelled or for later is not late', async () => {
    const { id } = await ask();
    await planWaiting(bed);
    await makeOlder(-600);
    expect((await overdueS()).overdueS).toBe(0);
    await makeOlder(1_200);
    await bed.test.query(`insert into delivery_pauses (channel) values ('email')`);
    expect((await overdueS()).overdueS).toBe(0);
    await bed.test.query('delete from delivery_pauses');
    expect((await overdueS()).overdueS).toBeGreaterThan(599);
    await bed.test.query(`update deliveries set state = 'cancelled' where message_id = $1`, [id]);
    expect((await overdueS()).overdueS).toBe(0);
  });

  it('what waits for a rate is late only once nobody takes the tokens that there are', async () => {
    await ask(3);
    await planWaiting(bed);
    await makeOlder(300);
    const { provider: rate = { count: 1, perMs: 1, burst: 1 } } = DEFAULT_LIMITS.rates.email;
    // A bucket may be ahead of the clock by its burst; past that, the next token is still to come.
    const leadS = ((rate.perMs / rate.count) * (rate.burst - 1)) / 1_000;
    const used = `insert into rate_buckets (scope, next_free_at) values ('email all', now() + make_interval(secs => $1))
      on conflict (scope) do update set next_free_at = excluded.next_free_at`;
    await bed.test.query(used, [leadS + 0.6]);
    expect((await overdueS()).overdueS).toBeLessThan(5);
    await bed.test.query(used, [leadS - 40]);
    const { overdueS: age } = await overdueS();
    expect(age).toBeGreaterThan(39);
    expect(age).toBeLessThan(60);
    await bed.test.query(`update deliveries set lane = 'critical'`);
    await bed.test.query(used, [leadS + 0.6]);
    expect((await overdueS()).overdueS).toBeGreaterThan(299);
  });

  it('of one organization it is that of its own deliveries, pauses, rates and messages', async () => {
    const [late, calm] = [await ask(), await ask()];
    const read = async ({ organizationId }: { organizationId: string }) => {
      const { rates } = DEFAULT_LIMITS;
      const [ages, unplannedS] = await bed.database.read('all', (tx) =>
        Promise.all([listAges(tx, rates, organizationId), readUnplannedS(tx, organizationId)]),
      );
      return [Math.max(0, ...ages.map(({ ageS }) => ageS)), unplannedS];
    };
    await bed.test.query(
      `update messages set created_at = now() - interval '90 seconds' where id = $1`,
      [late.id],
    );
    expect((await read(late))[1]).toBeGreaterThan(89);
    expect((await read(calm))[1]).toBeLessThan(60);
    await planWaiting(bed);
    await bed.test.query(
      `update deliveries set run_at = now() - interval '80 seconds' where message_id = $1`,
      [late.id],
    );
    expect((await read(late))[0]).toBeGreaterThan(79);
    expect((await read(calm))[0]).toBeLessThan(60);
    await bed.test.query(`insert into delivery_pauses (organization_id) values ($1)`, [
      late.organizationId,
    ]);
    expect((await read(late))[0]).toBe(0);
  });

  it('is told by channel and lane', async () => {
    await ask();
    await planWaiting(bed);
    await makeOlder(30);
    const [line, ...others] = await expose('delivery_queue_age_seconds');
    expect(others).toEqual([]);
    expect(line).toMatch(/^\{channel="email",lane="normal"\} 3\d/);
  });
});

describe('SPEC F4, SPEC D9: what is to do, by channel, lane and class of organization', () => {
  it('a tenth of what is due on a channel, and a hundred at least, is noisy; the others are normal', async () => {
    await ask(120);
    await ask(2);
    await ask(1, { priority: 'critical' });
    await planWaiting(bed);
    expect(await expose('deliveries_waiting')).toEqual([
      '{channel="email",lane="critical",class="normal"} 1',
      '{channel="email",lane="normal",class="noisy"} 120',
      '{channel="email",lane="normal",class="normal"} 2',
    ]);
    await bed.test.query(`update deliveries set run_at = now() + interval '1 hour'`);
    expect(await expose('deliveries_delayed')).toEqual([
      '{channel="email",lane="critical",class="normal"} 1',
      '{channel="email",lane="normal",class="normal"} 122',
    ]);
  });

  it('a few are no flood, though nobody else has any', async () => {
    await ask(99);
    await planWaiting(bed);
    expect(await expose('deliveries_waiting')).toEqual([
      '{channel="email",lane="normal",class="normal"} 99',
    ]);
  });

  it('a hundred of two thousand are no flood', async () => {
    await ask(100);
    await ask(1_000);
    await ask(1_000);
    await planWaiting(bed);
    expect(await expose('deliveries_waiting')).toEqual([
      '{channel="email",lane="normal",class="noisy"} 2000',
      '{channel="email",lane="normal",class="normal"} 100',
    ]);
  });
});

describe('delivery D22: open dead letters', () => {
  it('are told by channel, the channels without any too: what was not there cannot be seen to grow', async () => {
    const { organizationId } = await ask();
    await planWaiting(bed);
    const bury = (ended: string | null) =>
      bed.test.query(
        `insert into dead_letters (id, organization_id, delivery_id, reason, ended_at)
         select $1, $2, id, 'permanent', $3 from deliveries limit 1`,
        [createId(), organizationId, ended],
      );
    await bury(null);
    await bury(new Date().toISOString());
    expect(await expose('dead_letters_open')).toEqual([
      '{channel="email"} 1',
      '{channel="inApp"} 0',
      '{channel="none"} 0',
      '{channel="push"} 0',
      '{channel="sms"} 0',
      '{channel="webhook"} 0',
    ]);
  });
});

describe('SPEC F4: what providers answer, how long they take, and what becomes of attempts', () => {
  it('counts answers by provider, ends by state, and times both', async () => {
    const metrics = createMetrics();
    const figures = createSendingFigures(metrics);
    const answers = [
      { kind: 'refused', cause: 'permanent', code: 'no' },
      {
        kind: 'refused',
        cause: 'transient',
        code: 'breaker_open',
        isUntried: true,
        retryAfterMs: 60_000,
      },
      { kind: 'accepted' },
    ] as const;
    const provider = createNotingProvider((_key, call) => answers[call - 1] ?? answers[2]);
    const sender = startSender(bed, provider, {
      providersOf: figures.watch(() => [provider]),
      noteEnds: figures.noteEnds,
    });
    for (const _ of answers) {
      await ask();
      await sendRound(bed, sender);
    }
    // The one that was kept away is tried again; it was accepted an hour ago, and scheduled for 20 seconds ago.
    await bed.test.query(`update messages set created_at = now() - interval '1 hour',
      scheduled_at = now() - interval '20 seconds'`);
    await bed.test.query(`update deliveries set run_at = now() where state = 'queued'`);
    await sendAll(bed, sender);
    await sender.drain();
    const named = 'channel="email",provider="noting"';
    expect(await expose('provider_answers_total', metrics)).toEqual([
      `{${named},outcome="accepted"} 2`,
      `{${named},outcome="notAsked"} 1`,
      `{${named},outcome="permanent"} 1`,
    ]);
    expect(await expose('provider_call_duration_seconds_count', metrics)).toEqual([`{${named}} 3`]);
    const [error] = await expose('provider_last_error_timestamp_seconds', metrics);
    expect(error).toMatch(/^\{channel="email",provider="noting",code="no"\} \d{10}/);
    const lane = 'channel="email",lane="normal"';
    expect(await expose('delivery_attempts_total', metrics)).toEqual([
      `{${lane},state="failed"} 1`,
      `{${lane},state="queued"} 1`,
      `{${lane},state="sent"} 2`,
    ]);
    const latencies = await expose('delivery_latency_seconds_bucket', metrics);
    const below = (limit: string) =>
      latencies.find((line) => line.includes(`le="${limit}"`))?.split(' ')[1];
    expect([below('10'), below('30'), below('+Inf')]).toEqual(['1', '2', '2']);
  });
});
