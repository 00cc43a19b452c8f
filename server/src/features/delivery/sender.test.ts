import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import type { Sender } from './sender.ts';
import { startSender } from './sending.fixture.ts';

let bed: PlannerBed;
const open: Sender[] = [];
beforeAll(async () => {
  bed = await openPlanner();
  return () => bed.close();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((sender) => sender.drain()));
  await bed.test.query('delete from messages');
});

const LIMIT = { timeout: 20_000, interval: 10 };

describe('delivery D1: the doorbell', () => {
  it('a channel whose provider does not answer holds up neither planning, nor other channels, nor the inbox', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const mail = createNotingProvider(async () => {
      await held;
      return { kind: 'accepted' };
    });
    const sms = { ...createNotingProvider(), id: 'sms' };
    let looks = 0;
    const sender = startSender(bed, mail, {
      providersOf: ({ channel }) => (channel === 'sms' ? [sms] : [mail]),
      deliverInbox: async () => {
        looks += 1;
      },
    });
    open.push(sender);
    const recipients = Array.from({ length: 30 }, (_, index) => ({
      email: `a${index}@example.com`,
    }));
    await bed.notify({ organizationId, recipients });
    await sender.ring();
    await expect.poll(() => mail.seen.length, LIMIT).toBeGreaterThan(0);
    const before = looks;
    await bed.notify({ organizationId, recipients: [{ phone: '+4915112345678' }] });
    await sender.ring();
    await expect.poll(() => sms.seen.length, LIMIT).toBe(1);
    expect(looks).toBeGreaterThan(before);
    expect(mail.seen.length).toBeLessThan(30);
    release();
    await expect.poll(() => mail.seen.length, LIMIT).toBe(30);
  });

  it('what is planned first goes out while the rest is still being planned', async () => {
    const { organizationId, userIds } = await bed.organization(2_500);
    const mail = createNotingProvider();
    let parts = 0;
    let sentAtThird = 0;
    const sender = startSender(
      {
        ...bed,
        access: {
          ...bed.access,
          async loadGrants(...call) {
            // The third part waits for what the first two brought; the gate asks for fewer people than a part has.
            if (call[1].length > 100) parts += 1;
            if (call[1].length > 100 && parts === 3)
              await expect.poll(() => (sentAtThird = mail.seen.length), LIMIT).toBeGreaterThan(0);
            return bed.access.loadGrants(...call);
          },
        },
      },
      mail,
    );
    open.push(sender);
    await bed.notify({
      organizationId,
      channels: ['email'],
      recipients: userIds.map((userId) => ({ userId })),
    });
    await sender.ring();
    expect(sentAtThird).toBeGreaterThan(0);
  });

  it('hears the bell once it is started, and nothing after it was drained', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    let ring: () => void = () => undefined;
    const mail = createNotingProvider();
    const sender = startSender(bed, mail, {
      listener: { on: (_channel, onWake) => (ring = () => onWake(undefined)) },
    });
    sender.start();
    await bed.notify({ organizationId, recipients: [{ email: 'a@example.com' }] });
    ring();
    await expect.poll(() => mail.seen.length, LIMIT).toBe(1);
    await sender.drain();
    await bed.notify({ organizationId, recipients: [{ email: 'b@example.com' }] });
    await sender.wake();
    expect(mail.seen).toHaveLength(1);
  });
});

describe('delivery D13: waiting for one’s turn is no attempt', () => {
  it('what nobody was asked for goes out, however often it was put off', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    const putOffs = 10;
    const mail = createNotingProvider((_key, call) =>
      call <= putOffs
        ? { kind: 'refused', cause: 'throttled', code: 'cap', retryAfterMs: 1, isUntried: true }
        : { kind: 'accepted' },
    );
    const sender = startSender(bed, mail);
    open.push(sender);
    await bed.notify({ organizationId, recipients: [{ email: 'a@example.com' }] });
    await expect
      .poll(async () => {
        await sender.wake();
        return bed.states();
      }, LIMIT)
      .toEqual({ sent: 1 });
    expect(mail.seen).toHaveLength(putOffs + 1);
  });
});

describe('delivery, policies: at most once by setting', () => {
  it('what is in doubt on such a channel is not sent again, and a person decides', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    const doubt = () => createNotingProvider(() => ({ kind: 'uncertain', code: 'timeout' }));
    const [mail, sms] = [doubt(), { ...doubt(), id: 'sms' }];
    const sender = startSender(bed, mail, {
      atMostOnce: ['sms', 'email'],
      providersOf: ({ channel }) => [channel === 'sms' ? sms : mail],
    });
    open.push(sender);
    const recipients = [{ email: 'a@example.com' }, { phone: '+4915112345678' }];
    await bed.notify({ organizationId, recipients });
    await sender.wake();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ uncertain: 2 });
    await bed.test.query('update deliveries set run_at = now()');
    await sender.wake();
    expect([mail.seen.length, sms.seen.length]).toEqual([1, 1]);
    const letters = await bed.test.query('select 1 from dead_letters where ended_at is null');
    expect(letters).toHaveLength(2);
  });

  it('on others it is', async () => {
    const [organizationId = ''] = await bed.organizations(1);
    const mail = createNotingProvider((_key, call) =>
      call === 1 ? { kind: 'uncertain', code: 'timeout' } : { kind: 'accepted' },
    );
    const sender = startSender(bed, mail, { atMostOnce: ['sms'] });
    open.push(sender);
    await bed.notify({ organizationId, recipients: [{ email: 'a@example.com' }] });
    await sender.wake();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ queued: 1 });
    await bed.test.query('update deliveries set run_at = now()');
    await sender.wake();
    await expect.poll(() => bed.states(), LIMIT).toEqual({ sent: 1 });
    expect(new Set(mail.seen).size).toBe(1);
  });
});
