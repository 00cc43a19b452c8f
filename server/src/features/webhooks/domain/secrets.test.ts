import { describe, expect, it } from 'vitest';
import { previousUntil, replaceSecret, signingSecrets, type KeptSecret } from './secrets.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const overlapMs = 24 * 3_600_000;
const one: KeptSecret[] = [{ secret: 'a', until: null }];

describe('SPEC E3: secrets of an endpoint', () => {
  it('the older one signs until it runs out, and not at that moment', () => {
    const kept = replaceSecret(one, 'b', { now, overlapMs });
    expect(signingSecrets(kept, now)).toEqual(['b', 'a']);
    expect(signingSecrets(kept, hours(23))).toEqual(['b', 'a']);
    expect(signingSecrets(kept, hours(24))).toEqual(['b']);
    expect(previousUntil(kept, now)).toBe(hours(24).toISOString());
    expect(previousUntil(kept, hours(24))).toBeNull();
  });

  it('a second replacement gives the oldest no more time than it had', () => {
    const twice = replaceSecret(replaceSecret(one, 'b', { now, overlapMs }), 'c', {
      now: hours(12),
      overlapMs,
    });
    expect(signingSecrets(twice, hours(23))).toEqual(['c', 'b', 'a']);
    expect(signingSecrets(twice, hours(25))).toEqual(['c', 'b']);
    expect(signingSecrets(twice, hours(36))).toEqual(['c']);
  });

  it('at most three sign, and none without an overlap', () => {
    const many = ['b', 'c', 'd', 'e'].reduce(
      (kept, secret) => replaceSecret(kept, secret, { now, overlapMs }),
      one,
    );
    expect(signingSecrets(many, now)).toEqual(['e', 'd', 'c']);
    expect(replaceSecret(many, 'f', { now, overlapMs: 0 })).toEqual([{ secret: 'f', until: null }]);
  });
});
