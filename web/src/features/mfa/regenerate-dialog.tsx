import { useState } from 'react';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function RegenerateDialog({ onClose }: { onClose: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('twoStep.regenerateTitle')}
      description={t('twoStep.regenerateText')}
    >
      <PasswordStep
        label={t('twoStep.regenerateTitle')}
        action={t('twoStep.regenerate')}
        send={(currentPassword) => call('mfa.regenerateRecoveryCodes', { currentPassword })}
        onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
        onClose={onClose}
      />
    </Dialog>
  );
}
