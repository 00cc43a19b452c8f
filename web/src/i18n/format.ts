/** How dates and numbers are written: the person's own choice, else the browser's. */
export interface FormatSettings {
  locale: string;
  timeZone: string;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

let settings: FormatSettings = {
  locale: globalThis.navigator?.language ?? 'en',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** Replaces what is given of the settings and keeps the rest. */
export function applyFormatSettings(change: Partial<FormatSettings>): void {
  settings = { ...settings, ...change };
}

// To make a formatter costs a hundred times what it costs to use it, and a table uses it for each cell.
const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();

function keep<Format>(known: Map<string, Format>, key: string, make: () => Format): Format {
  const before = known.get(key);
  if (before) return before;
  const format = make();
  known.set(key, format);
  return format;
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const { locale, timeZone } = settings;
  const key = `${locale} ${timeZone} ${options.timeStyle}`;
  return keep(dateFormats, key, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
}

/** "12 Mar 2026". */
export function formatDate(iso: string | number): string {
  return dateFormat({ dateStyle: 'medium' }).format(new Date(iso));
}

/** "12 Mar 2026, 14:05"; seconds when asked. */
export function formatDateTime(iso: string | number, withSeconds = false): string {
  const timeStyle = withSeconds ? 'medium' : 'short';
  return dateFormat({ dateStyle: 'medium', timeStyle }).format(new Date(iso));
}

/** "08:00" or "8:00 AM": an hour of any day, in no zone. */
export function formatHour(hour: number): string {
  const options = { timeStyle: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(settings.locale, options).format(Date.UTC(2026, 0, 5, hour));
}

/** "5 minutes ago", "in 3 days"; within the last minute "now". */
export function formatRelative(iso: string | number, nowMs: number = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1_000);
  const format = new Intl.RelativeTimeFormat(settings.locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** "1,234.5"; with `decimals` always so many, else as many as it has. */
export function formatNumber(value: number, decimals?: number): string {
  const { locale } = settings;
  const digits =
    decimals === undefined
      ? { maximumFractionDigits: 10 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const make = () => new Intl.NumberFormat(locale, digits);
  return keep(numberFormats, `${locale} ${decimals}`, make).format(value);
}

/** The time zone in which moments are shown. */
export function formatZone(): string {
  return settings.timeZone;
}
