import type { Message, MessageValue } from './message-types.ts';

const HOLE = /\{(\w+)\}/g;

/** Chooses the plural form of `message` for `count` by the rules of `locale` (CLDR). */
export function choosePlural(message: Message, count: unknown, locale: string): string {
  if (typeof message === 'string') return message;
  const rule = new Intl.PluralRules(locale).select(typeof count === 'number' ? count : 0);
  return message[rule] ?? message.other;
}

/** Fills the `{holes}` of a chosen text; numbers are written the way `locale` writes them. */
export function fillHoles(
  text: string,
  values: Readonly<Record<string, MessageValue>>,
  locale: string,
): string {
  return text.replace(HOLE, (hole, name: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value;
  });
}

/** Splits a text into literal parts and hole names, in order: `['Hi ', { hole: 'name' }]`. */
export function splitHoles(text: string): (string | { hole: string })[] {
  return text
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{\w+\}$/.test(part) ? { hole: part.slice(1, -1) } : part));
}
