import type { Output } from '@boardwire/sdk/operations';
import { Trash2 } from 'lucide-react';
import { textLocale, t } from '../../i18n/t.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';

export type QuietWindow = Output<'quietHours.get'>['windows'][number];

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
/** A Monday. */
const MONDAY_MS = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;
const HOUR_MINUTES = 60;

interface QuietWindowRowProps {
  number: number;
  window: QuietWindow;
  onChange: (window: QuietWindow) => void;
  onRemove: () => void;
}

/** One stretch of the week: its days, and from when to when. */
export function QuietWindowRow({ number, window, onChange, onRemove }: QuietWindowRowProps) {
  const { days, fromMinute, toMinute } = window;
  return (
    <fieldset className="flex w-full flex-col gap-3 border-b border-line pb-5">
      <legend className="sr-only">{t('quiet.window', { number })}</legend>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <Time
          label={t('quiet.from')}
          minute={fromMinute}
          onChange={(minute) => onChange({ ...window, fromMinute: minute })}
        />
        <Time
          label={t('quiet.to')}
          minute={toMinute}
          onChange={(minute) => onChange({ ...window, toMinute: minute })}
        />
        <DayChoice days={days} onChange={(next) => onChange({ ...window, days: next })} />
        <IconButton icon={Trash2} label={t('quiet.remove')} onClick={onRemove} />
      </div>
      {days.length === 0 && (
        <p role="alert" className="text-sm text-danger-ink">
          {t('quiet.noDays')}
        </p>
      )}
      {toMinute <= fromMinute && <p className="text-sm text-muted">{t('quiet.nextDay')}</p>}
    </fieldset>
  );
}

interface TimeProps {
  label: string;
  minute: number;
  onChange: (minute: number) => void;
}

function Time({ label, minute, onChange }: TimeProps) {
  const change = (text: string) => {
    const [hours, minutes] = text.split(':').map(Number);
    if (hours !== undefined && minutes !== undefined && Number.isFinite(hours + minutes))
      onChange(hours * HOUR_MINUTES + minutes);
  };
  return (
    <Field label={label}>
      {(control) => (
        <Input
          type="time"
          className="w-32"
          value={toClock(minute)}
          onChange={({ target }) => change(target.value)}
          {...control}
        />
      )}
    </Field>
  );
}

function toClock(minute: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minute / HOUR_MINUTES))}:${pad(minute % HOUR_MINUTES)}`;
}

const dayClass = [
  'grid h-9 min-w-9 cursor-pointer place-items-center rounded-inner border border-control px-1.5 text-sm text-muted transition-colors hover:text-ink',
  'has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink',
  'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus',
].join(' ');

interface DayChoiceProps {
  days: readonly number[];
  onChange: (days: number[]) => void;
}

function DayChoice({ days, onChange }: DayChoiceProps) {
  const short = new Intl.DateTimeFormat(textLocale(), { weekday: 'short', timeZone: 'UTC' });
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
    onChange(next.toSorted((left, right) => left - right));
  };
  return (
    <div role="group" aria-label={t('quiet.days')} className="flex flex-wrap gap-1">
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
