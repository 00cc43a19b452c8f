import type { fieldLimits } from '@boardwire/contract/column-types';
import { accept, refuse } from './column.ts';
import type { Checked } from './column.ts';
import { parseUrl } from '../../../kernel/url.ts';

/** The contract's figures; their literal types make a difference a type error. */
const limits: Omit<typeof fieldLimits, 'elements'> = {
  titleLength: 1_000,
  textLength: 5_000,
  emailLength: 254,
  phoneLength: 50,
  urlLength: 2_048,
  linkTextLength: 500,
};

/** Schemes a link may have; others can run code or reach into the reader's machine. */
const LINK_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const LINK_ADVICE = 'Enter an address that starts with https://, http://, mailto: or tel:';

/** The common form of an address (WHATWG HTML), with a domain of at least two labels. */
const EMAIL =
  /^(?!\.)(?!.*\.\.)[A-Za-z0-9_'+\-.]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/;
const PHONE = /^[0-9+\-(). /]*[0-9][0-9+\-(). /]*$/;

/** Text as it is stored: composed (NFC), lines ended by one character, no blanks around it. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();
}

/** A title: 1 to 1,000 characters, lines allowed. */
export function checkTitle(value: unknown): Checked {
  const checked = checkPlain(value, limits.titleLength, /[^\P{Cc}\n]/u);
  return checked.ok && checked.value === null ? refuse('Enter a title') : checked;
}

/** Text: up to 5,000 characters, lines and tabs allowed. */
export function checkText(value: unknown): Checked {
  return checkPlain(value, limits.textLength, /[^\P{Cc}\n\t]/u);
}

/** A mail address. */
export function checkEmail(value: unknown): Checked {
  const checked = checkPlain(value, limits.emailLength, /\p{Cc}/u);
  if (!checked.ok || typeof checked.value !== 'string') return checked;
  return EMAIL.test(checked.value)
    ? checked
    : refuse('Enter an e-mail address such as ada@example.com');
}

/** A telephone number as people write it. */
export function checkPhone(value: unknown): Checked {
  const checked = checkPlain(value, limits.phoneLength, /\p{Cc}/u);
  if (!checked.ok || typeof checked.value !== 'string') return checked;
  return PHONE.test(checked.value)
    ? checked
    : refuse('Enter a phone number of digits, spaces and + - ( ) / .');
}

/** A link: an address and, if wanted, the text to show for it. */
export function checkLink(value: unknown): Checked {
  if (!isPlainLink(value)) return refuse('Enter a link as an address and, if wanted, its text');
  const url = checkPlain(value.url, limits.urlLength, /[\p{Cc}\p{White_Space}]/u);
  const text = checkPlain(value.text, limits.linkTextLength, /\p{Cc}/u);
  if (!text.ok) return text;
  if (!url.ok) return typeof value.url === 'string' ? url : refuse(LINK_ADVICE);
  if (typeof url.value !== 'string')
    return text.value === null ? accept(null) : refuse(LINK_ADVICE);
  if (!leadsSomewhere(url.value)) return refuse(LINK_ADVICE);
  return accept(text.value === null ? { url: url.value } : { url: url.value, text: text.value });
}

function isPlainLink(value: unknown): value is { url?: unknown; text?: unknown } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.keys(value).every((key) => key === 'url' || key === 'text');
}

function leadsSomewhere(address: string): boolean {
  const url = parseUrl(address);
  if (url === null) return false;
  const { protocol, host, pathname } = url;
  return LINK_SCHEMES.has(protocol) && (host !== '' || pathname !== '');
}

function checkPlain(value: unknown, maxLength: number, refused: RegExp): Checked {
  if (value === null || value === undefined) return accept(null);
  if (typeof value !== 'string') return refuse('Enter text');
  if (!value.isWellFormed()) return refuse('Remove the broken character: half of a surrogate pair');
  const text = normalizeText(value);
  if (text.length > maxLength)
    return refuse(`Shorten this to ${maxLength.toLocaleString('en')} characters`);
  if (refused.test(text))
    return refuse(
      refused.test('\n')
        ? 'Write this in one line without control characters'
        : 'Remove control characters',
    );
  return accept(text === '' ? null : text);
}
