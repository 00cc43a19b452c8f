import { t } from '../../i18n/t.tsx';
import { showFailureToast, useWrite } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast-store.ts';

/** Sends the verification mail again. */
export function VerifyButton({ label }: { label: string }) {
  const request = useWrite('accounts.requestEmailVerification', []);
  const send = async () => {
    const outcome = await request.send({});
    if (outcome.ok) showToast({ title: t('home.step.verifySent') });
    else showFailureToast(outcome.error);
  };
  return (
    <Button pending={request.isPending} onClick={() => void send()}>
      {label}
    </Button>
  );
}
