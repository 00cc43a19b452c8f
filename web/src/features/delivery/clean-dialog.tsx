import { useState } from 'react';
import { useOrganization } from '../../app/use-organization.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { describeFailure } from '../../lib/failure-text.ts';
import type { Failure } from '../../lib/failure.ts';
import { refreshReads } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast-store.ts';

const DAY_S = 86_400;
const DAYS = [1, 7, 30, 90, 365] as const;

/** Forgets what ended long ago. */
export function CleanDialog({ onClose }: { onClose: () => void }) {
  const { id: organizationId } = useOrganization();
  const [days, setDays] = useState(30);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    const outcome = await cleanAll(organizationId, days * DAY_S);
    setPending(false);
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('queue.cleaned', { count: outcome.messages }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('queue.cleanTitle')}
      description={t('queue.cleanText')}
      action={t('queue.clean')}
      error={error}
      pending={isPending}
      onConfirm={() => void confirm()}
    >
      <Field label={t('queue.cleanOlder')}>
        {(control) => (
          <Select
            {...control}
            value={days}
            onChange={({ target }) => setDays(Number(target.value))}
          >
            {DAYS.map((count) => (
              <option key={count} value={count}>
                {t('queue.days', { count })}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </ConfirmDialog>
  );
}

type Cleaned = { ok: true; messages: number } | { ok: false; error: Failure };

/** One call forgets a thousand; again until none are left. */
async function cleanAll(organizationId: string, olderThanS: number): Promise<Cleaned> {
  let messages = 0;
  for (;;) {
    const outcome = await call('notifications.cleanQueue', { organizationId, olderThanS });
    if (!outcome.ok) return outcome;
    messages += outcome.data.messages;
    if (outcome.data.isDone) break;
  }
  await refreshReads('notifications.list', 'notifications.listDeliveries');
  return { ok: true, messages };
}
