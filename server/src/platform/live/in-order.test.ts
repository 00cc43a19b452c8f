import { describe, expect, it } from 'vitest';
import { createInOrder } from './in-order.ts';

describe('lines of prepared calls', () => {
  it('live L15: begin in the order of the calls, whatever is ready first', async () => {
    const inOrder = createInOrder();
    const begun: number[] = [];
    const ready: (() => void)[] = [];
    const calls = [0, 1, 2].map((number) => {
      const prepared = new Promise<void>((resolve) => (ready[number] = resolve));
      return inOrder('client', prepared, async () => void begun.push(number));
    });
    ready[2]?.();
    ready[1]?.();
    await inOrder('another', Promise.resolve(), async () => void begun.push(9));
    expect(begun).toEqual([9]);
    ready[0]?.();
    await Promise.all(calls);
    expect(begun).toEqual([9, 0, 1, 2]);
  });

  it('go on beside each other, and behind one that failed', async () => {
    const inOrder = createInOrder();
    const first = inOrder(
      'client',
      new Promise<void>((resolve) => setTimeout(resolve, 20)),
      async () => undefined,
    );
    const failed = inOrder('client', Promise.reject(new Error('no')), async () => 0);
    let end: () => void = () => undefined;
    const long = inOrder(
      'client',
      Promise.resolve(),
      () => new Promise<number>((resolve) => (end = () => resolve(1))),
    );
    await first;
    await expect(failed).rejects.toThrow('no');
    expect(await inOrder('client', Promise.resolve(), async () => 2)).toBe(2);
    end();
    expect(await long).toBe(1);
  });
});
