import type { Captured, Captures } from './capture-provider.ts';

/** Keeps what is captured in memory. */
export function createMemoryCaptures(): Captures & { list(): Captured[] } {
  const byKey = new Map<string, Captured>();
  return {
    list: () => [...byKey.values()],
    keep: async (captured) => void byKey.set(captured.key, captured),
    has: async (key) => byKey.has(key),
  };
}
