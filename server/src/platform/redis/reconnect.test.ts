import { expect, it } from 'vitest';
import { createReconnect, retryDelayMs } from './reconnect.ts';

const REFUSED = new Error("READONLY You can't write against a read only replica.");

it('SPEC C6: a connection that finds the same replica again and again waits longer each time, up to a second', () => {
  const { options, refusal } = createReconnect();
  const delays = [1, 2, 3, 4, 5, 6].map(() => {
    // Several commands of one connection are refused: it ends once.
    for (const _command of [1, 2, 3]) expect(options.reconnectOnError(REFUSED)).toBe(true);
    return options.retryStrategy(1);
  });
  expect(delays).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  expect(refusal()).toBe(REFUSED);
  expect(options.retryStrategy(1)).toBe(100);
});

it('SPEC C6: a script that a replica refused counts as well, other errors do not', () => {
  const { options, refusal, noteAccepted } = createReconnect();
  for (const message of ['ERR no such key', 'OOM command not allowed', 'NOSCRIPT READONLY'])
    expect(options.reconnectOnError(new Error(message))).toBe(false);
  expect(refusal()).toBeNull();
  const inScript = new Error('ERR Error running script: @user_script:57: -READONLY You');
  expect(options.reconnectOnError(inScript)).toBe(true);
  expect(refusal()).toBe(inScript);
  noteAccepted();
  expect(refusal()).toBeNull();
});

it('fault F5: however long Redis is away, it is tried each second', () => {
  expect([1, 5, 50, 5_000].map(retryDelayMs)).toEqual([100, 1_000, 1_000, 1_000]);
});
