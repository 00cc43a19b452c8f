import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../../platform/config/config.ts';
import { planWaiting } from './fan-out.ts';
import { readLimits } from './limits.ts';
import { createNotingProvider } from './ledger.fixture.ts';
import { openPlanner, type PlannerBed } from './planner.fixture.ts';
import { startSender } from './sending.fixture.ts';

const MINUTE = 60_000;
const perMinute = (count: number, burst: number) => ({ count, perMs: MINUTE, burst });

describe('SPEC D5, delivery D10, D13: how much is sent is a setting', () => {
  it('without any variable it is what SPEC D5 says', () => {
    expect(readLimits(loadConfig({}))).toEqual({
      slots: { email: 10, webhook: 20, sms: 10, push: 10 },
      rates: {
        inApp: {},
        email: { provider: perMinute(100, 10), recipient: perMinute(20, 10) },
        sms: {
          provider: perMinute(60, 6),
          organization: perMinute(60, 6),
          recipient: perMinute(5, 3),
        },
        push: { recipient: perMinute(30, 15) },
        webhook: {},
      },
      critical: perMinute(60, 30),
    });
  });

  it.each([
    ['SEND_EMAIL_PER_MINUTE', 'email', 'provider'],
    ['SEND_EMAIL_PER_ORGANIZATION_PER_MINUTE', 'email', 'organization'],
    ['SEND_EMAIL_PER_ADDRESS_PER_MINUTE', 'email', 'recipient'],
    ['SEND_SMS_PER_MINUTE', 'sms', 'provider'],
    ['SEND_SMS_PER_ORGANIZATION_PER_MINUTE', 'sms', 'organization'],
    ['SEND_SMS_PER_NUMBER_PER_MINUTE', 'sms', 'recipient'],
    ['SEND_PUSH_PER_MINUTE', 'push', 'provider'],
    ['SEND_PUSH_PER_ORGANIZATION_PER_MINUTE', 'push', 'organization'],
    ['SEND_PUSH_PER_DEVICE_PER_MINUTE', 'push', 'recipient'],
    ['SEND_WEBHOOK_PER_MINUTE', 'webhook', 'provider'],
    ['SEND_WEBHOOK_PER_ORGANIZATION_PER_MINUTE', 'webhook', 'organization'],
  ] as const)('%s is the rate of %s by %s, and `unlimited` is none', (name, channel, kind) => {
    const ratesWith = (value: string) =>
      readLimits(loadConfig({ [name]: value })).rates[channel][kind];
    expect(ratesWith('7')).toEqual(perMinute(7, kind === 'recipient' ? 4 : 1));
    expect(ratesWith('unlimited')).toBeUndefined();
  });

  it.each([
    ['SEND_EMAIL_SLOTS', 'email'],
    ['SEND_SMS_SLOTS', 'sms'],
    ['SEND_PUSH_SLOTS', 'push'],
    ['SEND_WEBHOOK_SLOTS', 'webhook'],
  ] as const)('%s is the slots of %s', (name, channel) => {
    expect(readLimits(loadConfig({ [name]: '3' })).slots[channel]).toBe(3);
  });

  it.each([
    ['SEND_EMAIL_SLOTS', '0'],
    ['SEND_WEBHOOK_SLOTS', '501'],
    ['SEND_EMAIL_PER_MINUTE', '0'],
    ['SEND_SMS_PER_NUMBER_PER_MINUTE', '1.5'],
    ['SEND_CRITICAL_PER_ORGANIZATION_PER_MINUTE', 'none'],
    ['DELIVERY_RETENTION_DAYS', '6'],
    ['INBOX_RETENTION_DAYS', '40000'],
  ])('%s=%s stops the start, and names the variable and a value that is taken', (name, value) => {
    const load = () => loadConfig({ [name]: value });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(new RegExp(`^${name}: .* for example ${name}=\\d+$`));
  });
});

describe('SPEC D5, delivery D10: slots', () => {
  let bed: PlannerBed;
  beforeAll(async () => {
    bed = await openPlanner();
    return () => bed.close();
  });
  afterEach(() => bed.test.query('delete from messages'));

  it('as many calls at once as the setting says, a fifth of them for what is critical', async () => {
    const free: (() => void)[] = [];
    const provider = createNotingProvider(
      () => new Promise((resolve) => free.push(() => resolve({ kind: 'accepted' }))),
    );
    const limits = readLimits(
      loadConfig({ SEND_EMAIL_SLOTS: '5', SEND_EMAIL_PER_MINUTE: 'unlimited' }),
    );
    const sender = startSender(bed, provider, { limits });
    const { organizationId } = await bed.organization(1);
    const ask = async (priority: 'normal' | 'critical') => {
      const recipients = Array.from({ length: 8 }, (_, index) => ({
        email: `${priority}${index}@example.com`,
      }));
      await bed.notify({ organizationId, recipients, priority });
      await planWaiting(bed);
      await sender.wake();
    };
    await ask('normal');
    expect(provider.seen).toHaveLength(4);
    await ask('critical');
    expect(provider.seen).toHaveLength(5);
    const drained = sender.drain();
    for (const go of free) go();
    await drained;
  });
});
