import { FastForward } from 'lucide-react';
import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { SHOWING_MESSAGES } from './showing-messages.ts';

/** Sends now what waits for its time or its next attempt; quiet hours hold all the same. */
export function SendNowButton({ id }: { id: string }) {
  const promote = useWrite('notifications.promote', SHOWING_MESSAGES);
  const send = async () => {
    const outcome = await promote.send({ jobId: id });
    if (!outcome.ok) return showFailureToast(outcome.error);
    showToast({ title: t('delivery.promoted', { count: outcome.data.promoted }) });
  };
  return (
    <Button pending={promote.isPending} onClick={() => void send()}>
      <FastForward aria-hidden="true" />
      {t('delivery.sendNow')}
    </Button>
  );
}
