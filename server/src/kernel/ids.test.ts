import { describe, expect, it } from 'vitest';
import { createId } from './ids.ts';

describe('RFC 9562: identifiers of version 7', () => {
  it('never repeat, sort by age, and say when they were made', () => {
    const beforeMs = Date.now();
    const ids = Array.from({ length: 20_000 }, createId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(ids.toSorted());
    for (const id of ids)
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(new Set(ids.map((id) => id.slice(-12))).size).toBe(ids.length);
    const atMs = Number.parseInt((ids[0] ?? '').replace('-', '').slice(0, 12), 16);
    expect(atMs).toBeGreaterThanOrEqual(beforeMs);
    expect(atMs).toBeLessThanOrEqual(Date.now());
  });
});
