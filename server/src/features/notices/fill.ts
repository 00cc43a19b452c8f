import { createLine, fillText, type Line } from '../../platform/mail/line.ts';
import { cleanText, unlink } from '../../platform/mail/plain-name.ts';
import type { Words } from './words/words.ts';

/** What sentences are filled with. */
export interface Ingredients {
  /** Chosen by people: never become links (security S37). */
  names: Readonly<Record<string, string>>;
  /** Made by us. */
  values: Readonly<Record<string, string>>;
}

/** Fills sentences of one notice. */
export interface Filler {
  /** For a mail: escaped in HTML, and no name becomes a link. */
  line(sentence: string): Line;
  /** On one line, with names cut: subjects and titles. */
  short(sentence: string): string;
  /** For a text message, where programs make links of everything that looks like one. */
  plain(sentence: string): string;
}

/** The longest title that is written out, in characters. */
const NAME_MAX_LENGTH = 254;
const SHORT_NAME_MAX_LENGTH = 60;
/** A subject, as lists of mails show it, and then some. */
const SHORT_MAX_LENGTH = 180;

/** Prepares the values of a notice for every place that shows them. */
export function createFiller({ names, values }: Ingredients, words: Words): Filler {
  const own = mapValues(values, (text) => cleanText(text, NAME_MAX_LENGTH));
  const named = (length: number, change: (text: string) => string) => ({
    ...own,
    ...mapValues(names, (text) => change(cleanText(text, length)) || words.unnamed),
  });
  const long = named(NAME_MAX_LENGTH, unlink);
  const short = named(SHORT_NAME_MAX_LENGTH, (text) => text);
  const plain = named(SHORT_NAME_MAX_LENGTH, breakLinks);
  return {
    line: (sentence) => createLine(sentence, long),
    short: (sentence) => cleanText(fillText(sentence, short), SHORT_MAX_LENGTH),
    plain: (sentence) => cleanText(fillText(sentence, plain), SHORT_MAX_LENGTH),
  };
}

/** Text that a person wrote, as it stands in a mail: no part of it is a link. */
export function toQuote(text: string, maxLength: number): Line {
  return createLine('{text}', { text: unlink(cleanText(text, maxLength)) });
}

/** No part of it is a link: a sign that no telephone shows would cost a text message half its length, so a space does it. */
export function breakLinks(text: string): string {
  return text.replaceAll('://', ': //').replace(/(?<=\S)\.(?=\S)/gu, '. ');
}

function mapValues(
  record: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, text]) => [key, change(text)]));
}
