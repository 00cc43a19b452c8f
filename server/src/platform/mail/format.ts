/** Writes moments and durations as readers of a locale do. */
export interface Format {
  /** An ISO 8601 moment, in UTC and saying so; throws when it is none. */
  moment(iso: string): string;
  duration(minutes: number): string;
  /** A day of the calendar, `YYYY-MM-DD`; throws when it is none. */
  day(date: string): string;
  /** Names one after the other, with an "and". */
  list(names: readonly string[]): string;
}

const MOMENT: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
};
const DAY: Intl.DateTimeFormatOptions = {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  timeZone: 'UTC',
};
const MINUTES_PER_HOUR = 60;

/** Formats for a BCP 47 tag; English where the tag is none or unknown. */
export function createFormat(tag: string): Format {
  const locale = isKnown(tag) ? tag : 'en';
  return {
    moment: (iso) => new Intl.DateTimeFormat(locale, MOMENT).format(new Date(iso)),
    day: (date) => new Intl.DateTimeFormat(locale, DAY).format(new Date(`${date}T00:00:00Z`)),
    list: (names) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names),
    duration: (minutes) => {
      const isWholeHours = minutes >= MINUTES_PER_HOUR && minutes % MINUTES_PER_HOUR === 0;
      const [value, unit] = isWholeHours
        ? [minutes / MINUTES_PER_HOUR, 'hour']
        : [minutes, 'minute'];
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
        value,
      );
    },
  };
}

function isKnown(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
