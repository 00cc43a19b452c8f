import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { hashAddress } from './addresses.ts';
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

async function planMail(about: { organizationId: string; userId: string; boardId?: string }) {
  const { organizationId, userId, boardId } = about;
  const messageId = await bed.notify({
    organizationId,
    channels: ['email'],
    ...(boardId !== undefined && { subject: { boardId } }),
    recipients: [{ userId }],
  });
  await planWaiting(bed);
  return messageId;
}

async function oneMember() {
  const { organizationId, userIds } = await bed.organization(1);
  return { organizationId, userId: userIds[0] ?? '' };
}

describe('delivery, states: what was planned is asked again when it is sent', () => {
  const changes: [
    string,
    string,
    (about: { organizationId: string; userId: string; boardId: string }) => Promise<unknown>,
  ][] = [
    [
      'cannotSee',
      'a board that was closed to them',
      ({ userId }) => bed.test.query('delete from board_members where user_id = $1', [userId]),
    ],
    [
      'cannotSee',
      'an organization that they left',
      ({ userId }) => bed.test.query('delete from memberships where user_id = $1', [userId]),
    ],
    [
      'preference',
      'a category that they turned off',
      ({ organizationId, userId }) =>
        bed.prefer(organizationId, userId, { category: 'custom', mode: 'off' }),
    ],
    [
      'noAddress',
      'an address that is not theirs any more',
      ({ userId }) =>
        bed.test.query(`update users set email = 'new-' || email where id = $1`, [userId]),
    ],
    [
      'address',
      'an address that came to be suppressed',
      async ({ organizationId, userId }) =>
        bed.test.query(
          `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
         values ($1, $2, 'email', $3, '', 'complaint')`,
          [createId(), organizationId, hashAddress(bed.sealer, 'email', `${userId}@example.test`)],
        ),
    ],
  ];
  it.each(changes)('%s: %s', async (reason, _what, change) => {
    const member = await oneMember();
    const boardId = await bed.board(member.organizationId, [member.userId]);
    const about = { ...member, boardId };
    const messageId = await planMail(about);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'queued' }]);
    await change(about);
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    expect(provider.seen).toEqual([]);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'suppressed', reason }]);
    const attempts = await bed.test.query('select 1 from delivery_attempts');
    expect(attempts).toEqual([]);
  });

  it('delivery D15: quiet hours that began meanwhile hold it back, and that is no attempt', async () => {
    const member = await oneMember();
    const messageId = await planMail(member);
    const days = [1, 2, 3, 4, 5, 6, 7];
    const windows = [
      { days, fromMinute: 0, toMinute: 720 },
      { days, fromMinute: 720, toMinute: 1_439 },
    ];
    await bed.test.query(
      `insert into quiet_hours (user_id, time_zone, windows) values ($1, 'UTC', $2)`,
      [member.userId, JSON.stringify(windows)],
    );
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    expect(provider.seen).toEqual([]);
    expect(await bed.deliveries(messageId)).toMatchObject([{ state: 'queued', hold: 'quiet' }]);
  });

  it('what stayed as it was is sent', async () => {
    const messageId = await planMail(await oneMember());
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    const [row] = await bed.deliveries(messageId);
    expect(row?.state).toBe('sent');
    expect(provider.seen).toEqual([row?.id]);
  });
});

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

describe('delivery: pauses', () => {
  it('of an organization and channel hold what is due, and nothing else', async () => {
    const [still, going] = [await oneMember(), await oneMember()];
    await bed.test.query(
      `insert into delivery_pauses (organization_id, channel) values ($1, 'email')`,
      [still.organizationId],
    );
    const held = await planMail(still);
    const sent = await planMail(going);
    const provider = createNotingProvider();
    const sender = start(provider);
    await sendRound(bed, sender);
    expect(await bed.deliveries(held)).toMatchObject([{ state: 'queued' }]);
    expect(await bed.deliveries(sent)).toMatchObject([{ state: 'sent' }]);
    await bed.test.query('delete from delivery_pauses');
    await sendAll(bed, sender);
    expect(await bed.deliveries(held)).toMatchObject([{ state: 'sent' }]);
  });
});

describe('delivery D11: a noisy organization', () => {
  it('of a hundred times as much: the other’s few are among the first that go out', async () => {
    const [noisy, quiet] = [await oneMember(), await oneMember()];
    const many = (name: string, length: number) =>
      Array.from({ length }, (_, index) => ({ email: `${name}${index}@example.com` }));
    for (let count = 0; count < 2; count += 1)
      await bed.notify({
        organizationId: noisy.organizationId,
        recipients: many(`n${count}-`, 500),
      });
    await planWaiting(bed);
    const messageId = await bed.notify({
      organizationId: quiet.organizationId,
      recipients: many('q', 10),
    });
    const provider = createNotingProvider();
    await sendAll(bed, start(provider));
    const own = new Set((await bed.deliveries(messageId)).map(({ id }) => id));
    const places = provider.seen.flatMap((id, index) => (own.has(id) ? [index] : []));
    expect(places).toHaveLength(10);
    // Half of the slots are theirs from the moment that they wait: ten of them, and what was under way before.
    expect(places.at(-1)).toBeLessThan(100);
  });
});
