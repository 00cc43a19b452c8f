/** Writes moments and durations as readers of a locale do. */
export interface Format {
  /** An ISO 8601 moment, in UTC and saying so; throws when it is none. */
  moment(iso: string): string;
  duration(minutes: number): string;
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
const MINUTES_PER_HOUR = 60;

/** Formats for a BCP 47 tag; English where the tag is none or unknown. */
export function createFormat(tag: string): Format {
  const locale = isKnown(tag) ? tag : 'en';
  return {
    moment: (iso) => new Intl.DateTimeFormat(locale, MOMENT).format(new Date(iso)),
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
