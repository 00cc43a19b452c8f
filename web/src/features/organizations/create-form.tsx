import type { OwnOrganization } from '../../app/navigation.ts';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';

interface CreateOrganizationFormProps {
  size?: 'lg';
  onDone: (organization: OwnOrganization) => void;
}

export function CreateOrganizationForm({ size, onDone }: CreateOrganizationFormProps) {
  const form = useServerForm({
    defaultValues: { name: '' },
    send: (values: { name: string }) => call('organizations.create', values),
    onDone: async (organization) => {
      // First, or the wizard would see the new organization before it hears of it here.
      onDone(organization);
      await refreshReads('organizations.list');
    },
  });
  return (
    <Form focusesFirst form={form} label={t('create.title')}>
      <FormError />
      <TextField
        name="name"
        label={t('wizard.organizationName')}
        placeholder={t('wizard.organizationPlaceholder')}
        autoComplete="organization"
      />
      <SubmitButton className="self-start" {...(size ? { size, full: true } : {})}>
        {t('create.submit')}
      </SubmitButton>
    </Form>
  );
}
