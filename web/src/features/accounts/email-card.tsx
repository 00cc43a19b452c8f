import { useState } from 'react';
import { useAccount } from '../../app/use-account.ts';
import { EmailField, PasswordField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { Card, SettingRow } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { VerifyButton } from './verify-button.tsx';

export function EmailCard() {
  const { email, emailVerified, pendingEmail } = useAccount();
  const [isChanging, setChanging] = useState(false);
  const title = (
    <span className="flex flex-wrap items-center gap-2">
      <span className="break-all">{email}</span>
      <Badge tone={emailVerified ? 'success' : 'warning'}>
        {t(emailVerified ? 'profile.emailVerified' : 'profile.emailUnverified')}
      </Badge>
    </span>
  );
  return (
    <Card>
      <SettingRow
        title={title}
        {...(pendingEmail
          ? { description: t('profile.emailPending', { email: pendingEmail }) }
          : {})}
      >
        {!emailVerified && <VerifyButton label={t('profile.verify')} />}
        <Button onClick={() => setChanging(true)}>{t('profile.emailChange')}</Button>
      </SettingRow>
      {isChanging && <ChangeEmailDialog onClose={() => setChanging(false)} />}
    </Card>
  );
}

interface Values {
  newEmail: string;
  currentPassword: string;
}

function ChangeEmailDialog({ onClose }: { onClose: () => void }) {
  const form = useServerForm<Values, { done: true }>({
    defaultValues: { newEmail: '', currentPassword: '' },
    send: (values) => call('accounts.changeEmail', values),
    onDone: async (_answer, { newEmail }) => {
      await refreshReads('accounts.get');
      onClose();
      showToast({ title: t('profile.emailSent', { email: newEmail }) });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('profile.emailChangeTitle')}
      description={t('profile.emailChangeText')}
    >
      <Form form={form} label={t('profile.emailChangeTitle')}>
        <FormError />
        <EmailField name="newEmail" label={t('profile.newEmail')} autoComplete="off" />
        <PasswordField
          name="currentPassword"
          label={t('form.currentPassword')}
          autoComplete="current-password"
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <SubmitButton>{t('profile.emailSend')}</SubmitButton>
        </DialogFooter>
      </Form>
    </Dialog>
  );
}
