import { describe, expect, it } from 'vitest';
import { decide } from './deliver.ts';

describe('mail delivery', () => {
  it('reliability R6: an uncertain attempt is repeated, a refused one is not', () => {
    expect(decide({ status: 'uncertain', reason: 'cut off' }, 1)).toMatchObject({
      state: 'queued',
      error: 'cut off',
    });
    expect(decide({ status: 'refused', reason: 'no such box' }, 1)).toMatchObject({
      state: 'failed',
      error: 'no such box',
    });
    expect(decide({ status: 'sent' }, 1)).toMatchObject({ state: 'sent', error: null });
  });

  it('fault F7: tries span more than a day before a mail is given up', () => {
    let waitedS = 0;
    let attempts = 1;
    for (
      let plan = decide({ status: 'later', reason: 'down' }, attempts);
      plan.state === 'queued';
      plan = decide({ status: 'later', reason: 'down' }, attempts)
    ) {
      waitedS += plan.delayS;
      attempts += 1;
    }
    expect(waitedS).toBeGreaterThan(24 * 3_600);
    expect(attempts).toBeLessThan(30);
  });

  it('web W19: a mail with one try ends with it', () => {
    expect(decide({ status: 'later', reason: 'down' }, 1, 1)).toMatchObject({
      state: 'failed',
      error: 'down',
    });
  });
});
