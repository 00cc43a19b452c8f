import { describe, expect, it } from 'vitest';
import type { ports } from '../delivery/index.ts';
import { withBreaker } from './breaker-provider.ts';
import { createProviderGauges } from './provider-gauges.ts';

/** A mail provider that answers what it is told. */
function createProvider(id: string, send: ports.Provider['send']): ports.Provider {
  return {
    id,
    kind: id,
    channel: 'email',
    capabilities: { dedupe: 'none', receipts: false, timeoutMs: 1_000 },
    send,
    check: async () => ({ state: 'healthy' }),
  };
}

describe('SPEC F4: provider health', () => {
  it('tells of each breaker whether it is closed, open, or tries; those without one have none', async () => {
    let answer: () => Promise<ports.SendResult> = async () => ({
      kind: 'refused',
      cause: 'transient',
      code: '421',
    });
    const guarded = withBreaker(
      createProvider('smtp', () => answer()),
      { halfOpenAfterMs: 1 },
    );
    const [gauge] = createProviderGauges([guarded, createProvider('mailbox', () => answer())]);
    const read = async () => gauge?.read();
    const level = (value: number) => [{ labels: { channel: 'email', provider: 'smtp' }, value }];
    const send = () =>
      guarded.send(
        { address: 'a@example.com', content: {} },
        { key: 'k', attempt: 1, signal: new AbortController().signal },
      );
    expect(await read()).toEqual(level(0));
    for (let call = 0; call < 10; call += 1) await send();
    expect(await read()).toEqual(level(1));
    let finish: (result: ports.SendResult) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    let trying = send();
    await expect
      .poll(async () => {
        // Refused while the breaker is open; the first call after that is the one that tries.
        if ((await read())?.[0]?.value === 1) trying = send();
        return read();
      })
      .toEqual(level(0.5));
    finish({ kind: 'accepted' });
    await trying;
    expect(await read()).toEqual(level(0));
  });
});
