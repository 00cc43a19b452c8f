import { findText } from '../../i18n/find-text.ts';
import { formatNumber } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import type { CacheClass } from './cache-figures.ts';

const KILOBYTE = 1_024;
const MEGABYTE = 1_048_576;
const MINUTE_S = 60;
/** Shorter times read better in seconds. */
const LEAST_MINUTES_S = 120;

/** What a class is called; one that this page does not know yet goes by its own name. */
export function nameOf({ name }: CacheClass): string {
  return findText('cacheClass', name) ?? name;
}

/** What its values are. */
export function textOf({ name, summary }: CacheClass): string {
  return findText('cacheClassText', name) ?? summary;
}

/** How many of what was asked for were there. */
export function sayHits(hits: number, asked: number): string {
  return t('cache.hitsOf', { hits: formatNumber(hits), asked: formatNumber(asked) });
}

/** A part of a whole, to a tenth of a percent and never up: whole is only what lacks nothing. */
export function sayRate(rate: number | null): string {
  if (rate === null) return '–';
  return t('cache.percent', { count: formatNumber(Math.floor(rate * 1_000) / 10) });
}

/** Memory in megabytes, without their unit; a little is not none. */
export function sayMegabytes(bytes: number): string {
  return formatNumber(Math.ceil((bytes / MEGABYTE) * 10) / 10);
}

/** Memory that the values of a class take. */
export function sayKilobytes(bytes: number): string {
  return t('cache.kB', { count: formatNumber(Math.ceil(bytes / KILOBYTE)) });
}

/** How long values count. */
export function sayLife(seconds: number): string {
  if (seconds < LEAST_MINUTES_S) return t('cache.s', { count: formatNumber(seconds) });
  return t('cache.min', { count: formatNumber(Math.round(seconds / MINUTE_S)) });
}
