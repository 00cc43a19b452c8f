import { adoptAccount } from '../../app/session.ts';
import { useAccount } from '../../app/use-account.ts';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { showToast } from '../../ui/toast-store.ts';

export function NameForm() {
  const { id, name } = useAccount();
  const form = useServerForm({
    defaultValues: { name },
    send: (values: { name: string }) => call('accounts.update', values),
    onDone: async (account) => {
      adoptAccount(account);
      form.reset({ name: account.name });
      await refreshReads('members.list');
      showToast({ title: t('ui.saved') });
    },
  });
  return (
    <div className="flex flex-wrap items-start gap-5">
      <Avatar name={name} seed={id} size="lg" />
      <Form
        form={form}
        label={t('profile.personTitle')}
        className="max-w-100 min-w-0 flex-1 basis-48"
      >
        <FormError />
        <TextField
          name="name"
          label={t('profile.name')}
          hint={t('profile.nameHint')}
          autoComplete="name"
        />
        <SubmitButton onlyWhenChanged className="self-start">
          {t('ui.save')}
        </SubmitButton>
      </Form>
    </div>
  );
}
