import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../kernel/time.ts';
import { maxAttemptsOf, waitAfter } from './retry-schedule.ts';
import { CHANNELS, type Channel } from './states.ts';

const spanOf = (channel: Channel, random: number) => {
  let span = 0;
  for (let attempt = 1; attempt < maxAttemptsOf(channel); attempt += 1)
    span += waitAfter(channel, attempt, { random }) ?? 0;
  return span;
};

describe('delivery D14, fault F7: waits between attempts', () => {
  it('span a day for mail and 27 hours for webhooks, also when chance makes each as short as it can', () => {
    expect(spanOf('email', 0)).toBeGreaterThanOrEqual(24 * HOUR_MS);
    expect(spanOf('webhook', 0.5)).toBeGreaterThanOrEqual(27 * HOUR_MS);
  });

  it('spread by a fifth to both sides', () => {
    expect(waitAfter('email', 2, { random: 0 })).toBe(48_000);
    expect(waitAfter('email', 2, { random: 0.5 })).toBe(60_000);
    expect(waitAfter('email', 2, { random: 0.999_999 })).toBe(72_000);
  });

  it.each(CHANNELS)('%s: end after the last attempt', (channel) => {
    const last = maxAttemptsOf(channel);
    expect(waitAfter(channel, last - 1, { random: 0.5 })).not.toBeNull();
    expect(waitAfter(channel, last, { random: 0.5, retryAfterMs: HOUR_MS })).toBeNull();
  });

  it('are lengthened by the receiver to six hours at most, and never shortened', () => {
    const after = (retryAfterMs: number) => waitAfter('webhook', 1, { random: 0.5, retryAfterMs });
    expect(after(1)).toBe(5_000);
    expect(after(60_000)).toBe(60_000);
    expect(after(48 * HOUR_MS)).toBe(6 * HOUR_MS);
  });
});
