import { describe, expect, it } from 'vitest';
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
});
