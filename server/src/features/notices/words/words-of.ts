import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Words } from './words.ts';

/** By the language's part of a BCP 47 tag; English speaks for the missing ones. */
const languages = new Map<string, Words>([
  ['en', en],
  ['de', de],
  ['fr', fr],
]);

/** The words of a reader's language. */
export function wordsOf(locale: string): Words {
  return languages.get(locale.split('-')[0] ?? '') ?? en;
}
