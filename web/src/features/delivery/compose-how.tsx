import { useId } from 'react';
import { useFormContext } from 'react-hook-form';
import { useMay } from '../../app/use-organization.ts';
import { SelectField, TextField } from '../../form/fields.tsx';
import { readProblem } from '../../form/read-problem.ts';
import { t } from '../../i18n/t.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { FieldError } from '../../ui/field.tsx';
import { CHANNELS, LANES } from './delivery-types.ts';

/** Webhooks hear of events, not of people's messages. */
const PERSONAL = CHANNELS.filter((channel) => channel !== 'webhook');

/** By which ways, how urgent and when. */
export function HowFields() {
  const mayBreakQuiet = useMay('notifications:sendCritical');
  const lanes = LANES.filter((lane) => lane !== 'critical' || mayBreakQuiet);
  return (
    <>
      <ChannelsField />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name="priority" label={t('compose.priority')}>
          {lanes.map((lane) => (
            <option key={lane} value={lane}>
              {t(`deliveryLane.${lane}`)}
            </option>
          ))}
        </SelectField>
        <TextField
          name="at"
          label={t('compose.at')}
          hint={t('compose.atHint')}
          type="datetime-local"
          optional
        />
      </div>
    </>
  );
}

function ChannelsField() {
  const { register, formState } = useFormContext();
  const hintId = useId();
  const error = readProblem(formState.errors, 'channels');
  return (
    <fieldset aria-describedby={hintId} className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium text-ink">{t('compose.channels')}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {PERSONAL.map((channel) => (
          <Checkbox
            key={channel}
            value={channel}
            label={t(`channel.${channel}`)}
            {...register('channels')}
          />
        ))}
      </div>
      <p id={hintId} className="text-sm text-muted">
        {t('compose.channelsHint')}
      </p>
      {error && <FieldError id={`${hintId}-error`} text={error} />}
    </fieldset>
  );
}
