import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { queryClient } from '../../lib/query-client.ts';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Input } from '../../ui/input.tsx';
import { Card, SettingRow } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import type { InstanceSettings } from './instance-settings.ts';

const MAX_LENGTH = 300;

/** Takes no changes for now, or takes them again (web W28). */
export function ReadOnlyCard({ readOnly }: Pick<InstanceSettings, 'readOnly'>) {
  return <Card>{readOnly ? <IsOn mode={readOnly} /> : <IsOff />}</Card>;
}

function useSwitch() {
  const { isPending, send } = useWrite('instance.setReadOnly', ['instance.status']);
  const set = async (reason: string | null) => {
    const outcome = await send({ reason });
    if (outcome.ok) queryClient.setQueryData(['instance.getSettings', {}], outcome.data);
    return outcome;
  };
  return { isPending, set };
}

function IsOn({ mode: { reason, since } }: { mode: NonNullable<InstanceSettings['readOnly']> }) {
  const { isPending, set } = useSwitch();
  const end = async () => {
    const outcome = await set(null);
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t('readOnly.ended') });
  };
  return (
    <SettingRow title={reason} description={t('readOnly.since', { when: formatDateTime(since) })}>
      <Button variant="primary" pending={isPending} onClick={() => void end()}>
        {t('readOnly.end')}
      </Button>
    </SettingRow>
  );
}

function IsOff() {
  const { isPending, set } = useSwitch();
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string>();
  const begin = async () => {
    if (reason.trim() === '') return setError(t('form.required'));
    const outcome = await set(reason.trim());
    if (!outcome.ok) setError(describeFailure(outcome.error));
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setError(undefined);
        void begin();
      }}
    >
      <Field label={t('readOnly.reason')} hint={t('readOnly.reasonHint')} error={error}>
        {(control) => (
          <div className="flex flex-wrap gap-2">
            <Input
              {...control}
              className="min-w-0 flex-1 basis-56"
              value={reason}
              maxLength={MAX_LENGTH}
              autoComplete="off"
              onChange={({ target }) => setReason(target.value)}
            />
            <Button type="submit" variant="dangerQuiet" className="h-9" pending={isPending}>
              {t('readOnly.begin')}
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}
