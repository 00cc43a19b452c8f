import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number.ts';

describe('web W4, W5: a number as people write it', () => {
  it.each([
    ['1234', 1234, 1234],
    ['1,234', 1234, 1.234],
    ['1.234', 1.234, 1234],
    ['1,234.50', 1234.5, 1234.5],
    ['1.234,50', 1234.5, 1234.5],
    ['1,234,567', 1234567, 1234567],
    ['12,5', 12.5, 12.5],
    ['12.5', 12.5, 12.5],
    ['0,125', 0.125, 0.125],
    ['1 234,5', 1234.5, 1234.5],
    ['1 234 567', 1234567, 1234567],
    ['1’234.5', 1234.5, 1234.5],
    ['-.5', -0.5, -0.5],
    ['−7', -7, -7],
    ['1.5E+3', 1500, 1500],
  ])('%s: with a point before decimals %d, with a comma %d', (text, english, german) => {
    expect(readNumber(text, '.')).toBe(english);
    expect(readNumber(text, ',')).toBe(german);
  });

  it.each(['1.2.3', '1 2', '12 34', '1,23,4', '2026-03-12', '1,234.5.6', 'ten', '', '1e999', '.'])(
    '%j is none',
    (text) => expect(readNumber(text, '.')).toBeUndefined(),
  );
});
