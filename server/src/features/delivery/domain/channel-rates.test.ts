import { describe, expect, it } from 'vitest';
import { needsOf } from './channel-rates.ts';
import { INSTANCE_KEY } from './states.ts';

const rate = { count: 10, perMs: 1_000, burst: 1 };
const rates = { provider: rate, organization: rate, recipient: rate };
const mail = { channel: 'email', lane: 'normal', fairKey: 'o', addressHash: 'a' } as const;
const scopesOf = (delivery: Parameters<typeof needsOf>[1]) =>
  needsOf(rates, delivery, rate).map(({ scope }) => scope);

describe('delivery D10, D13: which tokens a delivery needs', () => {
  it('one of the provider, of its organization and of its recipient', () => {
    expect(scopesOf(mail)).toEqual(['email all', 'email organization o', 'email recipient a']);
  });

  it('what is critical waits for nobody but its own recipient, and its organization may say so only so often', () => {
    expect(scopesOf({ ...mail, lane: 'critical' })).toEqual([
      'critical organization o',
      'email critical recipient a',
    ]);
  });

  it('nor does what concerns an account', () => {
    const own = ['email critical recipient a'];
    expect(scopesOf({ ...mail, fairKey: INSTANCE_KEY })).toEqual(own);
    expect(scopesOf({ ...mail, fairKey: INSTANCE_KEY, lane: 'critical' })).toEqual(own);
  });
});
