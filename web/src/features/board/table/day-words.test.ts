import { describe, expect, it } from 'vitest';
import { readDayWords } from './day-words.ts';

// A Thursday.
const today = '2026-03-12';
const read = (text: string, locale = 'en-GB') => readDayWords(text, { today, locale });

describe('web W11: days in words', () => {
  it.each([
    ['today', '2026-03-12'],
    ['Tomorrow', '2026-03-13'],
    ['fri', '2026-03-13'],
    ['thursday', '2026-03-19'],
    ['+3d', '2026-03-15'],
    ['-2w', '2026-02-26'],
    ['+1m', '2026-04-12'],
    ['12 apr', '2026-04-12'],
    ['April 12th, 2027', '2027-04-12'],
    ['2026-12-31', '2026-12-31'],
    ['31.12.', '2026-12-31'],
    ['31.12.27', '2027-12-31'],
    ['3/4/2026', '2026-04-03'],
  ])('%s is %s', (text, day) => expect(read(text)).toBe(day));

  it('a month too short for the day ends with its last one', () => {
    expect(readDayWords('+1m', { today: '2026-01-31', locale: 'en' })).toBe('2026-02-28');
  });

  it('follows the language of the person', () => {
    expect(read('3/4/2026', 'en-US')).toBe('2026-03-04');
    expect(read('Fr', 'de-DE')).toBe('2026-03-13');
    expect(read('morgen', 'de-DE')).toBe('2026-03-13');
    expect(read('12. Mai', 'de-DE')).toBe('2026-05-12');
  });

  it.each(['', 'soon', '31.4.', '2026-02-30', '+d', '99'])('%s is no day', (text) =>
    expect(read(text)).toBeUndefined(),
  );
});
