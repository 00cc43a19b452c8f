import type { Output } from '@boardwire/sdk/operations';
import { Trash2 } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { DayChoice } from './day-choice.tsx';

export type QuietWindow = Output<'quietHours.get'>['windows'][number];

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
        <DayChoice
          label={t('quiet.days')}
          days={days}
          onChange={(next) => onChange({ ...window, days: next })}
        />
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
