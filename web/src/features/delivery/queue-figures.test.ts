import { describe, expect, it } from 'vitest';
import { groupFigures, isLate, pausedSince, splitAge, type Stats } from './queue-figures.ts';

const load = { waiting: 1, active: 2, delayed: 3, completed: 4, failed: 5 };
const stats: Stats = {
  waiting: 2,
  active: 4,
  completed: 8,
  failed: 10,
  delayed: 6,
  paused: 0,
  deadLetters: 0,
  overdueS: 0,
  queues: [
    { channel: 'email', lane: 'bulk', ...load },
    { channel: 'email', lane: 'critical', ...load },
    { channel: 'sms', lane: 'normal', waiting: 0, active: 0, delayed: 0, completed: 0, failed: 0 },
  ],
  rates: [{ channel: 'email', perMinute: 1.4, latencyMs: { median: 12, p95: 80 } }],
  pauses: [{ channel: 'sms', pausedAt: '2026-03-12T10:00:00Z' }],
};

describe('SPEC D8: figures of the queue console', () => {
  it('adds up the lanes of a channel, the most urgent first, and shows channels that rest', () => {
    const figures = groupFigures(stats);
    expect(figures.map(({ channel }) => channel)).toEqual([
      'inApp',
      'email',
      'sms',
      'push',
      'webhook',
    ]);
    const email = figures[1];
    expect(email).toMatchObject({
      waiting: 2,
      active: 4,
      delayed: 6,
      completed: 8,
      failed: 10,
      perMinute: 1.4,
      latencyMs: { median: 12, p95: 80 },
      pausedAt: null,
    });
    expect(email?.lanes.map(({ lane }) => lane)).toEqual(['critical', 'bulk']);
    expect(figures[0]).toMatchObject({ waiting: 0, perMinute: 0, latencyMs: null, lanes: [] });
    expect(figures[2]).toMatchObject({ channel: 'sms', lanes: [] });
  });

  it('a channel is paused by itself or with all', () => {
    expect(groupFigures(stats)[2]?.pausedAt).toBe('2026-03-12T10:00:00Z');
    expect(pausedSince(stats)).toBeNull();
    const all = { ...stats, pauses: [{ channel: null, pausedAt: '2026-03-12T11:00:00Z' }] };
    expect(pausedSince(all)).toBe('2026-03-12T11:00:00Z');
    expect(groupFigures(all).every(({ pausedAt }) => pausedAt !== null)).toBe(true);
  });

  it('ages are told in the unit that reads best', () => {
    expect(splitAge(0.4)).toEqual({ unit: 'seconds', count: 0 });
    expect(splitAge(119)).toEqual({ unit: 'seconds', count: 119 });
    expect(splitAge(120)).toEqual({ unit: 'minutes', count: 2 });
    expect(splitAge(7_200)).toEqual({ unit: 'hours', count: 2 });
  });

  it('delivery D20: is late once something is due for longer than workers take, unless all is paused', () => {
    expect(isLate({ ...stats, overdueS: 10 })).toBe(false);
    expect(isLate({ ...stats, overdueS: 11 })).toBe(true);
    const pauses = [{ channel: null, pausedAt: '2026-03-12T10:00:00Z' }];
    expect(isLate({ ...stats, overdueS: 11, pauses })).toBe(false);
  });
});
