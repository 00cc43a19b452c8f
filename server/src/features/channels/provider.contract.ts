import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createId } from '../../kernel/ids.ts';
import { attemptMsOf } from '../delivery/domain/lease.ts';
import type { ports } from '../delivery/index.ts';

/** What can go wrong at the other end, in words that every protocol has. */
export type Trouble = 'away' | 'hang' | 'garbage' | 'cut' | 'serverError' | 'tooMany' | 'refusal';

/** A provider with a real other end. */
export interface ProviderBed {
  provider: ports.Provider;
  message: ports.Rendered;
  /** Keys of what the other end has taken or at least seen, in the order of arrival. */
  arrived(): string[] | Promise<string[]>;
  /** From now on. */
  trouble(kind: Trouble): Promise<void> | void;
  close(): Promise<void>;
}

/** What a trouble comes to: the kind of result, and the cause of a refusal. */
export type Expected = Partial<Record<Trouble, string>>;

/** Longest that a suite waits for a provider's own time-out. */
const GIVE_UP_MS = 10_000;
const ANSWER_MAX_BYTES = 2_000;

function describeResult(result: ports.SendResult): string {
  return result.kind === 'refused' ? `refused ${result.cause}` : result.kind;
}

/** What every provider does; troubles that its protocol has not are left out of `expected`. */
export function describeProvider(
  name: string,
  openBed: () => Promise<ProviderBed>,
  expected: Expected,
): void {
  describe(`provider: ${name}`, () => {
    let bed: ProviderBed;
    beforeEach(async () => {
      bed = await openBed();
    });
    afterEach(() => bed.close());

    const send = (key: string, attempt = 1, signal = AbortSignal.timeout(GIVE_UP_MS)) =>
      bed.provider.send(bed.message, { key, attempt, signal });

    it('hands a message over, under its key', async () => {
      const key = createId();
      expect(describeResult(await send(key))).toBe('accepted');
      expect(await bed.arrived()).toEqual([key]);
    });

    it('reliability R6: a second attempt carries the same key', async () => {
      const key = createId();
      await send(key, 1);
      await send(key, 2);
      expect(new Set(await bed.arrived())).toEqual(new Set([key]));
    });

    it('keeps messages that are sent at once apart', async () => {
      const keys = Array.from({ length: 8 }, createId);
      const results = await Promise.all(keys.map((key) => send(key)));
      expect(results.map(describeResult)).toEqual(keys.map(() => 'accepted'));
      expect((await bed.arrived()).toSorted()).toEqual(keys.toSorted());
    });

    it('delivery D6: sends nothing once its worker was outdone', async () => {
      const result = await send(createId(), 1, AbortSignal.abort());
      expect(describeResult(result)).toBe('refused transient');
      expect(await bed.arrived()).toEqual([]);
    });

    it('says that it could send', async () =>
      expect(await bed.provider.check()).toEqual({ state: 'healthy' }));

    it.each(Object.entries(expected))('%s at the other end: %s', async (kind, outcome) => {
      await bed.trouble(kind as Trouble);
      const result = await send(createId());
      expect(describeResult(result)).toBe(outcome);
      if (result.kind !== 'accepted') expect(result.code).toMatch(/^[a-z][a-z0-9_]{1,40}$/);
      expect(Buffer.byteLength(result.answer ?? '')).toBeLessThanOrEqual(ANSWER_MAX_BYTES);
    });

    it('delivery D7: gives up before its claim can be over', () => {
      const { channel, capabilities } = bed.provider;
      expect(capabilities.timeoutMs).toBeGreaterThan(0);
      expect(capabilities.timeoutMs).toBeLessThanOrEqual(attemptMsOf(channel));
    });
  });
}
