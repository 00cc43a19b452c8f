import { parseUrl } from '../../kernel/url.ts';

const ELLIPSIS = '…';
/** Shown by every program as nothing, and taken by none for a part of an address. */
const WORD_JOINER = '\u2060';

/** Breaks, controls and halves of characters. */
const BROKEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;
/** What turns or hides text. Joiners and variation selectors stay: Persian and emoji need them. */
const UNSEEN =
  /(?!\u200C|\u200D|\uFE0E|\uFE0F)[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Text on one line, without what breaks, turns or hides what stands around it; cut after `maxLength` characters. */
export function cleanText(text: string, maxLength: number): string {
  const clean = text.replace(BROKEN, ' ').replace(UNSEEN, '').replace(/\s+/gu, ' ').trim();
  const characters = [...clean];
  if (characters.length <= maxLength) return clean;
  return `${characters
    .slice(0, maxLength - 1)
    .join('')
    .trimEnd()}${ELLIPSIS}`;
}

/**
 * Keeps mail programs from turning parts of a text into links: names are chosen by anybody who signs up, and a
 * message of ours must not carry their links to strangers (security S37).
 */
export function unlink(text: string): string {
  return text
    .replaceAll('://', `:${WORD_JOINER}//`)
    .replace(/(?<=\S)[.。．｡@](?=\S)/gu, (sign) => `${WORD_JOINER}${sign}${WORD_JOINER}`);
}

/** An address for a link as a URL parser reads it; throws on anything but plain http and https (security S37). */
export function toWebLink(address: string): string {
  const url = parseUrl(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username !== '' || url.password !== '') {
    throw new Error('a link in a mail must be an http or https address');
  }
  return url.href;
}
