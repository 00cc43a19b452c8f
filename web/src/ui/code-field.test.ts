import { describe, expect, it } from 'vitest';
import { readCode } from './code-field.tsx';

describe('security S6: typing a one-time code', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456 ', '123456'],
    ['12-34-56', '123456'],
    ['1234567', '123456'],
    ['Your code is 123456.', '123456'],
    ['abc', ''],
  ])('%s → %s', (text, code) => {
    expect(readCode(text)).toBe(code);
  });
});
