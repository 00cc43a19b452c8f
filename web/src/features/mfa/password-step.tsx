import { PasswordField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { type Outcome, useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogFooter } from '../../ui/dialog.tsx';

interface PasswordStepProps<Data> {
  label: string;
  action: string;
  send: (currentPassword: string) => Promise<Outcome<Data>>;
  onDone: (data: Data) => void | Promise<void>;
  onClose: () => void;
}

/** Asks for the password again before something that needs to be the person's own act. */
export function PasswordStep<Data>({
  label,
  action,
  send,
  onDone,
  onClose,
}: PasswordStepProps<Data>) {
  const form = useServerForm<{ currentPassword: string }, Data>({
    defaultValues: { currentPassword: '' },
    send: ({ currentPassword }) => send(currentPassword),
    onDone,
  });
  return (
    <Form form={form} label={label}>
      <FormError />
      <PasswordField
        name="currentPassword"
        label={t('form.currentPassword')}
        autoComplete="current-password"
      />
      <DialogFooter>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
        <SubmitButton>{action}</SubmitButton>
      </DialogFooter>
    </Form>
  );
}
