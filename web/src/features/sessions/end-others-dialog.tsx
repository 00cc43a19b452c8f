import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { describeFailure } from '../../lib/failure-text.ts';
import { useWrite } from '../../lib/write.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';

export function EndOthersDialog({ onClose }: { onClose: () => void }) {
  const [error, setError] = useState<string>();
  const revoke = useWrite('sessions.revokeOthers', ['sessions.list', 'audit.listOwn']);
  const confirm = async () => {
    const outcome = await revoke.send({});
    if (!outcome.ok) return setError(describeFailure(outcome.error));
    onClose();
    showToast({ title: t('sessions.othersEnded', { count: outcome.data.ended }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={t('sessions.othersTitle')}
      description={t('sessions.othersText')}
      action={t('sessions.endOthers')}
      error={error}
      pending={revoke.isPending}
      onConfirm={() => void confirm()}
    />
  );
}
