import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../platform/refusal.ts';
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
          if (parts === 3) throw new Refusal('SERVICE_UNAVAILABLE', 'the database goes away');
          return bed.access.loadGrants(...call);
        },
      },
    };
    await expect(planWaiting(counting, { partSize: 10 })).rejects.toThrow('goes away');
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
