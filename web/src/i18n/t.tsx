import { Fragment, type ReactNode } from 'react';
import { en } from './en.ts';
import { choosePlural, fillHoles, splitHoles } from './translate.ts';
import type { Catalog, MessageArguments, MessageKey, MessageValue } from './message-types.ts';

let active: { locale: string; catalog: Catalog } = { locale: 'en', catalog: en };

/** Makes `catalog` the language of every later `t()`; the caller renders the app anew. */
export function setCatalog(locale: string, catalog: Catalog): void {
  active = { locale, catalog };
}

/** The language of the texts, as a BCP 47 tag. */
export function textLocale(): string {
  return active.locale;
}

/** The text of `key` with its holes filled and the plural form that `count` asks for. */
export function t<Key extends MessageKey>(key: Key, ...rest: MessageArguments<Key>): string {
  const values = (rest[0] ?? {}) as Readonly<Record<string, MessageValue>>;
  const text = choosePlural(active.catalog[key], values['count'], active.locale);
  return fillHoles(text, values, active.locale);
}

/** As `t()`, but holes may take elements, so that a sentence keeps its word order around a link. */
export function tRich<Key extends MessageKey>(
  key: Key,
  ...rest: MessageArguments<Key, ReactNode>
): ReactNode {
  const values = (rest[0] ?? {}) as Readonly<Record<string, ReactNode>>;
  const text = choosePlural(active.catalog[key], values['count'], active.locale);
  return splitHoles(text).map((part, index) => (
    <Fragment key={index}>{typeof part === 'string' ? part : values[part.hole]}</Fragment>
  ));
}
