import { describe, expect, it } from 'vitest';
import { matchesTag } from '../platform/encoded-answer.ts';
import { takesGzip } from './send-encoded.ts';

describe('live L7: what a caller takes', () => {
  it.each([
    ['gzip', true],
    ['br, GZIP;q=0.5', true],
    ['deflate, *', true],
    ['*;q=0.1', true],
    [undefined, false],
    ['', false],
    ['identity', false],
    ['gzip;q=0', false],
    ['*, gzip; q=0.00', false],
    ['*;q=0', false],
  ])('live L7: Accept-Encoding %s: gzip %s', (header, expected) => {
    expect(takesGzip(header)).toBe(expected);
  });

  it.each([
    ['"1:42"', true],
    ['W/"1:42"', true],
    ['"1:41", "1:42"', true],
    ['*', true],
    ['"1:4"', false],
    ['1:42', false],
    [undefined, false],
  ])('live L7: If-None-Match %s: known %s', (header, expected) => {
    expect(matchesTag(header, '"1:42"')).toBe(expected);
  });
});
