import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { createSpanBatches } from './span-batches.ts';

const span = {} as ReadableSpan;

function collect(answers: () => Promise<boolean>) {
  const sizes: number[] = [];
  const batches = createSpanBatches((spans) => {
    sizes.push(spans.length);
    return answers();
  });
  const end = (count: number) => {
    for (let index = 0; index < count; index += 1) batches.onEnd(span);
  };
  return { batches, sizes, end };
}

describe('SPEC F4: spans on their way to the collector', () => {
  it('go in batches, and once', async () => {
    const { batches, sizes, end } = collect(async () => true);
    end(1_200);
    await Promise.all([batches.forceFlush(), batches.forceFlush()]);
    await batches.shutdown();
    expect(sizes).toEqual([512, 512, 176]);
    expect(batches.dropped()).toBe(0);
  });

  it('are dropped and counted when it does not take them, and later ones are tried again', async () => {
    let isThere = false;
    const { batches, sizes, end } = collect(async () => isThere);
    end(3);
    await batches.forceFlush();
    expect(batches.dropped()).toBe(3);
    isThere = true;
    end(2);
    await batches.forceFlush();
    expect({ sizes, dropped: batches.dropped() }).toEqual({ sizes: [3, 2], dropped: 3 });
    await batches.shutdown();
  });

  it('never pile up while it is slow', async () => {
    const { batches, sizes, end } = collect(() => new Promise(() => undefined));
    end(1);
    void batches.forceFlush();
    end(5_000);
    expect(sizes).toEqual([1]);
    expect(batches.dropped()).toBe(5_000 - 2_048);
    // And a shutdown does not wait for it.
    await batches.shutdown();
  });

  it('go by themselves', async () => {
    let taken: (() => void) | undefined;
    const sent = new Promise<void>((resolve) => (taken = resolve));
    const { batches, end } = collect(async () => {
      taken?.();
      return true;
    });
    end(1);
    await sent;
    await batches.shutdown();
  });
});
