import { PasswordField, TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFooter } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast-store.ts';

interface Values {
  currentPassword: string;
  code: string;
}

export function DisableDialog({ onClose }: { onClose: () => void }) {
  const form = useServerForm<Values, { done: true }>({
    defaultValues: { currentPassword: '', code: '' },
    send: (values) => call('mfa.disable', values),
    onDone: async () => {
      await refreshReads('accounts.get', 'members.list', 'audit.listOwn');
      onClose();
      showToast({ title: t('twoStep.disabled') });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('twoStep.offTitle')}
      description={t('twoStep.offText')}
    >
      <Form form={form} label={t('twoStep.offTitle')}>
        <FormError />
        <PasswordField
          name="currentPassword"
          label={t('form.currentPassword')}
          autoComplete="current-password"
        />
        <TextField
          name="code"
          label={t('twoStep.offCode')}
          autoComplete="one-time-code"
          spellCheck={false}
        />
        <DialogFooter>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <SubmitButton variant="danger">{t('twoStep.turnOff')}</SubmitButton>
        </DialogFooter>
      </Form>
    </Dialog>
  );
}
