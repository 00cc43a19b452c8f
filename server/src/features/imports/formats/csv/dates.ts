import type { DateFormat } from '@boardwire/contract/import-mapping';

interface Parts {
  year: number;
  month: number;
  day: number;
}

const TIME =
  /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:\s*T\s*|,?\s+)(.+))?$/i;
const NUMBERS = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:,?\s+(.+))?$/;
const DAY_NAME = /^(\d{1,2})\.?[-/\s]+(\p{L}+)\.?[-/\s,]+(\d{4}|\d{2})(?:,?\s+(.+))?$/u;
const NAME_DAY = /^(\p{L}+)\.?[-/\s]+(\d{1,2}),?[-/\s]+(\d{4}|\d{2})(?:,?\s+(.+))?$/u;

/** Languages whose month names are understood. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'tr'];
const MONTHS = collectMonths();

/**
 * A written date as a board keeps it: `2026-03-01`, or with a time the moment in UTC; undefined when it is none.
 * Midnight without a zone is how spreadsheets write a plain date.
 */
export function parseDate(text: string, format: DateFormat, timeZone: string): string | undefined {
  const found = split(text.trim(), format);
  if (!found || !isDay(found.parts)) return undefined;
  const day = writeDay(found.parts);
  if (found.time === undefined) return day;
  const time = parseTime(found.time);
  if (!time) return undefined;
  if (time.seconds === 0 && time.zone === undefined) return day;
  return toInstant(found.parts, time, timeZone);
}

function split(
  text: string,
  format: DateFormat,
): { parts: Parts; time: string | undefined } | undefined {
  switch (format) {
    case 'y-M-d':
      return take(YEAR_FIRST.exec(text), { year: 1, month: 2, day: 3 });
    case 'd/M/y':
      return take(NUMBERS.exec(text), { day: 1, month: 2, year: 3 });
    case 'M/d/y':
      return take(NUMBERS.exec(text), { month: 1, day: 2, year: 3 });
    case 'd MMM y':
      return take(DAY_NAME.exec(text), { day: 1, month: 2, year: 3 });
    case 'MMM d, y':
      return take(NAME_DAY.exec(text), { month: 1, day: 2, year: 3 });
  }
}

function take(
  match: RegExpExecArray | null,
  places: Parts,
): { parts: Parts; time: string | undefined } | undefined {
  if (!match) return undefined;
  const at = (place: number) => match[place] ?? '';
  const month = /^\d/.test(at(places.month))
    ? Number(at(places.month))
    : (MONTHS.get(at(places.month).toLowerCase()) ?? 0);
  const parts = { year: toYear(at(places.year)), month, day: Number(at(places.day)) };
  return { parts, time: match[4] };
}

/** Two digits are 1970 to 2069, as spreadsheets and databases read them. */
function toYear(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year < 70 ? 2_000 + year : 1_900 + year;
}

function isDay({ year, month, day }: Parts): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (days[month - 1] ?? 0);
}

function writeDay({ year, month, day }: Parts): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

interface Time {
  seconds: number;
  zone: string | undefined;
}

function parseTime(text: string): Time | undefined {
  const match = TIME.exec(text.trim());
  if (!match) return undefined;
  const [, hourText = '', minutes = '', seconds = '0', half, zone] = match;
  const written = Number(hourText);
  const hour = half ? (written % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : written;
  const isWrong = half ? written < 1 || written > 12 : hour > 23;
  if (isWrong || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return { seconds: hour * 3_600 + Number(minutes) * 60 + Number(seconds), zone };
}

function toInstant(parts: Parts, time: Time, timeZone: string): string | undefined {
  const wall = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for the last century.
  wall.setUTCFullYear(parts.year, parts.month - 1, parts.day);
  const asUtc = wall.getTime() + time.seconds * 1_000;
  const offset = time.zone ? readOffset(time.zone) : zoneOffset(asUtc, timeZone);
  const iso = new Date(asUtc - offset).toISOString();
  return /^(?!0000)\d{4}-/.test(iso) ? `${iso.slice(0, 19)}Z` : undefined;
}

function readOffset(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds that a zone's clock is ahead of UTC when it shows this time. */
function zoneOffset(wall: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  // The offset at the moment looked for: a first guess may lie on the other side of a clock change.
  const guess = offsetAt(wall, timeZone);
  return offsetAt(wall - guess, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('sv', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    formatters.set(timeZone, formatter);
  }
  // Swedish dates are ISO dates.
  const shown = Date.parse(`${formatter.format(instant).replace(' ', 'T')}Z`);
  return Number.isNaN(shown) ? 0 : shown - Math.floor(instant / 1_000) * 1_000;
}

function collectMonths(): Map<string, number> {
  const months = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC' });
      for (let number = 1; number <= 12; number += 1) {
        const name = format
          .format(Date.UTC(2026, number - 1, 15))
          .toLowerCase()
          .replace('.', '');
        if (!months.has(name)) months.set(name, number);
      }
    }
  }
  // English exports write four letters too.
  return months.set('sept', 9);
}
