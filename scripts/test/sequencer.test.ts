import { describe, expect, it } from 'vitest';
import { orderFiles } from './sequencer.ts';

describe('order of test files', () => {
  it('begins with long ones, by turns those that wait and those that compute, and loses none', () => {
    const files = [
      { path: 'web/src/lib/large.test.ts', size: 900 },
      { path: 'test/flows/small.test.ts', size: 10 },
      { path: 'test/flows/large.test.ts', size: 500 },
      { path: 'server/src/platform/queue/queue.test.ts', size: 20 },
      { path: 'test/chaos/kill.test.ts', size: 30 },
      { path: 'sdk/src/small.test.ts', size: 1 },
      { path: 'test/flows/middle.test.ts', size: 50 },
    ];
    expect(orderFiles(files).map(({ path }) => path)).toEqual([
      'test/chaos/kill.test.ts',
      'test/flows/large.test.ts',
      'server/src/platform/queue/queue.test.ts',
      'test/flows/middle.test.ts',
      'test/flows/small.test.ts',
      'web/src/lib/large.test.ts',
      'sdk/src/small.test.ts',
    ]);
  });
});
