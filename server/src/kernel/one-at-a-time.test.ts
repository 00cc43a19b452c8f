import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

/** Work that ends when it is told to. */
function createWork() {
  const ends: ((error?: Error) => void)[] = [];
  const failures: unknown[] = [];
  const run = oneAtATime(
    () =>
      new Promise<void>((resolve, reject) =>
        ends.push((error) => (error === undefined ? resolve() : reject(error))),
      ),
    (error) => failures.push(error),
  );
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return { run, ends, failures, rest };
}

describe('live L33: work that is done one at a time', () => {
  it('live L33: calls during a run make one more run after it, and only one', async () => {
    const { run, ends, rest } = createWork();
    for (let call = 0; call < 4; call += 1) run();
    await rest();
    expect(ends).toHaveLength(1);
    ends[0]?.();
    await rest();
    expect(ends).toHaveLength(2);
    ends[1]?.();
    await rest();
    expect(ends).toHaveLength(2);
    run();
    expect(ends).toHaveLength(3);
  });

  it('live L33: a run that fails is told of, and the next call runs', async () => {
    const { run, ends, failures, rest } = createWork();
    run();
    ends[0]?.(new Error('away'));
    await rest();
    expect(failures).toEqual([new Error('away')]);
    run();
    expect(ends).toHaveLength(2);
  });
});
