import { textLocale } from '../../i18n/t.tsx';

/** Ways of writing dates and numbers that are offered; each is a BCP 47 tag. */
const LOCALES = [
  'en',
  'en-GB',
  'en-AU',
  'en-CA',
  'en-IN',
  'en-IE',
  'de',
  'de-CH',
  'de-AT',
  'fr',
  'fr-CH',
  'it',
  'es',
  'pt-BR',
  'pt-PT',
  'nl',
  'da',
  'sv',
  'nb',
  'fi',
  'pl',
  'cs',
  'uk',
  'tr',
  'ja',
  'ko',
  'zh-CN',
  'zh-TW',
] as const;

export interface LocaleChoice {
  tag: string;
  label: string;
}

/** The offered locales by name; `current` is among them even when it is none of ours. */
export function listLocales(current: string): LocaleChoice[] {
  const names = new Intl.DisplayNames(textLocale(), { type: 'language' });
  const tags = new Set<string>([...LOCALES, current]);
  return [...tags]
    .map((tag) => ({ tag, label: names.of(tag) ?? tag }))
    .toSorted((left, right) => left.label.localeCompare(right.label, textLocale()));
}

/** Every time zone that the browser knows, UTC first. */
export function listTimeZones(current: string): string[] {
  return [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])];
}

/** A moment and a number as `locale` writes them in `timeZone`. */
export function writeExample(locale: string, timeZone: string, nowMs: number): string {
  const moment = new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  const number = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 });
  return `${moment.format(nowMs)} · ${number.format(1_234.5)}`;
}
