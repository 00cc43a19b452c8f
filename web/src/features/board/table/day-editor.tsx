import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useAccount } from '../../../app/use-account.ts';
import { formatDate } from '../../../i18n/format.ts';
import { t } from '../../../i18n/t.tsx';
import { FieldError } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { DateField } from '../date-fields.tsx';
import { useToday } from '../views/use-surroundings.ts';
import { readDayWords } from './day-words.ts';

interface DayEditorProps {
  label: string;
  value: string;
  /** The key that began it. */
  typed: string;
  onChange: (value: string | null) => void;
}

/** What was typed, the day that it means, and whether Enter found none in it. */
function useWords({ typed, onChange }: DayEditorProps) {
  const { locale } = useAccount();
  const today = useToday();
  const [text, setText] = useState(typed);
  const [isWrong, setWrong] = useState(false);
  const day = readDayWords(text, { today, locale });
  const change = (next: string) => {
    setText(next);
    setWrong(false);
    const read = readDayWords(next, { today, locale });
    if (read !== undefined) onChange(read);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || text.trim() === '' || day !== undefined) return;
    // What is no day keeps the box open, with what was typed.
    event.preventDefault();
    setWrong(true);
  };
  return { text, change, onKeyDown, day, isWrong };
}

/** A day by words (web W11), or chosen, with a time where it is wanted. */
export function DayEditor(props: DayEditorProps) {
  const { label, value, onChange } = props;
  const { text, change, onKeyDown, day, isWrong } = useWords(props);
  const hintId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.setSelectionRange(-1, -1), []);
  return (
    <div className="flex flex-col gap-2">
      <Input
        ref={field}
        aria-label={t('table.dayWords', { name: label })}
        aria-describedby={hintId}
        aria-invalid={isWrong}
        autoComplete="off"
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isWrong ? (
        <FieldError id={hintId} text={t('table.misfit.day', { text })} />
      ) : (
        <p id={hintId} className="px-1 text-xs text-muted">
          {day === undefined ? t('table.dayHint') : formatDate(`${day}T12:00:00Z`)}
        </p>
      )}
      <DateField key={day ?? ''} label={label} value={value} onChange={onChange} />
    </div>
  );
}
