import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { planWaiting } from './fan-out.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import type { Provider } from './provider.ts';
import type { Sender, SenderParts } from './sender.ts';
import { DEFAULT_LIMITS, sendAll, sendRound, startSender } from './sending.fixture.ts';

let bed: PlannerBed;
const WAIT = { timeout: 30_000, interval: 10 };
const open: Sender[] = [];
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sender) => sender.drain()));
  for (const table of [
    'messages',
    'digests',
    'suppressions',
    'rate_buckets',
    'delivery_pauses',
    'quiet_hours',
  ])
    await bed.test.query(`delete from ${table}`);
});

function start(provider?: Provider, more?: Partial<SenderParts>): Sender {
  const sender = startSender(bed, provider, more);
  open.push(sender);
  return sender;
}

async function oneMember() {
  const { organizationId, userIds } = await bed.organization(1);
  return { organizationId, userId: userIds[0] ?? '' };
}

describe('delivery D13: rates', () => {
  const limited = (email: object) => ({
    limits: { ...DEFAULT_LIMITS, rates: { ...DEFAULT_LIMITS.rates, email } },
  });
  const slow = { count: 3, perMs: 3_600_000, burst: 3 };

  it('without a token it waits as throttled, which is no attempt', async () => {
    const messageId = await bed.notify({
      organizationId: (await oneMember()).organizationId,
      recipients: Array.from({ length: 10 }, (_, index) => ({ email: `a${index}@example.com` })),
    });
    const provider = createNotingProvider();
    await sendRound(bed, start(provider, limited({ provider: slow })));
    expect(provider.seen).toHaveLength(3);
    const rows = await bed.test.query<{ state: string; hold: string | null; attempt: number }>(
      'select state, hold, attempt from deliveries where message_id = $1',
      [messageId],
    );
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(3);
    for (const row of rows.filter(({ state }) => state === 'queued')) {
      expect(row.attempt).toBe(0);
      expect([null, 'throttled']).toContain(row.hold);
    }
    // What was claimed without a token says so; the rest is left where it is until there is one.
    expect(rows.some(({ hold }) => hold === 'throttled')).toBe(true);
  });

  it('two workers share the tokens', async () => {
    await bed.notify({
      organizationId: (await oneMember()).organizationId,
      recipients: Array.from({ length: 20 }, (_, index) => ({ email: `b${index}@example.com` })),
    });
    await planWaiting(bed);
    const provider = createNotingProvider();
    const senders = [0, 1].map(() => start(provider, limited({ provider: slow })));
    await Promise.all(senders.map((sender) => sender.wake()));
    expect(provider.seen).toHaveLength(3);
  });

  it('of one organization or recipient, the others go on', async () => {
    const [loud, calm] = [await oneMember(), await oneMember()];
    const many = (name: string) =>
      Array.from({ length: 8 }, (_, index) => ({ email: `${name}${index}@example.com` }));
    await bed.notify({ organizationId: loud.organizationId, recipients: many('c') });
    const last = await bed.notify({
      organizationId: calm.organizationId,
      recipients: many('d').slice(0, 2),
    });
    const provider = createNotingProvider();
    await sendRound(bed, start(provider, limited({ organization: slow })));
    expect(provider.seen).toHaveLength(5);
    const states = (await bed.deliveries(last)).map(({ state }) => state);
    expect(states).toEqual(['sent', 'sent']);
  });

  it('delivery D11: of one provider go round the organizations, however many deliveries each has', async () => {
    const [flood, quiet] = [await oneMember(), await oneMember()];
    const people = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({ email: `${name}${index}@example.com` }));
    const loud = await bed.notify({ ...flood, recipients: people('f', 40) });
    const calm = await bed.notify({ ...quiet, recipients: people('q', 6) });
    await planWaiting(bed);
    const provider = createNotingProvider();
    const sender = start(provider, limited({ provider: { count: 1, perMs: 20, burst: 1 } }));
    await vi.waitFor(async () => {
      await sender.wake();
      expect(provider.seen.length).toBeGreaterThanOrEqual(12);
    }, WAIT);
    const ids = new Set((await bed.deliveries(calm)).map(({ id }) => id));
    const turns = provider.seen.slice(0, 12).map((id) => ids.has(id));
    expect(turns.filter((isCalm) => isCalm).length).toBeGreaterThanOrEqual(5);
    // Nothing lost its place: the flood goes out in its own order.
    const order = (await bed.deliveries(loud)).map(({ id }) => id).toSorted();
    const sent = provider.seen.filter((id) => !ids.has(id));
    expect(sent).toEqual(order.slice(0, sent.length));
  });

  it('what is for somebody who has had enough is claimed when there is a token for it, not before', async () => {
    const { organizationId } = await oneMember();
    for (let index = 0; index < 30; index += 1)
      await bed.notify({ organizationId, recipients: [{ email: 'ops@example.com' }] });
    const provider = createNotingProvider();
    const minute = { count: 60, perMs: 3_600_000, burst: 2 };
    await sendRound(bed, start(provider, limited({ recipient: minute })));
    expect(provider.seen).toHaveLength(2);
    const rows = await bed.test.query<{ minutes: number; fence: string; hold: string }>(
      `select round(extract(epoch from run_at - now()) / 60)::int as minutes, fence, hold from deliveries
       where organization_id = $1 and state = 'queued' order by run_at`,
      [organizationId],
    );
    // One a minute, and most of them were never touched.
    expect(rows.map(({ minutes: away }) => away)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.every(({ hold }) => hold === 'throttled')).toBe(true);
    expect(rows.filter(({ fence }) => Number(fence) > 0).length).toBeLessThan(10);
  });

  it('delivery D10: an organization calls so many deliveries critical, and the next ones go as high', async () => {
    const { organizationId } = await oneMember();
    const recipients = Array.from({ length: 6 }, (_, index) => ({
      email: `g${index}@example.com`,
    }));
    const urgent = await bed.notify({ organizationId, recipients, priority: 'critical' });
    const limits = { ...limited({}).limits, critical: { count: 2, perMs: 3_600_000, burst: 2 } };
    await sendAll(bed, start(createNotingProvider(), { limits }));
    const rows = await bed.test.query<{ lane: string; state: string }>(
      'select lane, state from deliveries where message_id = $1 order by lane',
      [urgent],
    );
    expect(rows.map(({ lane, state }) => `${lane} ${state}`)).toEqual([
      ...Array<string>(2).fill('critical sent'),
      ...Array<string>(4).fill('high sent'),
    ]);
  });

  it('what is critical waits for nobody’s tokens but its recipient’s', async () => {
    const { organizationId } = await oneMember();
    const recipients = Array.from({ length: 5 }, (_, index) => ({
      email: `e${index}@example.com`,
    }));
    await bed.notify({ organizationId, recipients });
    const provider = createNotingProvider();
    const sender = start(provider, limited({ provider: slow, recipient: slow }));
    await sendRound(bed, sender);
    expect(provider.seen).toHaveLength(3);
    const urgent = await bed.notify({ organizationId, recipients, priority: 'critical' });
    await sendRound(bed, sender);
    const states = (await bed.deliveries(urgent)).map(({ state }) => state);
    expect(states).toEqual(['sent', 'sent', 'sent', 'sent', 'sent']);
  });
});
