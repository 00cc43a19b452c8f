import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { hashAddress } from './addresses.ts';
import { planWaiting } from './fan-out.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import type { Provider } from './provider.ts';
import type { Sender, SenderParts } from './sender.ts';
import { sendAll, sendRound, startSender } from './sending.fixture.ts';

let bed: PlannerBed;
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
