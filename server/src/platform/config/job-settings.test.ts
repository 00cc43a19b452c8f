import { describe, expect, it } from 'vitest';
import { completeSettings } from '../queue/queue-settings.ts';
import { ConfigError, loadConfig } from './config.ts';

const load = (environment: Record<string, string>) => loadConfig({ ...environment });

describe('SPEC D5: settings of queues', () => {
  it('SPEC D5: what is given replaces the default, what is not stays', () => {
    const config = load({
      QUEUE_EMAIL: 'concurrency=3, perMinute=none',
      QUEUE_REPORT: 'firstWaitMs=500',
    });
    const settings = completeSettings({ email: config.QUEUE_EMAIL, report: config.QUEUE_REPORT });
    expect(settings.email).toEqual({
      concurrency: 3,
      rateLimit: null,
      attempts: 5,
      firstWaitMs: 2_000,
    });
    expect(settings.report).toEqual({
      concurrency: 2,
      rateLimit: { max: 10, perMs: 60_000 },
      attempts: 2,
      firstWaitMs: 500,
    });
    expect(settings.webhook).toEqual({ concurrency: 20, attempts: 5, firstWaitMs: 2_000 });
  });

  it.each([
    ['concurrency=0', 'from 1 to 200'],
    ['concurrency=many', 'from 1 to 200'],
    ['attempts=26', 'from 1 to 25'],
    ['speed=3', 'concurrency, perMinute, attempts, firstWaitMs'],
    ['concurrency=3,concurrency=4', 'only once'],
    ['concurrency', 'whole number'],
    ['attempts=none', 'whole number'],
  ])('SPEC D5: QUEUE_AI=%s is refused with the way out', (text, problem) => {
    expect(() => load({ QUEUE_AI: text })).toThrow(ConfigError);
    expect(() => load({ QUEUE_AI: text })).toThrow(problem);
    expect(() => load({ QUEUE_AI: text })).toThrow(/^QUEUE_AI: .*for example QUEUE_AI=/);
  });
});

describe('SPEC D7: settings of schedules', () => {
  it('SPEC D7: five fields, a time zone after them, or off', () => {
    expect(load({}).SCHEDULE_CLEANUP).toEqual({ cron: '0 2 * * *', timeZone: 'UTC', isOn: true });
    expect(load({ SCHEDULE_CLEANUP: '15 4 * * 1 Europe/Berlin' }).SCHEDULE_CLEANUP).toEqual({
      cron: '15 4 * * 1',
      timeZone: 'Europe/Berlin',
      isOn: true,
    });
    expect(load({ SCHEDULE_AUDIT_CLEANUP: 'off' }).SCHEDULE_AUDIT_CLEANUP).toBe('off');
  });

  it.each(['daily', '0 2 * * * Mars/Olympus', '0 25 * * *', '0 2 * * * UTC please'])(
    'SPEC D7: SCHEDULE_CLEANUP=%s is refused with the way out',
    (text) => {
      expect(() => load({ SCHEDULE_CLEANUP: text })).toThrow(/^SCHEDULE_CLEANUP: .*for example/);
    },
  );
});
