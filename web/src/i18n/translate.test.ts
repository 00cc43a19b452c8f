import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { createPseudoCatalog } from './pseudo.ts';
import { choosePlural, fillHoles, splitHoles } from './translate.ts';

const files = { one: '{count} file', few: '{count} soubory', other: '{count} files' };

describe('web W42: plurals', () => {
  it('follow the rules of the language, not of English', () => {
    expect(choosePlural(files, 1, 'en')).toBe('{count} file');
    expect(choosePlural(files, 0, 'en')).toBe('{count} files');
    expect(choosePlural(files, 0, 'fr')).toBe('{count} file');
    expect(choosePlural(files, 3, 'cs')).toBe('{count} soubory');
  });

  it('fall back to "other" where a language lacks the form', () => {
    expect(choosePlural({ other: '{count} files' }, 1, 'en')).toBe('{count} files');
  });
});

describe('web W42: holes', () => {
  it('are filled, numbers in the way of the language', () => {
    expect(fillHoles('{name}: {count}', { name: 'Ada', count: 12_345 }, 'de')).toBe('Ada: 12.345');
  });

  it('keep what has no value, and never fill a value again', () => {
    expect(fillHoles('{a} {b}', { a: '{b}' }, 'en')).toBe('{b} {b}');
  });

  it('split a sentence in its own order', () => {
    expect(splitHoles('Join {team} as {role}.')).toEqual([
      'Join ',
      { hole: 'team' },
      ' as ',
      { hole: 'role' },
      '.',
    ]);
  });
});

describe('web W42: the pseudo-locale', () => {
  const pseudo = createPseudoCatalog(en);

  it('changes every text and keeps every hole', () => {
    for (const [key, message] of Object.entries(en)) {
      const texts = typeof message === 'string' ? { other: message } : message;
      const changed = pseudo[key as keyof typeof en];
      for (const [rule, text] of Object.entries(texts)) {
        const other = choosePlural(changed ?? message, rule === 'one' ? 1 : 2, 'en');
        expect(other).not.toBe(text);
        expect(other.match(/\{\w+\}/g)).toEqual(text.match(/\{\w+\}/g));
      }
    }
  });
});
