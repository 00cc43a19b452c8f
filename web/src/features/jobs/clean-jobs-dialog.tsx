import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import { refreshReads } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { QueueName } from './job-types.ts';
import { Matching } from './matching.tsx';
import { useCount } from './use-count.ts';

const DAY_S = 86_400;
const DAYS = [0, 1, 7, 30] as const;
const ENDED = ['completed', 'discarded', 'dead'] as const;
type Ended = (typeof ENDED)[number];

interface CleanJobsDialogProps {
  queue: QueueName;
  onClose: () => void;
}

/** Forgets jobs of a queue that ended; counts them first. */
export function CleanJobsDialog({ queue, onClose }: CleanJobsDialogProps) {
  const [states, setStates] = useState<Ended[]>(['completed', 'discarded']);
  const [days, setDays] = useState(0);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const input = { queue, states, olderThanS: days * DAY_S };
  const count = useCount('jobs.clean', states.length === 0 ? null : input);
  const confirm = async () => {
    setPending(true);
    const outcome = await call('jobs.clean', input);
    setPending(false);
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('jobs.cleaned', { count: outcome.data.removed }) });
    await refreshReads('jobs.queues', 'jobs.list');
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('jobs.cleanTitle', { queue: t(`jobQueue.${queue}`) })}
      description={t('jobs.cleanText')}
      action={t('jobs.clean')}
      isAllowed={count !== null && count > 0}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    >
      <Which states={states} days={days} onStates={setStates} onDays={setDays} />
      <Matching count={states.length === 0 ? 0 : count} />
    </ConfirmDialog>
  );
}

interface WhichProps {
  states: readonly Ended[];
  days: number;
  onStates: (states: Ended[]) => void;
  onDays: (days: number) => void;
}

function Which({ states, days, onStates, onDays }: WhichProps) {
  const toggle = (state: Ended, isOn: boolean) =>
    onStates(isOn ? [...states, state] : states.filter((one) => one !== state));
  return (
    <div className="mb-4 flex flex-col gap-4">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 text-sm font-medium text-ink">{t('jobs.cleanWhich')}</legend>
        {ENDED.map((state) => (
          <Checkbox
            key={state}
            label={t(`jobState.${state}`)}
            checked={states.includes(state)}
            onChange={({ target }) => toggle(state, target.checked)}
          />
        ))}
      </fieldset>
      <Field label={t('jobs.cleanOlder')}>
        {(control) => (
          <Select {...control} value={days} onChange={({ target }) => onDays(Number(target.value))}>
            {DAYS.map((each) => (
              <option key={each} value={each}>
                {each === 0 ? t('jobs.anyAge') : t('jobs.days', { count: each })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
