import { describe, expect, it } from 'vitest';
import { matchesTag, tagOf } from './entity-tag.ts';

describe('entity tags (RFC 9110 sections 8.8.3 and 13.1.2)', () => {
  it.each([
    ['"1:42"', true],
    ['W/"1:42"', true],
    ['"1:41", "1:42"', true],
    ['"1:41" ,\tW/"1:42",', true],
    ['"a,b", "1:42"', true],
    ['*', true],
    [' * ', true],
    ['"1:4"', false],
    // A tag within another one is none.
    ['"x"1:42"x"', false],
    ['1:42', false],
    ['"1:42', false],
    ['w/"1:42"', false],
    ['*, "1:41"', false],
    ['"*"', false],
    ['', false],
    [undefined, false],
  ])('If-None-Match %s: known %s', (header, expected) => {
    expect(matchesTag(header, '"1:42"')).toBe(expected);
    expect(matchesTag(header, 'W/"1:42"')).toBe(expected);
  });

  it('the same answer has the same tag, any other one another', () => {
    const tag = tagOf('{"success":true,"data":[]}');
    expect(tag).toMatch(/^W\/"[\w-]{22}"$/);
    expect(tagOf('{"success":true,"data":[]}')).toBe(tag);
    expect(tagOf('{"success":true,"data":[1]}')).not.toBe(tag);
    expect(matchesTag(tag, tag)).toBe(true);
  });
});
