import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { sleep } from '../../kernel/time.ts';

/** Gathers ended spans and hands them over in batches; what cannot be handed over is dropped and counted. */
export interface SpanBatches extends SpanProcessor {
  dropped(): number;
}

/** OpenTelemetry's own defaults for a batch and for what may wait. */
const BATCH_SIZE = 512;
const MAX_WAITING = 2_048;
const SEND_INTERVAL_MS = 1_000;
/** A shutdown waits no longer than this for the collector (reliability R21). */
const CLOSE_LIMIT_MS = 1_500;

/** Creates the batches. `send` answers whether the collector took the spans; it does not throw. */
export function createSpanBatches(
  send: (spans: readonly ReadableSpan[]) => Promise<boolean>,
): SpanBatches {
  const waiting: ReadableSpan[] = [];
  let dropped = 0;
  let sending: Promise<void> | null = null;
  const sendAll = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_SIZE);
      if (!(await send(batch))) dropped += batch.length;
    }
  };
  const flush = () => {
    sending ??= sendAll().finally(() => (sending = null));
    return sending;
  };
  const timer = setInterval(() => void flush(), SEND_INTERVAL_MS);
  timer.unref();
  return {
    onStart: () => undefined,
    onEnd(span) {
      // More than this means that the collector is away or slower than we are: memory stays bounded.
      if (waiting.length >= MAX_WAITING) dropped += 1;
      else waiting.push(span);
    },
    forceFlush: flush,
    async shutdown() {
      clearInterval(timer);
      await Promise.race([flush(), sleep(CLOSE_LIMIT_MS)]);
    },
    dropped: () => dropped,
  };
}
