import { draftLimits } from './draft-limits.ts';
import { parseUrl } from '../../../kernel/url.ts';

/** Control characters but tab and line feed; Postgres keeps no NUL, boards no others. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const SUSPICIOUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]/;

/** Text without control characters and half characters; line ends become line feeds. */
export function cleanText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '').toWellFormed();
}

/** Most names of most files: nothing to be cleaned. */
const PLAIN_NAME = /^[!-~]+(?: [!-~]+)*$/;
const PLAIN_NAME_MAX_LENGTH = 200;

/** A name on one line: runs of white space become one space. */
export function cleanName(text: string): string {
  if (text.length <= PLAIN_NAME_MAX_LENGTH && PLAIN_NAME.test(text)) return text;
  return cleanText(text)
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .trim();
}

/** The first characters of a text, ending in `…` when there are more; never half of a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - 1;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  return `${text.slice(0, isHalf ? end - 1 : end)}…`;
}

/** A short form for messages: one line of at most 60 characters. */
export function quote(text: string): string {
  return `“${cut(cleanName(text), 60)}”`;
}

/** A title as a board takes it: trimmed, tabs as spaces, cut at the limit. */
export function toTitle(text: string): { title: string; full: string; isCut: boolean } {
  const full = cleanText(text).replaceAll('\t', ' ').trim();
  return { title: cut(full, draftLimits.title), full, isCut: full.length > draftLimits.title };
}

/** Joins the parts of a description that are there, with an empty line between. */
export function joinParts(parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined && part !== '');
  return present.length === 0 ? undefined : present.join('\n\n');
}

/** The address as it is when a board takes it for a link, else undefined (security S37). */
export function toUrl(text: string): string | undefined {
  const url = text.trim();
  if (url.length > draftLimits.url || !/^(https?:\/\/|mailto:|tel:)/i.test(url)) return undefined;
  return parseUrl(url) === null ? undefined : url;
}

/** A number of things in words: `1 row`, `2,000 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
