import { textLocale } from '../../i18n/t.tsx';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;

const dayClass = [
  'grid h-9 min-w-9 cursor-pointer place-items-center rounded-inner border border-control px-1.5 text-sm text-muted transition-colors hover:text-ink',
  'has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink',
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
].join(' ');

interface DayChoiceProps {
  label: string;
  days: readonly number[];
  onChange: (days: number[]) => void;
}

/** Days of the week, each on or off. */
export function DayChoice({ label, days, onChange }: DayChoiceProps) {
  const short = new Intl.DateTimeFormat(textLocale(), { weekday: 'short', timeZone: 'UTC' });
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
    onChange(next.toSorted((left, right) => left - right));
  };
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1">
      {DAYS.map((day) => (
        <label key={day} className={dayClass}>
          <input
            type="checkbox"
            className="sr-only"
            checked={days.includes(day)}
            onChange={() => toggle(day)}
          />
          {short.format(MONDAY_MS + (day - 1) * DAY_MS)}
        </label>
      ))}
    </div>
  );
}
