import { describe, expect, it } from 'vitest';
import { afterReceipt } from './receipt.ts';
import { DELIVERY_STATES } from './states.ts';

describe('delivery, receipts: a delivery only moves forward', () => {
  it.each([
    ['sending', 1, 'sent', 'sent'],
    ['uncertain', 1, 'sent', 'sent'],
    ['uncertain', 1, 'delivered', 'delivered'],
    ['uncertain', 1, 'failed', 'failed'],
    ['sent', 1, 'delivered', 'delivered'],
    ['sent', 1, 'failed', 'failed'],
    ['delivered', 1, 'failed', 'failed'],
    // It was taken, though we thought that it was not.
    ['queued', 1, 'delivered', 'delivered'],
    // Nothing was ever sent: somebody made this up, or mixed it up.
    ['queued', 0, 'delivered', null],
    ['sent', 1, 'sent', null],
    ['delivered', 1, 'sent', null],
    ['delivered', 1, 'delivered', null],
  ] as const)('%s after %i attempts, told %s: %s', (state, attempt, told, expected) => {
    expect(afterReceipt({ state, attempt }, told)).toBe(expected);
  });

  it('what has ended otherwise stays', () => {
    for (const state of DELIVERY_STATES.filter((each) =>
      ['failed', 'cancelled', 'suppressed', 'expired'].includes(each),
    ))
      for (const told of ['sent', 'delivered', 'failed'] as const)
        expect(afterReceipt({ state, attempt: 1 }, told)).toBeNull();
  });
});
