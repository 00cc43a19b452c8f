import { AsyncLocalStorage } from 'node:async_hooks';
import type { Span } from './tracing.ts';

const storage = new AsyncLocalStorage<Span>();

/** The span that the running code belongs to, on its own and on everything it awaits; null without tracing. */
export function currentSpan(): Span | null {
  return storage.getStore() ?? null;
}

/** Runs `work` with `span` as the current one. */
export function runWithSpan<T>(span: Span, work: () => T): T {
  return storage.run(span, work);
}

/** Runs `work` outside of every span: what goes on after the cause has ended is no part of its trace. */
export function runWithoutSpan<T>(work: () => T): T {
  return storage.exit(work);
}
