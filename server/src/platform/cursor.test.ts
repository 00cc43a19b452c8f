import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { decodeCursor, encodeCursor, toPage } from './cursor.ts';
import { Refusal } from './refusal.ts';

const place = z.tuple([z.string(), z.int()]);

/** The refusal that `work` throws. */
function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('cursor', () => {
  it('gives back the place it stands for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
        fc.integer(),
        (text, number) => {
          expect(decodeCursor(encodeCursor([text, number]), place)).toEqual([text, number]);
        },
      ),
    );
  });

  it('is null when none was given', () => {
    expect(decodeCursor(undefined, place)).toBeNull();
  });

  it.each([
    ['text of somebody', 'hello'],
    ['nothing', ''],
    ['another list', encodeCursor([1])],
    ['wrong types', encodeCursor([1, 'a'])],
    ['a number beyond integers', Buffer.from('["a",1e300]').toString('base64url')],
    ['an object', Buffer.from('{"0":"a","1":1}').toString('base64url')],
    ['text that Postgres refuses', encodeCursor(['a\0b', 1])],
    ['half a character', Buffer.from(String.raw`["\ud800",1]`).toString('base64url')],
  ])('refuses %s', (_name, cursor) => {
    const refusal = refusalOf(() => decodeCursor(cursor, place));
    expect(refusal.code).toBe('VALIDATION_ERROR');
    expect(refusal.details?.fields?.[0]?.path).toBe('cursor');
  });

  it('ends the list when nothing is left', () => {
    const rows = [1, 2, 3];
    expect(toPage(rows, 3, (row) => [row])).toEqual({ items: [1, 2, 3], nextCursor: null });
    expect(toPage(rows, 2, (row) => [row])).toEqual({
      items: [1, 2],
      nextCursor: encodeCursor([2]),
    });
    expect(toPage([], 2, (row) => [row])).toEqual({ items: [], nextCursor: null });
  });
});
