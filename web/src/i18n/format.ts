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

/** "12 Mar 2026". */
export function formatDate(iso: string | number): string {
  return new Intl.DateTimeFormat(settings.locale, {
    dateStyle: 'medium',
    timeZone: settings.timeZone,
  }).format(new Date(iso));
}

/** "12 Mar 2026, 14:05"; seconds when asked. */
export function formatDateTime(iso: string | number, withSeconds = false): string {
  return new Intl.DateTimeFormat(settings.locale, {
    dateStyle: 'medium',
    timeStyle: withSeconds ? 'medium' : 'short',
    timeZone: settings.timeZone,
  }).format(new Date(iso));
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

/** Whether a moment is over. */
export function isPast(iso: string, nowMs: number = Date.now()): boolean {
  return Date.parse(iso) <= nowMs;
}

/** "1,234.5"; with `decimals` always so many, else as many as it has. */
export function formatNumber(value: number, decimals?: number): string {
  return new Intl.NumberFormat(
    settings.locale,
    decimals === undefined
      ? { maximumFractionDigits: 10 }
      : { minimumFractionDigits: decimals, maximumFractionDigits: decimals },
  ).format(value);
}

/** The time zone in which moments are shown. */
export function formatZone(): string {
  return settings.timeZone;
}
