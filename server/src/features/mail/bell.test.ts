import { describe, expect, it } from 'vitest';
import { createLog } from '../../platform/log.ts';
import { createMailFeature } from './index.ts';

type Parts = Parameters<typeof createMailFeature>[0];

describe('mail: the bell', () => {
  it('fault F5: a queue that does not answer holds no reader of events, and gets one ring at a time', async () => {
    let rings = 0;
    let answer: (() => void) | undefined;
    const ring = () => {
      rings += 1;
      return new Promise<void>((resolve) => (answer = resolve));
    };
    const { reactions = [] } = createMailFeature({ ring, log: createLog('silent') } as Parts);
    const [reaction] = reactions;
    for (let event = 0; event < 100; event += 1)
      await reaction?.handle(undefined as never, undefined as never);
    expect(rings).toBe(1);
    answer?.();
    // What came meanwhile may not have been seen by the first.
    await expect.poll(() => rings).toBe(2);
  });
});
