import { describe, expect, it } from 'vitest';
import { maxAttemptsOf } from './retry-schedule.ts';
import { settle, type AttemptFacts, type SendResult } from './settle.ts';
import { canFollow } from './states.ts';

const facts = (changes: Partial<AttemptFacts> = {}): AttemptFacts => ({
  channel: 'email',
  attempt: 1,
  policy: 'atLeastOnce',
  random: 0.5,
  ...changes,
});
const refused = (cause: 'transient' | 'throttled' | 'auth' | 'permanent' | 'badAddress') =>
  ({ kind: 'refused', cause, code: '450' }) as const;
const uncertain: SendResult = { kind: 'uncertain', code: 'timeout' };

describe('delivery: what follows an attempt', () => {
  it('is the end when the provider took it', () => {
    expect(settle({ kind: 'accepted' }, facts())).toMatchObject({ state: 'sent', delayMs: null });
  });

  it.each(['transient', 'throttled', 'auth'] as const)('%s: another attempt later', (cause) => {
    expect(settle(refused(cause), facts({ attempt: 2 }))).toMatchObject({
      state: 'queued',
      hold: 'retry',
      delayMs: 60_000,
      isDeadLetter: false,
    });
  });

  it('is a dead letter when attempts are spent or the refusal is for good', () => {
    const last = facts({ attempt: maxAttemptsOf('email') });
    const dead = { state: 'failed', isDeadLetter: true, suppresses: false };
    expect(settle(refused('transient'), last)).toMatchObject(dead);
    expect(settle(refused('permanent'), facts())).toMatchObject(dead);
  });

  it('suppresses an address that does not exist, and no other', () => {
    expect(settle(refused('badAddress'), facts())).toMatchObject({
      state: 'failed',
      suppresses: true,
    });
    expect(settle(refused('permanent'), facts()).suppresses).toBe(false);
  });

  it('a browser that is gone is nothing that a person has to decide', () => {
    expect(settle(refused('badAddress'), facts({ channel: 'push' }))).toMatchObject({
      state: 'failed',
      isDeadLetter: false,
    });
    expect(settle(refused('badAddress'), facts({ channel: 'sms' })).isDeadLetter).toBe(true);
  });

  it('delivery D13: what nobody was asked for waits as long as it has to, also past the last attempt', () => {
    const untried = {
      ...refused('throttled'),
      retryAfterMs: 20 * 3_600_000,
      isUntried: true,
    } as const;
    const last = facts({ channel: 'sms', attempt: maxAttemptsOf('sms') });
    expect(settle(untried, last)).toMatchObject({
      state: 'queued',
      hold: 'throttled',
      delayMs: 20 * 3_600_000,
      isUntried: true,
    });
  });

  it('reliability R6: in doubt, follows the channel’s policy', () => {
    const after = (policy: AttemptFacts['policy']) => settle(uncertain, facts({ policy }));
    expect(after('sameKey')).toMatchObject({ state: 'queued', hold: 'retry' });
    expect(after('atLeastOnce')).toMatchObject({ state: 'queued', hold: 'retry' });
    expect(after('lookUp')).toMatchObject({ state: 'uncertain', delayMs: 120_000 });
    expect(after('atMostOnce')).toMatchObject({
      state: 'uncertain',
      delayMs: null,
      isDeadLetter: true,
    });
  });

  it('never goes where a delivery that is being sent cannot go', () => {
    const results: SendResult[] = [
      { kind: 'accepted' },
      uncertain,
      ...(['transient', 'throttled', 'auth', 'permanent', 'badAddress'] as const).map(refused),
    ];
    for (const result of results)
      for (const policy of ['sameKey', 'lookUp', 'atLeastOnce', 'atMostOnce'] as const)
        expect(canFollow('sending', settle(result, facts({ policy })).state)).toBe(true);
  });
});
