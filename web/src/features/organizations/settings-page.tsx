import { useMay, useOrganization } from '../../app/use-organization.ts';
import { TextField } from '../../form/fields.tsx';
import { Form, FormError, SubmitButton } from '../../form/form.tsx';
import { useServerForm } from '../../form/use-server-form.ts';
import { t } from '../../i18n/t.tsx';
import { call } from '../../lib/call.ts';
import { refreshReads } from '../../lib/write.ts';
import { CopyField } from '../../ui/copy-button.tsx';
import { Page, PageHeader } from '../../ui/page-header.tsx';
import { Card, Section } from '../../ui/section.tsx';
import { showToast } from '../../ui/toast-store.ts';
import { DangerCard } from './danger-card.tsx';

export function OrganizationSettingsPage() {
  const { id, name } = useOrganization();
  return (
    <Page>
      <PageHeader
        title={t('settings.title')}
        description={t('settings.text', { organization: name })}
      />
      <Section title={t('settings.nameTitle')}>
        <Card>
          <NameForm />
        </Card>
      </Section>
      <Section title={t('settings.idTitle')} description={t('settings.idText')}>
        <CopyField value={id} label={t('settings.copyId')} />
      </Section>
      <Section title={t('settings.danger')} description={t('settings.dangerText')}>
        <DangerCard />
      </Section>
    </Page>
  );
}

function NameForm() {
  const { id: organizationId, name } = useOrganization();
  const mayRename = useMay('organization:update');
  const form = useServerForm({
    defaultValues: { name },
    send: (values: { name: string }) => call('organizations.update', { organizationId, ...values }),
    onDone: async (organization) => {
      form.reset({ name: organization.name });
      await refreshReads('organizations.list');
      showToast({ title: t('ui.saved') });
    },
  });
  return (
    <Form form={form} label={t('settings.nameTitle')} className="max-w-100">
      <FormError />
      <TextField
        name="name"
        label={t('settings.name')}
        readOnly={!mayRename}
        {...(mayRename ? {} : { hint: t('settings.nameLocked') })}
      />
      {mayRename && (
        <SubmitButton onlyWhenChanged className="self-start">
          {t('ui.save')}
        </SubmitButton>
      )}
    </Form>
  );
}
