import { useId, useState } from 'react';
import { useController, useFormContext, useWatch } from 'react-hook-form';
import { readProblem } from '../../form/read-problem.ts';
import { t } from '../../i18n/t.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { FieldError } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Radio } from '../../ui/radio.tsx';
import { eventText, findEvents } from './event-types.ts';
import type { EventType } from './webhook-types.ts';

/** What the field knows of the form. */
interface EventChoice {
  hears: 'all' | 'some';
  eventTypes: readonly EventType[];
}

/** Everything, or some events that can be searched. Fields `hears` and `eventTypes` of the form. */
export function EventTypesField() {
  const { register, formState } = useFormContext();
  const hears = useWatch({ name: 'hears' }) as 'all' | 'some';
  const error = readProblem(formState.errors, 'eventTypes');
  const id = useId();
  return (
    <fieldset aria-describedby={`${id}-hint`} className="flex flex-col gap-1.5">
      <legend className="text-sm font-medium text-ink">{t('hooks.events')}</legend>
      <p id={`${id}-hint`} className="mb-1 text-sm text-muted">
        {t('hooks.eventsHint')}
      </p>
      <Radio label={t('hooks.allEvents')} value="all" {...register('hears')} />
      <Radio label={t('hooks.someEvents')} value="some" {...register('hears')} />
      {hears === 'some' && <EventList />}
      {error && <FieldError id={`${id}-error`} text={error} />}
    </fieldset>
  );
}

function EventList() {
  const [words, setWords] = useState('');
  const { field } = useController<EventChoice, 'eventTypes'>({
    name: 'eventTypes',
    rules: {
      validate: (chosen, { hears }) =>
        hears !== 'some' || chosen.length > 0 || t('hooks.chooseEvents'),
    },
  });
  const chosen = field.value;
  return (
    <div className="mt-1 rounded border border-line">
      <div className="flex items-center gap-3 border-b border-line p-2">
        <Input
          type="search"
          className="h-8"
          aria-label={t('hooks.findEvents')}
          placeholder={t('hooks.findEvents')}
          value={words}
          onChange={({ target }) => setWords(target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
        <span role="status" className="shrink-0 text-sm text-muted">
          {t('hooks.chosen', { count: chosen.length })}
        </span>
      </div>
      <EventChoices words={words} chosen={chosen} onChange={field.onChange} />
    </div>
  );
}

interface EventChoicesProps {
  words: string;
  chosen: readonly EventType[];
  onChange: (chosen: readonly EventType[]) => void;
}

/** Checkboxes of the events that `words` find. */
export function EventChoices({ words, chosen, onChange }: EventChoicesProps) {
  const found = findEvents(words);
  const toggle = (type: EventType, isOn: boolean) =>
    onChange(isOn ? [...chosen, type] : chosen.filter((one) => one !== type));
  return (
    <div className="flex max-h-60 flex-col gap-3 overflow-y-auto p-3">
      {found.length === 0 && <p className="text-sm text-muted">{t('hooks.noEventFound')}</p>}
      {found.map(({ subject, types }) => (
        <div key={subject} role="group" aria-label={t(`eventGroup.${subject}`)}>
          <div className="pb-1 text-xs font-medium text-faint">{t(`eventGroup.${subject}`)}</div>
          {types.map((type) => (
            <Checkbox
              key={type}
              label={
                <>
                  {eventText(type)}{' '}
                  <code translate="no" className="font-mono text-xs text-muted">
                    {type}
                  </code>
                </>
              }
              checked={chosen.includes(type)}
              onChange={({ target }) => toggle(type, target.checked)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
