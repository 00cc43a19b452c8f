import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { hashAddress, maskAddress, openAddress } from './addresses.ts';
import { cancelMessage } from './cancel.ts';
import { planWaiting } from './fan-out.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';

let bed: PlannerBed;
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await bed.test.query('delete from messages');
  await bed.test.query('delete from digests');
});

const LONG = 50_000;

async function statesOf(messageId: string) {
  const rows = await bed.deliveries(messageId);
  return Object.fromEntries(
    rows.map((row) => [row.channel, [row.state, row.reason ?? row.hold ?? ''].join(' ').trim()]),
  );
}

describe('delivery D18: recipients', () => {
  it('a segment is planned in parts, each person once, also when they are named twice', async () => {
    const { organizationId, userIds } = await bed.organization(25);
    const messageId = await bed.notify({
      organizationId,
      channels: ['inApp'],
      recipients: [{ userId: userIds[3] ?? '' }, { segment: 'members' }],
    });
    await planWaiting(bed, { partSize: 10 });
    const rows = await bed.deliveries(messageId);
    expect(rows.map((row) => row.recipientId)).toEqual(userIds);
    const [message] = await bed.test.query<object>(
      'select fanout_state as state, planned from messages where id = $1',
      [messageId],
    );
    expect(message).toEqual({ state: 'done', planned: 25 });
  });

  it('goes on where it was cut off, and two planners at once plan nobody twice', async () => {
    const { organizationId, userIds } = await bed.organization(60);
    const messageId = await bed.notify({
      organizationId,
      channels: ['inApp'],
      recipients: [{ segment: 'members' }],
    });
    const stop = new AbortController();
    let parts = 0;
    const counting = {
      ...bed,
      access: {
        ...bed.access,
        loadGrants: (...call: Parameters<PlannerBed['access']['loadGrants']>) => {
          parts += 1;
          if (parts === 3) throw new Error('the planner dies');
          return bed.access.loadGrants(...call);
        },
      },
    };
    await expect(planWaiting(counting, { partSize: 10 })).rejects.toThrow('dies');
    expect(await bed.deliveries(messageId)).toHaveLength(20);
    await Promise.all([
      planWaiting(bed, { partSize: 10, signal: stop.signal }),
      planWaiting(bed, { partSize: 10 }),
      planWaiting(bed, { partSize: 10 }),
    ]);
    // A planner that finds the message held leaves it to the other.
    await planWaiting(bed);
    expect((await bed.deliveries(messageId)).map((row) => row.recipientId)).toEqual(userIds);
  });

  it('topics of the organization, and no other’s', async () => {
    const ours = await bed.organization(3);
    const others = await bed.organization(2);
    for (const { organizationId, userIds } of [ours, others]) {
      const topicId = createId();
      await bed.test.query(
        `insert into notification_topics (id, organization_id, key, name) values ($1, $2, 'alarms', 'Alarms')`,
        [topicId, organizationId],
      );
      await bed.test.query(
        `insert into notification_topic_members (organization_id, topic_id, user_id) values ($1, $2, $3)`,
        [organizationId, topicId, userIds[0]],
      );
    }
    const messageId = await bed.notify({
      organizationId: ours.organizationId,
      channels: ['inApp'],
      recipients: [{ topic: 'alarms' }, { topic: 'unknown' }],
    });
    await planWaiting(bed);
    expect((await bed.deliveries(messageId)).map((row) => row.recipientId)).toEqual([
      ours.userIds[0],
    ]);
  });

  it('keeps addresses sealed, and shows them masked', async () => {
    const messageId = await bed.notify({
      recipients: [{ email: 'Ada@Example.com', locale: 'de' }, { phone: '+4915112345678' }],
    });
    await planWaiting(bed);
    const [message] = await bed.test.query<{ text: string }>(
      'select recipients::text as text from messages where id = $1',
      [messageId],
    );
    expect(message?.text).not.toMatch(/ada@|12345678/i);
    const rows = await bed.test.query<{
      channel: string;
      sealed: string;
      hash: Buffer;
      locale: string;
    }>(
      `select channel, address_sealed as sealed, address_hash as hash, locale from deliveries where message_id = $1
       order by channel`,
      [messageId],
    );
    expect(rows.map((row) => [row.channel, row.locale])).toEqual([
      ['email', 'de'],
      ['sms', 'en'],
    ]);
    expect(openAddress(bed.sealer, 'email', rows[0]?.sealed ?? '')).toBe('ada@example.com');
    expect(rows[0]?.hash).toEqual(hashAddress(bed.sealer, 'email', 'ada@example.com'));
    expect(maskAddress('email', 'ada@example.com')).toBe('a***@example.com');
    expect(maskAddress('sms', '+4915112345678')).toBe('+49***78');
  });

  it('organizations take turns: a hundred messages of one do not hold back the other’s', async () => {
    const noisy = await bed.organization(1);
    const quiet = await bed.organization(1);
    const ask = (organizationId: string) =>
      bed.notify({ organizationId, channels: ['inApp'], recipients: [{ segment: 'members' }] });
    for (let count = 0; count < 100; count += 1) await ask(noisy.organizationId);
    const last = await ask(quiet.organizationId);
    const order: string[] = [];
    const watching = {
      ...bed,
      access: {
        ...bed.access,
        loadGrants: (...call: Parameters<PlannerBed['access']['loadGrants']>) => {
          order.push(call[2]);
          return bed.access.loadGrants(...call);
        },
      },
    };
    await planWaiting(watching, { partSize: 5 });
    expect(order.indexOf(quiet.organizationId)).toBeLessThan(2);
    expect(await bed.deliveries(last)).toHaveLength(1);
  });

  it('what is urgent is planned before what waits longer', async () => {
    const { organizationId } = await bed.organization(2);
    const ask = (priority: 'bulk' | 'critical') =>
      bed.notify({
        organizationId,
        priority,
        channels: ['inApp'],
        recipients: [{ segment: 'members' }],
      });
    const slow = await ask('bulk');
    const urgent = await ask('critical');
    const stop = new AbortController();
    const once = {
      ...bed,
      access: {
        ...bed.access,
        loadGrants: (...call: Parameters<PlannerBed['access']['loadGrants']>) => {
          stop.abort();
          return bed.access.loadGrants(...call);
        },
      },
    };
    await planWaiting(once, { partSize: 2, signal: stop.signal });
    expect(await bed.deliveries(urgent)).toHaveLength(2);
    expect(await bed.deliveries(slow)).toHaveLength(0);
  });
});

describe('delivery D4: decisions', () => {
  it('a person gets what they have on; everything considered is a row with its rule', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const userId = userIds[0] ?? '';
    await bed.prefer(organizationId, userId, {
      category: 'assigned',
      channel: 'email',
      mode: 'off',
    });
    const messageId = await bed.notify({
      organizationId,
      category: 'assigned',
      recipients: [{ userId }],
    });
    await planWaiting(bed);
    expect(await statesOf(messageId)).toEqual({
      inApp: 'queued',
      email: 'suppressed preference',
      push: 'suppressed noAddress',
    });
    const rows = await bed.deliveries(messageId);
    expect(rows.find(({ channel }) => channel === 'email')?.decided).toMatchObject({
      mode: 'off',
      decidedBy: {
        kind: 'preference',
        rule: { scope: 'all', category: 'assigned', channel: 'email' },
      },
    });
    expect(rows.find(({ channel }) => channel === 'inApp')?.decided).toMatchObject({
      decidedBy: { kind: 'default' },
    });
  });

  it('who may not see the board is told nothing, and their address is not kept', async () => {
    const { organizationId, userIds } = await bed.organization(3);
    const boardId = await bed.board(organizationId, userIds.slice(0, 1));
    const stranger = createId();
    const messageId = await bed.notify({
      organizationId,
      channels: ['email'],
      subject: { boardId },
      recipients: [...userIds.slice(0, 2), stranger].map((userId) => ({ userId })),
    });
    await planWaiting(bed);
    const rows = await bed.test.query<object>(
      `select recipient_id as "userId", state, reason, address_sealed is not null as "isKept" from deliveries
       where message_id = $1`,
      [messageId],
    );
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({
      userId: userIds[0],
      state: 'queued',
      reason: null,
      isKept: true,
    });
    for (const userId of [userIds[1], stranger])
      expect(rows).toContainEqual({
        userId,
        state: 'suppressed',
        reason: 'cannotSee',
        isKept: false,
      });
  });

  it('addresses that are suppressed, here or on the instance, get nothing; account mails go past an unsubscription', async () => {
    const [ours = '', other = ''] = await bed.organizations(2);
    const suppress = (organizationId: string | null, email: string, reason: string) =>
      bed.test.query(
        `insert into suppressions (id, organization_id, channel, address_hash, address_masked, reason)
         values ($1, $2, 'email', $3, '', $4)`,
        [createId(), organizationId, hashAddress(bed.sealer, 'email', email), reason],
      );
    await suppress(ours, 'ours@example.com', 'hardBounce');
    await suppress(other, 'other@example.com', 'hardBounce');
    await suppress(null, 'all@example.com', 'unsubscribed');
    const recipients = ['ours', 'other', 'all'].map((name) => ({ email: `${name}@example.com` }));
    const news = await bed.notify({ organizationId: ours, recipients });
    const account = await bed.notify({ organizationId: ours, category: 'account', recipients });
    await planWaiting(bed);
    const outcome = async (messageId: string) =>
      (await bed.deliveries(messageId))
        .map(({ state, decided }) => decided['detail'] ?? state)
        .toSorted();
    expect(await outcome(news)).toEqual(['hardBounce', 'queued', 'unsubscribed']);
    expect(await outcome(account)).toEqual(['hardBounce', 'queued', 'queued']);
    await bed.test.query('delete from suppressions');
  });

  it('a push goes to every browser, a text message to one proved telephone, mail to a proved address', async () => {
    const { organizationId, userIds } = await bed.organization(1);
    const userId = userIds[0] ?? '';
    const device = (kind: string, isProved: boolean) =>
      bed.test.query(
        `insert into notification_devices (id, user_id, kind, name, address_sealed, address_hash, verified_at)
         values ($1::uuid, $2, $3, '', 'sealed', decode(md5($1::uuid::text), 'hex'), case when $4 then now() end)`,
        [createId(), userId, kind, isProved],
      );
    await device('webPush', false);
    await device('fcm', false);
    await device('phone', false);
    await device('phone', true);
    await bed.test.query('update users set email_verified_at = null where id = $1', [userId]);
    const ask = (category: string) =>
      bed.notify({ organizationId, category, recipients: [{ userId }] });
    const [news, account] = [await ask('custom'), await ask('account')];
    await planWaiting(bed);
    const rows = (await bed.deliveries(news)).map(
      (row) => `${row.channel} ${row.reason ?? row.state}`,
    );
    expect(rows).toEqual([
      'email noAddress',
      'inApp queued',
      'push queued',
      'push queued',
      'sms queued',
    ]);
    expect(await statesOf(account)).toEqual({ email: 'queued' });
  });

  it('delivery D15: what is scheduled is planned at once, for its time', async () => {
    const scheduledAt = new Date(Date.now() + 3_600_000);
    const messageId = await bed.notify({ scheduledAt, recipients: [{ email: 'ada@example.com' }] });
    await planWaiting(bed);
    const [row] = await bed.test.query<{ runAt: string; hold: string }>(
      'select run_at as "runAt", hold from deliveries where message_id = $1',
      [messageId],
    );
    expect(row?.hold).toBe('scheduled');
    expect(new Date(row?.runAt ?? 0).getTime()).toBe(scheduledAt.getTime());
  });
});

describe('delivery D17: cancelling amid the fan-out', () => {
  it(
    'of a hundred thousand: what is planned ends, nobody else is planned, and the counts are the rows',
    { timeout: 240_000 },
    async () => {
      const { organizationId } = await bed.organization(LONG * 2);
      const messageId = await bed.notify({
        organizationId,
        channels: ['inApp'],
        recipients: [{ segment: 'members' }],
      });
      const planning = planWaiting(bed);
      await expect
        .poll(async () => (await bed.states())['queued'] ?? 0, { timeout: 120_000, interval: 20 })
        .toBeGreaterThan(3_000);
      const answer = await cancelMessage(bed.database, messageId);
      const before = await bed.states();
      await planning;
      await planWaiting(bed);
      const states = await bed.states();
      expect(states).toEqual(before);
      if (answer.kind !== 'done') throw new Error(`it was ${answer.kind}`);
      expect(answer.counts).toEqual({
        cancelled: states['cancelled'],
        alreadySent: 0,
        inFlight: 0,
        isFanOutStopped: true,
      });
      expect(states['cancelled']).toBeLessThan(LONG * 2);
      const [message] = await bed.test.query<{ planned: number }>(
        'select planned from messages where id = $1',
        [messageId],
      );
      expect(message?.planned).toBe(states['cancelled']);
    },
  );
});
