import { PasswordField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { NewPasswordField } from '../../form/new-password-field.tsx';

interface Values {
  currentPassword: string;
  newPassword: string;
}

export function ChangePasswordDialog({ onClose }: { onClose: () => void }) {
  const form = useServerForm<Values, { done: true }>({
    defaultValues: { currentPassword: '', newPassword: '' },
    send: (values) => call('accounts.changePassword', values),
    onDone: async () => {
      await refreshReads('sessions.list', 'audit.listOwn');
      onClose();
      showToast({ title: t('security.passwordChanged') });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('security.passwordChange')}
      description={t('security.passwordText')}
    >
      <Form form={form} label={t('security.passwordChange')}>
        <FormError />
        <PasswordField
          name="currentPassword"
          label={t('form.currentPassword')}
          autoComplete="current-password"
        />
        <NewPasswordField name="newPassword" label={t('form.newPassword')} />
        <DialogFooter>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <SubmitButton>{t('security.passwordChange')}</SubmitButton>
        </DialogFooter>
      </Form>
    </Dialog>
  );
}
