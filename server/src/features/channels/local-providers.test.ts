import { describe, expect, it } from 'vitest';
import { createMailboxTransport } from '../../platform/mail/mailbox-transport.ts';
import { withBreaker } from './breaker-provider.ts';
import { createCaptureProvider } from './capture-provider.ts';
import { createMemoryCaptures } from './captures.fixture.ts';
import { createFaultProvider } from './fault-provider.ts';
import { createMailProvider } from './mail-provider.ts';
import { describeProvider, type ProviderBed } from './provider.contract.ts';

const message = { address: 'ada@example.test', content: { subject: 'Hello', html: '', text: '' } };

function capture() {
  const captures = createMemoryCaptures();
  return { captures, provider: createCaptureProvider({ channel: 'email', captures }) };
}

async function openCapture(): Promise<ProviderBed> {
  const { provider, captures } = capture();
  return {
    provider,
    message,
    arrived: () => captures.list().map(({ key }) => key),
    trouble: () => undefined,
    close: async () => undefined,
  };
}

describeProvider('capture', openCapture, {});

describeProvider(
  'fault, without one',
  async () => {
    const bed = await openCapture();
    return { ...bed, provider: createFaultProvider(bed.provider, () => ({ kind: 'none' })) };
  },
  {},
);

describeProvider(
  'mailbox',
  async () => {
    const kept = new Set<string>();
    let isAway = false;
    const transport = createMailboxTransport(async ({ id }) => {
      if (isAway) throw new Error('the database is away');
      kept.add(id);
    });
    return {
      provider: createMailProvider({ id: 'mailbox', transport, from: 'b@example.test' }),
      message,
      arrived: () => [...kept],
      trouble: () => void (isAway = true),
      close: () => transport.close(),
    };
  },
  { away: 'refused transient' },
);

describe('faults that were asked for', () => {
  const call = { key: 'a', attempt: 1, signal: AbortSignal.timeout(300) };

  it('lost: it arrives, and nobody knows', async () => {
    const { provider: inner, captures } = capture();
    const provider = createFaultProvider(inner, () => ({ kind: 'lost' }));
    expect((await provider.send(message, call)).kind).toBe('uncertain');
    expect(captures.list()).toHaveLength(1);
  });

  it('hang: ends with its signal, and nothing arrived', async () => {
    const { provider: inner, captures } = capture();
    const provider = createFaultProvider(inner, () => ({ kind: 'hang' }));
    expect((await provider.send(message, call)).kind).toBe('uncertain');
    expect(captures.list()).toEqual([]);
  });

  it('refuse and throw', async () => {
    const { provider: inner, captures } = capture();
    const refusing = createFaultProvider(inner, () => ({ kind: 'refuse', cause: 'throttled' }));
    expect(await refusing.send(message, call)).toMatchObject({ cause: 'throttled' });
    const throwing = createFaultProvider(inner, () => ({ kind: 'throw' }));
    await expect(throwing.send(message, call)).rejects.toThrow();
    expect(captures.list()).toEqual([]);
  });
});

describe('delivery D21: a provider that fails most of the time', () => {
  const send = (provider: ReturnType<typeof withBreaker>, key: string) =>
    provider.send(message, { key, attempt: 1, signal: AbortSignal.timeout(1_000) });

  it('is left alone, so that the next one gets its messages, and tried again later', async () => {
    const { provider: inner } = capture();
    let isBroken = true;
    const faulty = createFaultProvider(inner, () =>
      isBroken ? { kind: 'refuse', cause: 'transient' } : { kind: 'none' },
    );
    const provider = withBreaker(faulty, { halfOpenAfterMs: 200 });
    const codes = [];
    for (let index = 0; index < 10; index += 1) {
      const result = await send(provider, `${index}`);
      codes.push(result.kind === 'refused' ? result.code : result.kind);
    }
    expect(codes.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => 'fault'));
    expect(codes.at(-1)).toBe('breaker_open');
    isBroken = false;
    await expect.poll(async () => (await send(provider, 'later')).kind).toBe('accepted');
  });

  it('is not left alone for what is wrong with messages', async () => {
    const { provider: inner } = capture();
    const provider = withBreaker(
      createFaultProvider(inner, () => ({ kind: 'refuse', cause: 'badAddress' })),
    );
    for (let index = 0; index < 20; index += 1)
      expect(await send(provider, `${index}`)).toMatchObject({ code: 'fault' });
  });
});
