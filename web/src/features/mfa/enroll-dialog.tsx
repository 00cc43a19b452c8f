import type { Output } from '@boardwire/sdk/operations';
import { useState } from 'react';
import { CodeField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

type Enrolment = Output<'mfa.enroll'>;

/** Password, then the key and a first code, then the recovery codes. */
export function EnrollDialog({ onClose }: { onClose: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('twoStep.passwordTitle')}
      description={t(enrolment ? 'twoStep.scanText' : 'twoStep.passwordText')}
    >
      {enrolment ? (
        <ScanStep enrolment={enrolment} onEnabled={setCodes} onClose={onClose} />
      ) : (
        <PasswordStep
          label={t('twoStep.passwordTitle')}
          action={t('ui.continue')}
          send={(currentPassword) => call('mfa.enroll', { currentPassword })}
          onDone={setEnrolment}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

interface ScanStepProps {
  enrolment: Enrolment;
  onEnabled: (codes: readonly string[]) => void;
  onClose: () => void;
}

function ScanStep({ enrolment, onEnabled, onClose }: ScanStepProps) {
  const form = useServerForm<{ code: string }, Output<'mfa.enable'>>({
    defaultValues: { code: '' },
    send: (values) => call('mfa.enable', values),
    onDone: async ({ recoveryCodes }) => {
      onEnabled(recoveryCodes);
      await refreshReads('accounts.get', 'members.list', 'audit.listOwn');
    },
  });
  return (
    <Form focusesFirst form={form} label={t('twoStep.title')}>
      <div className="flex justify-center">
        <QrCode text={enrolment.uri} label={t('twoStep.qr')} />
      </div>
      <div className="flex flex-col gap-1.5">
        <p className="text-sm text-muted">{t('twoStep.manual')}</p>
        <CopyField value={enrolment.secret} label={t('twoStep.copyKey')} />
      </div>
      <FormError />
      <CodeField name="code" label={t('twoStep.code')} onComplete={() => void form.submit()} />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{t('twoStep.enable')}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
