import type { Output } from '@boardwire/sdk/operations';
import { CircleStop } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { SHOWING_MESSAGES } from './showing-messages.ts';

type Counts = Output<'notifications.cancelJob'>;

/** Stops what of a message was not sent yet, or one delivery; says how many (delivery D17). */
export function CancelButton({ id }: { id: string }) {
  const [isAsking, setAsking] = useState(false);
  const [error, setError] = useState<string>();
  const cancel = useWrite('notifications.cancelJob', SHOWING_MESSAGES);
  const confirm = async () => {
    const outcome = await cancel.send({ jobId: id });
    if (!outcome.ok) return setError(sayLate(outcome.error));
    setAsking(false);
    showToast({ title: sayCounts(outcome.data) });
  };
  return (
    <>
      <Button variant="dangerQuiet" onClick={() => setAsking(true)}>
        <CircleStop aria-hidden="true" />
        {t('delivery.cancel')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          open
          onOpenChange={setAsking}
          title={t('delivery.cancelTitle')}
          description={t('delivery.cancelText')}
          action={t('delivery.cancelAction')}
          error={error}
          pending={cancel.isPending}
          onConfirm={() => void confirm()}
        />
      )}
    </>
  );
}

function sayCounts({ cancelled, alreadySent, inFlight }: Counts): string {
  return t('delivery.cancelled', { cancelled, alreadySent, inFlight });
}

/** Too late says the same with its own numbers. */
function sayLate(failure: Parameters<typeof describeFailure>[0]): string {
  const counts = (failure.details as { counts?: Counts } | undefined)?.counts;
  return counts === undefined ? describeFailure(failure) : sayCounts(counts);
}
