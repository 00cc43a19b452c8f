import { useState } from 'react';
import type { FieldInput } from '@boardwire/sdk/live/live-board-types';
import { fromZoned, toZoned } from '../../i18n/zoned-time.ts';
import { t } from '../../i18n/t.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import type { Span } from './values.ts';

interface DateFieldProps {
  label: string;
  value: string;
  onChange: (value: string | null) => void;
}

/** A day, or a day with a time in the person's time zone. */
export function DateField({ label, value, onChange }: DateFieldProps) {
  const [hasTime, setHasTime] = useState(value.length > 10);
  const shown = value.length > 10 ? toZoned(value) : value;
  const [typed, setTyped] = useState(shown);
  const change = (next: string) => {
    setTyped(next);
    if (next === '') onChange(null);
    else onChange(next.length > 10 ? fromZoned(next) : next);
  };
  const toggleTime = (isOn: boolean) => {
    setHasTime(isOn);
    if (typed === '') return;
    change(isOn ? `${typed.slice(0, 10)}T09:00` : typed.slice(0, 10));
  };
  return (
    <div className="flex flex-col gap-2">
      <Input
        type={hasTime ? 'datetime-local' : 'date'}
        aria-label={label}
        min={hasTime ? undefined : '0001-01-01'}
        max={hasTime ? undefined : '9999-12-31'}
        value={typed}
        onChange={(event) => change(event.target.value)}
      />
      <Checkbox
        label={t('board.withTime')}
        checked={hasTime}
        onChange={(event) => toggleTime(event.target.checked)}
      />
    </div>
  );
}

interface SpanFieldProps {
  value: Span;
  /** Undefined halves are not told: a span has both days. */
  onChange: (value: FieldInput) => void;
}

/** A first and a last day. */
export function SpanField({ value, onChange }: SpanFieldProps) {
  const [span, setSpan] = useState(value);
  const change = (part: Partial<Span>) => {
    const next = { ...span, ...part };
    setSpan(next);
    if (next.start === '' && next.end === '') onChange(null);
    else if (next.start !== '' && next.end !== '') onChange(next);
  };
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('board.start')}>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={span.start}
            onChange={(event) => change({ start: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('board.end')}>
        {(control) => (
          <Input
            {...control}
            type="date"
            min={span.start}
            value={span.end}
            onChange={(event) => change({ end: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
