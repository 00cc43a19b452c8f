import { addDays, type Day } from '../views/days.ts';

/** What days depend on: today, and the language that people type them in. */
export interface DayWords {
  today: Day;
  locale: string;
}

/** A number of units from today: `+3d`, `-2w`, `+1m`, `+1y`. */
const OFFSET = /^([+-])\s*(\d{1,4})\s*([dwmy])$/;

function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

function readOffset(text: string, today: Day): Day | undefined {
  const [, sign, digits, unit] = OFFSET.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const count = Number(digits) * (sign === '-' ? -1 : 1);
  if (unit === 'd') return addDays(today, count);
  if (unit === 'w') return addDays(today, count * 7);
  return addMonths(today, unit === 'y' ? count * 12 : count);
}

/** A day that there is: the 31st of April is none. */
function toDay(year: number, month: number, date: number): Day | undefined {
  const full = year < 100 ? 2_000 + year : year;
  const at = new Date(Date.UTC(full, month - 1, date));
  const isReal = at.getUTCMonth() === month - 1 && at.getUTCDate() === date;
  return isReal && full >= 1_000 && full <= 9_999 ? at.toISOString().slice(0, 10) : undefined;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('.', '').trim();
}

/** Short and long names, in the person's language and in English. */
function listNames(locale: string, unit: 'weekday' | 'month', count: number): Map<string, number> {
  const names = new Map<string, number>();
  for (const language of [locale, 'en'])
    for (const width of ['short', 'long'] as const) {
      const format = new Intl.DateTimeFormat(language, { [unit]: width, timeZone: 'UTC' });
      // 1 January 2023 was a Sunday.
      for (let at = 0; at < count; at += 1) {
        const day = unit === 'month' ? Date.UTC(2023, at, 1) : Date.UTC(2023, 0, 1 + at);
        names.set(plain(format.format(day)), at);
      }
    }
  return names;
}

function readWeekday(text: string, { today, locale }: DayWords): Day | undefined {
  const wanted = listNames(locale, 'weekday', 7).get(plain(text));
  if (wanted === undefined) return undefined;
  const current = new Date(`${today}T00:00:00Z`).getUTCDay();
  // Always ahead: on a Friday, "fri" is the next one.
  return addDays(today, (wanted - current + 7) % 7 || 7);
}

function readRelative(text: string, words: DayWords): Day | undefined {
  const { today, locale } = words;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [offset, english] of [
    [0, 'today'],
    [1, 'tomorrow'],
    [-1, 'yesterday'],
  ] as const)
    if (text === english || text === format.format(offset, 'day').toLowerCase())
      return addDays(today, offset);
  return undefined;
}

/** Whether the month stands before the day where numbers alone are written. */
function isMonthFirst(locale: string): boolean {
  const parts = new Intl.DateTimeFormat(locale, {
    month: 'numeric',
    day: 'numeric',
  }).formatToParts();
  const order = parts.map(({ type }) => type).filter((type) => type === 'month' || type === 'day');
  return order[0] === 'month';
}

function readNumbers(text: string, { today, locale }: DayWords): Day | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/.exec(text);
  if (iso) return toDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const short = /^(\d{1,2})([./-])\s*(\d{1,2})(?:\2\s*(\d{2}|\d{4}))?\.?$/.exec(text);
  if (!short) return undefined;
  const [first, second] = [Number(short[1]), Number(short[3])];
  const year = short[4] === undefined ? Number(today.slice(0, 4)) : Number(short[4]);
  const monthFirst = short[2] === '/' && isMonthFirst(locale) && first <= 12;
  return monthFirst ? toDay(year, first, second) : toDay(year, second, first);
}

function readNamed(text: string, { today, locale }: DayWords): Day | undefined {
  const parts = plain(text).split(/[\s,]+/);
  const names = listNames(locale, 'month', 12);
  const month = parts.map((part) => names.get(part)).find((at) => at !== undefined);
  const numbers = parts.filter((part) => /^\d+(?:st|nd|rd|th)?$/.test(part)).map(Number.parseFloat);
  const date = numbers.find((number) => number <= 31);
  const year = numbers.find((number) => number > 31) ?? Number(today.slice(0, 4));
  return month === undefined || date === undefined ? undefined : toDay(year, month + 1, date);
}

/** The day that people mean by "fri", "+3d", "12 mar" or "31/12"; undefined when it is none (web W11). */
export function readDayWords(typed: string, words: DayWords): Day | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return undefined;
  return (
    readOffset(text, words.today) ??
    readRelative(text, words) ??
    readWeekday(text, words) ??
    readNumbers(text, words) ??
    readNamed(text, words)
  );
}
