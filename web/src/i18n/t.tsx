import { Fragment, type ReactNode, useSyncExternalStore } from 'react';
import { en } from './en.ts';
import { choosePlural, fillHoles, splitHoles } from './translate.ts';
import type { Catalog, MessageArguments, MessageKey, MessageValue } from './message-types.ts';

type Texts = Partial<Catalog>;
/** Changes English before it is shown: the pseudo-locale. */
type Dress = (texts: Texts) => Texts;

let active: { locale: string; catalog: Texts } = { locale: 'en', catalog: en };
/** English of the pages that were opened: the first script carries none of it. */
let lateTexts: Texts = {};
let dress: Dress = (texts) => texts;

const listeners = new Set<() => void>();

/** Makes `catalog` the language of every later `t()`; who watches `useTextLocale()` is drawn anew. */
export function setCatalog(
  locale: string,
  catalog: Texts,
  dressed: Dress = (texts) => texts,
): void {
  dress = dressed;
  active = { locale, catalog: { ...dress(lateTexts), ...catalog } };
  // Also for hyphens, quotation marks and those who have the page read to them.
  if (typeof document !== 'undefined') document.documentElement.lang = locale;
  for (const listener of listeners) listener();
}

/** Adds the English texts of a page as its code is loaded; other languages carry theirs from the start. */
export function addEnglish(texts: Texts): void {
  lateTexts = { ...lateTexts, ...texts };
  active = { ...active, catalog: { ...dress(texts), ...active.catalog } };
}

/** The language of the texts, followed. */
export function useTextLocale(): string {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, textLocale);
}

/** The language of the texts, as a BCP 47 tag. */
export function textLocale(): string {
  return active.locale;
}

/** Whether there is a text for what is not known to be a key; those of a page are once it was opened. */
export function hasText(key: string): boolean {
  return Object.hasOwn(active.catalog, key);
}

/** The text of `key` with its holes filled and the plural form that `count` asks for. */
export function t<Key extends MessageKey>(key: Key, ...rest: MessageArguments<Key>): string {
  const values = (rest[0] ?? {}) as Readonly<Record<string, MessageValue>>;
  const text = choosePlural(active.catalog[key] ?? key, values['count'], active.locale);
  return fillHoles(text, values, active.locale);
}

/** As `t()`, but holes may take elements, so that a sentence keeps its word order around a link. */
export function tRich<Key extends MessageKey>(
  key: Key,
  ...rest: MessageArguments<Key, ReactNode>
): ReactNode {
  const values = (rest[0] ?? {}) as Readonly<Record<string, ReactNode>>;
  const text = choosePlural(active.catalog[key] ?? key, values['count'], active.locale);
  return splitHoles(text).map((part, index) => (
    <Fragment key={index}>{typeof part === 'string' ? part : values[part.hole]}</Fragment>
  ));
}
