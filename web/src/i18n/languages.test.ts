import { describe, expect, it } from 'vitest';
import { de } from './de.ts';
import { en as firstEnglish } from './en.ts';
import { fr } from './fr.ts';
import { lateEnglish } from './late-english.ts';
import type { Message } from './message-types.ts';

const en = { ...firstEnglish, ...lateEnglish };
const languages: readonly [string, Readonly<Record<string, Message>>][] = [
  ['de', de],
  ['fr', fr],
];
const keys = Object.keys(en).toSorted();

function holesOf(message: Message): string[] {
  const text = typeof message === 'string' ? message : message.other;
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
}

describe.each(languages)('web W42: %s', (locale, catalog) => {
  it('has a text for every key, and none that nobody asks for', () => {
    expect(keys.filter((key) => !Object.hasOwn(catalog, key))).toEqual([]);
    expect(Object.keys(catalog).filter((key) => !Object.hasOwn(en, key))).toEqual([]);
  });

  it('fills the same holes as English', () => {
    const other = keys.filter((key) => {
      const own = catalog[key];
      const source: Message = en[key as keyof typeof en];
      return own !== undefined && holesOf(own).join() !== holesOf(source).join();
    });
    expect(other).toEqual([]);
  });

  it('has plural forms where English has them', () => {
    const rules = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    expect(rules).toContain('one');
    const lacking = keys.filter((key) => {
      const own = catalog[key];
      const isPlural = typeof en[key as keyof typeof en] !== 'string';
      return own !== undefined && isPlural !== (typeof own !== 'string');
    });
    expect(lacking).toEqual([]);
  });
});

describe('web W42: French', () => {
  it('breaks no line before its marks: the space there is a narrow no-break one', () => {
    const wrong = /[ \u00a0][:;?!»]|«[ \u00a0]|\p{L}[;?!»]|«\p{L}/u;
    const texts = Object.values<Message>(fr).flatMap((each) =>
      typeof each === 'string' ? [each] : Object.values(each),
    );
    expect(texts.filter((text) => wrong.test(text))).toEqual([]);
  });
});
