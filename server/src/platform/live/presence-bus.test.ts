import { describe, expect, it } from 'vitest';
import type { LivePerson } from '@boardwire/contract/sync';
import { splitParts } from './presence-bus.ts';

const person = (key: string): LivePerson => ({ key, user: crypto.randomUUID(), state: 'active' });

describe('live L26: notes of presence', () => {
  it('live L26: parts hold everything once, and none is too big', () => {
    const boards = Array.from({ length: 30 }, (_, index) => ({
      board: crypto.randomUUID(),
      up: Array.from({ length: index }, (_each, place) => person(`${index} ${place}`)),
      gone: [`gone ${index}`],
    }));
    const parts = splitParts(boards, 1_000);
    for (const part of parts) expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(1_010);
    const merged = parts.flat();
    expect(merged.flatMap(({ up = [] }) => up)).toEqual(boards.flatMap(({ up }) => up));
    expect(merged.flatMap(({ gone = [] }) => gone)).toEqual(boards.flatMap(({ gone }) => gone));
    expect(splitParts([], 1_000)).toEqual([[]]);
  });
});
